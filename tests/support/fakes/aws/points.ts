import { createHash } from 'node:crypto';
import type { Series } from './resources.ts';

export interface Point {
  /** When its period begins, in seconds since 1970. */
  atSeconds: number;
  value: number;
}

/** What is asked of a series. Times in seconds since 1970; the end is not part of the window. */
export interface Window {
  statistic: string;
  periodSeconds: number;
  startSeconds: number;
  endSeconds: number;
}

/** A number between 1 and 100 that is always the same for the same words. */
function madeUp(words: string): number {
  return 1 + (createHash('sha256').update(words).digest().readUInt32BE() % 9900) / 100;
}

/** What a settled point of a series says; null: it has no points. @param endSeconds of the point's period */
export function settledValue(
  { namespace, name, dimensions, value }: Series,
  statistic: string,
  endSeconds: number,
): number | null {
  if (value === 'end') return endSeconds;
  const told = value !== null && typeof value === 'object' ? value[statistic] : value;
  return told === undefined ? madeUp(JSON.stringify([namespace, name, dimensions, statistic])) : told;
}

/**
 * The points in a window, the oldest first. As long as a point settles its value grows: CloudWatch hears of a period from
 * many machines, of which some are late.
 * @param settlingSeconds from the end of a point's period until its value is the true one
 */
export function pointsOf(
  series: Series,
  { statistic, periodSeconds, startSeconds, endSeconds }: Window,
  nowSeconds: number,
  settlingSeconds: number,
): Point[] {
  const points: Point[] = [];
  const last = Math.min(endSeconds, nowSeconds);
  for (let at = Math.floor(startSeconds / periodSeconds) * periodSeconds; at < last; at += periodSeconds) {
    const ageSeconds = nowSeconds - at - periodSeconds;
    const share = ageSeconds >= settlingSeconds ? 1 : Math.max(0, ageSeconds) / settlingSeconds;
    const value = settledValue(series, statistic, at + periodSeconds);
    if (value !== null && share > 0) points.push({ atSeconds: at, value: value * share });
  }
  return points;
}

const STATISTIC =
  /^(?:Average|Sum|Minimum|Maximum|SampleCount|IQM|p(?:100|\d{1,2}(?:\.\d{1,10})?)|(?:tm|tc|ts|wm)\d{1,2}(?:\.\d{1,10})?|(?:TM|TC|TS|WM|PR)\([^)]*\))$/;

export const isStatistic = (text: string): boolean => STATISTIC.test(text);

/** @param seconds a whole number */
export const isPeriod = (seconds: number): boolean =>
  seconds > 0 && (seconds % 60 === 0 || [1, 5, 10, 20, 30].includes(seconds));
