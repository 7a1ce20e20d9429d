import type { ChartSpan } from './chart-data';

export interface HealthRun {
  /** `part`: up for some of the time that one value stands for. */
  state: 'up' | 'part' | 'down';
  /** Share of the span's width, 0–1. */
  from: number;
  to: number;
}

const stateOf = (value: number): HealthRun['state'] => (value >= 1 ? 'up' : value <= 0 ? 'down' : 'part');

/** Stretches of the same state; none where nothing is known. */
export function healthRuns(span: ChartSpan, values: readonly (number | null)[]): HealthRun[] {
  const { startMs, stepSeconds, fromMs, toMs } = span;
  const place = (index: number) => {
    const share = (startMs + index * stepSeconds * 1000 - fromMs) / (toMs - fromMs);
    return Math.min(1, Math.max(0, share));
  };
  const runs: HealthRun[] = [];
  values.forEach((value, index) => {
    if (value === null) return;
    const state = stateOf(value);
    const last = runs.at(-1);
    if (last?.state === state && last.to === place(index)) last.to = place(index + 1);
    else runs.push({ state, from: place(index), to: place(index + 1) });
  });
  return runs;
}

/** Share of the known time that it was up, 0–1; null: nothing is known. */
export function upShare(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
}

/** Of several lines of shares, who was down the longest, in words. Null: nothing is known of any. */
export function healthWords(
  lines: readonly { name: string; values: readonly (number | null)[] }[],
): string | null {
  const shares = lines.flatMap(({ name, values }) => {
    const share = upShare(values);
    return share === null ? [] : [{ name, share }];
  });
  const fallen = shares.filter(({ share }) => share < 1).sort((a, b) => a.share - b.share);
  const [worst] = fallen;
  if (shares.length === 0) return null;
  if (!worst) return shares.length === 1 ? 'It was up all the time.' : 'All were up all the time.';
  const others =
    fallen.length > 1 ? ` ${fallen.length - 1} more ${fallen.length > 2 ? 'were' : 'was'} down, too.` : '';
  return `${worst.name} was down the longest.${others}`;
}
