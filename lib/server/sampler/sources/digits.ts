import 'server-only';

/** Three significant digits: no viewer reads more, and what stays the same is not sent again. */
export function threeDigits(value: number | null): number | null {
  return value === null ? null : Number(value.toPrecision(3));
}

/** Two significant digits, for forecasts. */
export function twoDigits(value: number | null): number | null {
  return value === null ? null : Number(value.toPrecision(2));
}
