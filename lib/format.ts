import { inEnglish } from './english';

/** What stands in the place of a value that nobody knows. Never 0. */
export const UNKNOWN = '–';

/** Whole number with thousands separators. */
export function formatCount(value: number | null): string {
  return value === null ? UNKNOWN : inEnglish(value);
}

/** Number of about three digits: `0.42`, `8.3`, `412`. */
export function formatNumber(value: number): string {
  const size = Math.abs(value);
  if (size >= 100) return inEnglish(value);
  return size >= 1 || value === 0 ? inEnglish(value, 1) : inEnglish(value, 2);
}

/** Bytes in decimal units, as disks are sold: `0 B`, `640 kB`, `18 MB`, `1.1 GB`. */
export function formatBytes(bytes: number | null): string {
  if (bytes === null) return UNKNOWN;
  if (bytes >= 1e9) return `${inEnglish(bytes / 1e9, 1)} GB`;
  if (bytes >= 1e6) return `${bytes < 1e7 ? inEnglish(bytes / 1e6, 1) : inEnglish(bytes / 1e6)} MB`;
  if (bytes >= 1e3) return `${inEnglish(bytes / 1e3)} kB`;
  return `${inEnglish(bytes)} B`;
}

/** Rate with its unit: `412 samples/s`. */
export function formatRate(perSecond: number | null, unit: string): string {
  return perSecond === null ? UNKNOWN : `${formatNumber(perSecond)} ${unit}/s`;
}

/** Bytes a second: `48 kB/s`. */
export function formatByteRate(bytesPerSecond: number | null): string {
  return bytesPerSecond === null ? UNKNOWN : `${formatBytes(bytesPerSecond)}/s`;
}

/** Share of one core, as Docker counts it: `3.4 %`. */
export function formatPercent(value: number | null): string {
  return value === null ? UNKNOWN : `${formatNumber(value)} %`;
}

/** Share of a whole, 0–1: `2 %`; a share that is next to nothing is `< 0.1 %`. */
export function formatShare(part: number, whole: number): string {
  const percent = whole > 0 ? (part / whole) * 100 : 0;
  if (percent > 0 && percent < 0.1) return '< 0.1 %';
  return `${percent < 10 ? inEnglish(percent, 1) : inEnglish(percent)} %`;
}

/** `1 target`, `3 targets`. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${inEnglish(count)} ${count === 1 ? one : many}`;
}

// Of British English. The browser's own words for dates take 36 ms when they are first asked for.
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sept', 'Oct', 'Nov', 'Dec'];

/** Date and time in the reader's own time zone, for titles and tables: `7 Sept 2026, 09:05:30`. */
export function formatDateTime(atMs: number): string {
  const at = new Date(atMs);
  return `${formatDay(atMs)} ${at.getFullYear()}, ${formatTimeOfDay(atMs, true)}`;
}

/** A day in the reader's own time zone: `7 Sept`. */
export function formatDay(atMs: number): string {
  const at = new Date(atMs);
  return `${at.getDate()} ${MONTHS[at.getMonth()]}`;
}

/** Time of day in the reader's own time zone; seconds only when asked for: `09:05`, `09:05:30`. */
export function formatTimeOfDay(atMs: number, seconds = false): string {
  const at = new Date(atMs);
  const parts = [at.getHours(), at.getMinutes(), ...(seconds ? [at.getSeconds()] : [])];
  return parts.map((part) => String(part).padStart(2, '0')).join(':');
}

/** A short span: `8 ms`, `0.36 s`, `4.8 s`. */
export function formatSeconds(seconds: number | null): string {
  if (seconds === null) return UNKNOWN;
  return seconds < 0.1 ? `${inEnglish(Math.max(1, seconds * 1000))} ms` : `${formatNumber(seconds)} s`;
}
