/** A stretch of values without a hole: each point as [x, y]. */
export type Stretch = [x: number, y: number][];

export interface SeriesSummary {
  min: number;
  max: number;
  last: number | null;
}

/** Lowest, highest and newest of what is known; null when nothing is. The newest is null when it is not known. */
export function summarise(values: readonly (number | null)[]): SeriesSummary | null {
  const known = values.filter((value) => value !== null);
  if (known.length === 0) return null;
  return { min: Math.min(...known), max: Math.max(...known), last: values.at(-1) ?? null };
}

/** Values as points in a box of `width` × `height`, from `low` at the bottom to `high` at the top, broken at holes. */
export function stretches(
  values: readonly (number | null)[],
  box: { width: number; height: number; low: number; high: number },
): Stretch[] {
  const { width, height, low, high } = box;
  const span = high - low || 1;
  const result: Stretch[] = [];
  let current: Stretch = [];
  values.forEach((value, index) => {
    if (value === null) {
      current = [];
      return;
    }
    if (current.length === 0) result.push(current);
    const x = values.length === 1 ? width : (index / (values.length - 1)) * width;
    current.push([round(x), round(height - ((value - low) / span) * height)]);
  });
  return result;
}

const round = (value: number) => Math.round(value * 10) / 10;

/** Points as the `d` of an SVG path; a lone point becomes a short line, which would else not be seen. */
export function linePath(stretch: Stretch): string {
  const [first] = stretch;
  if (first && stretch.length === 1) return `M${first[0] - 0.5},${first[1]}h1`;
  return stretch.map(([x, y], index) => `${index === 0 ? 'M' : 'L'}${x},${y}`).join('');
}

/** The same, closed down to the bottom of the box. */
export function areaPath(stretch: Stretch, height: number): string {
  const first = stretch.at(0);
  const last = stretch.at(-1);
  if (!first || !last) return '';
  return `${linePath(stretch)}L${last[0]},${height}L${first[0]},${height}Z`;
}
