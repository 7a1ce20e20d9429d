/**
 * Each run of `size` values as its mean; null where nothing in the run is known. The last run may be shorter. Four
 * significant digits stay: more than a chart can show.
 */
export function thin(values: readonly (number | null)[], size: number): (number | null)[] {
  const step = Math.max(1, Math.floor(size));
  return Array.from({ length: Math.ceil(values.length / step) }, (_, index) =>
    mean(values.slice(index * step, (index + 1) * step)),
  );
}

function mean(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  if (known.length === 0) return null;
  return Number((known.reduce((sum, value) => sum + value, 0) / known.length).toPrecision(4));
}
