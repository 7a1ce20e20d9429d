import { formatDuration } from '@/lib/duration';
import { formatDay, formatTimeOfDay } from '@/lib/format';
import { thin } from '@/lib/thin';
import { summarise } from './series';

export interface ChartLine {
  name: string;
  values: readonly (number | null)[];
}

export interface ChartSpan {
  /** Time of the first value, and how long each stands for. */
  startMs: number;
  stepSeconds: number;
  /** The time that the chart shows, which may begin before the first value. */
  fromMs: number;
  toMs: number;
}

/** What happened meanwhile, for the axis. */
export interface ChartMark {
  fromMs: number;
  toMs: number;
  severity: 'losing' | 'waiting' | 'warning' | 'info';
}

/** From where on a value is worth a look, or bad; a line across the chart. */
export interface ChartLimit {
  value: number;
  level: 'warning' | 'critical';
}

export type Format = (value: number) => string;

/** In so much time the same hour is there twice: it does not say when. */
const LONG_MS = 36 * 3_600_000;
const isLong = ({ fromMs, toMs }: ChartSpan): boolean => toMs - fromMs > LONG_MS;

/** A moment of the span, for a table: `14:00`, in a long one `28 Nov, 14:00`. */
export function momentWords(span: ChartSpan, atMs: number): string {
  const time = formatTimeOfDay(atMs);
  return isLong(span) ? `${formatDay(atMs)}, ${time}` : time;
}

/** The same beside an axis, where it has to be short: in a long span, midnight is the day that begins. */
export function axisWords(span: ChartSpan, atMs: number): string {
  const time = formatTimeOfDay(atMs);
  return isLong(span) && time === '00:00' ? formatDay(atMs) : time;
}

/** Seconds since the epoch of each value. */
export function timesOf({ startMs, stepSeconds }: ChartSpan, count: number): number[] {
  return Array.from({ length: count }, (_, index) => startMs / 1000 + index * stepSeconds);
}

/** Values with a hole on both sides: a line would not show them. */
export function lonePoints(values: readonly (number | null | undefined)[]): number[] {
  const isKnown = (value: number | null | undefined) => value !== null && value !== undefined;
  return values.flatMap((value, index) =>
    isKnown(value) && !isKnown(values[index - 1]) && !isKnown(values[index + 1]) ? [index] : [],
  );
}

/**
 * Lowest and highest of the scale: at most `low` at the bottom, a little air at the top, never of no height. Values that
 * are all the same say nothing of what is high: the limits above them do.
 */
export function scaleRange(
  min: number | null,
  max: number | null,
  low: number | undefined,
  limits: readonly ChartLimit[] = [],
): [number, number] {
  const bottom = low ?? min ?? 0;
  const from = min === null ? bottom : Math.min(bottom, min);
  const to = max ?? from;
  const top = to > from ? to : Math.max(from, ...limits.map(({ value }) => value));
  return top > from ? [from, top + (top - from) * 0.08] : [from, from + (Math.abs(from) * 0.1 || 1)];
}

/** What stands beside the lines of the scale; where words are too coarse to tell these apart, only the lowest is named. */
export function tickLabels(at: readonly number[], tick: Format): string[] {
  const labels = at.map(tick);
  const areDistinct = new Set(labels).size === labels.length;
  return labels.map((label, index) => (areDistinct || index === 0 ? label : ''));
}

const NEARLY_ALL = 0.98;

/** How long nothing was measured within the span, in words; null: hardly ever. */
export function unknownWords(span: ChartSpan, lines: readonly ChartLine[]): string | null {
  const { startMs, stepSeconds, fromMs, toMs } = span;
  const count = Math.max(0, ...lines.map(({ values }) => values.length));
  const known = Array.from({ length: count }, (_, index) =>
    lines.some(({ values }) => values[index] !== null),
  );
  const isBefore = startMs > fromMs ? (startMs - fromMs) / 1000 : 0;
  const seconds =
    count === 0 ? (toMs - fromMs) / 1000 : isBefore + known.filter((one) => !one).length * stepSeconds;
  if (seconds < Math.max(60, 2 * stepSeconds)) return null;
  if (seconds < (NEARLY_ALL * (toMs - fromMs)) / 1000)
    return `Not known for ${formatDuration(seconds)} of it.`;
  return `Not known for ${known.includes(true) ? 'nearly ' : ''}all of it.`;
}

/** One line's course in words; of several, who is highest. Null: nothing is known of any. */
export function courseWords(lines: readonly ChartLine[], format: Format): string | null {
  const known = lines.flatMap(({ name, values }) => {
    const summary = summarise(values);
    return summary ? [{ name, ...summary }] : [];
  });
  const [top, ...others] = known.sort((a, b) => b.max - a.max);
  if (!top) return null;
  if (lines.length > 1) {
    const [low, high] = [Math.min(...known.map(({ min }) => min)), top.max];
    if (known.length > 1 && format(low) === format(high)) return `All steady at ${format(high)}.`;
    const next = others[0] ? `, then ${others[0].name} with ${format(others[0].max)}` : '';
    return `Highest was ${top.name} with ${format(top.max)}${next}.`;
  }
  const [lowest, highest] = [format(top.min), format(top.max)];
  return lowest === highest ? `Steady at ${highest}.` : `Between ${lowest} and ${highest}.`;
}

export interface TableRow {
  fromMs: number;
  values: (number | null)[];
}

/** At most `rows` rows, newest first. @param merge makes one value of those of each row's part of the span: their mean */
export function tableRows(
  span: ChartSpan,
  lines: readonly ChartLine[],
  rows: number,
  merge: typeof thin = thin,
): TableRow[] {
  const count = Math.max(0, ...lines.map(({ values }) => values.length));
  const size = Math.max(1, Math.ceil(count / rows));
  const columns = lines.map(({ values }) => merge(values, size));
  return Array.from({ length: Math.ceil(count / size) }, (_, index) => ({
    fromMs: span.startMs + index * size * span.stepSeconds * 1000,
    values: columns.map((column) => column[index] ?? null),
  })).reverse();
}
