import 'server-only';
import type { VmagentMetrics } from '../../vmagent/metrics';

export const counterNames = [
  'delivered',
  'networkErrors',
  'retries',
  'rejectedBlocks',
  'bytesSent',
  'rowsQueued',
  'bytesQueued',
  'overflowBytes',
  'overflowBlocks',
  'requestSeconds',
  'requests',
  'brakedRows',
] as const;
export type CounterName = (typeof counterNames)[number];

/** What the counters of vmagent grew by between two readings. */
export interface Growth {
  fromMs: number;
  atMs: number;
  by: Record<CounterName, number>;
  /** Refused requests by status code. */
  refused: ReadonlyMap<number, number>;
}

/** How long growth is remembered: the longest window that anything is averaged over. */
export const REMEMBERED_MS = 5 * 60_000;

function increase(last: number | null, now: number | null, isRestarted: boolean): number {
  if (now === null) return 0;
  // A counter that fell was reset: what it shows is all new. The start time tells when it has grown past its
  // old value again since.
  if (isRestarted || last === null || now < last) return now;
  return now - last;
}

/** Growth from one reading to the next; a vmagent that was restarted in between starts from nought. */
export function growth(
  last: { metrics: VmagentMetrics; atMs: number },
  now: { metrics: VmagentMetrics; atMs: number },
): Growth {
  const isRestarted = last.metrics.startedAtMs !== now.metrics.startedAtMs;
  const by = {} as Record<CounterName, number>;
  for (const name of counterNames) {
    // A metric that this version does not have stays absent and counts as not growing.
    by[name] = increase(last.metrics[name], now.metrics[name], isRestarted);
  }
  const refused = new Map<number, number>();
  for (const [code, value] of now.metrics.refused) {
    const more = increase(last.metrics.refused.get(code) ?? 0, value, isRestarted);
    if (more > 0) refused.set(code, more);
  }
  return { fromMs: last.atMs, atMs: now.atMs, by, refused };
}

/** All that a vmagent counted since its own start, for one that started while (or just before) it is watched. */
export function growthSinceStart(metrics: VmagentMetrics, startedAtMs: number, atMs: number): Growth {
  const nought = { ...metrics, startedAtMs: null, refused: new Map<number, number>() };
  return growth({ metrics: nought, atMs: startedAtMs }, { metrics, atMs });
}

/** `history` with `next`, without what is too old. */
export function remember(history: readonly Growth[], next: Growth): Growth[] {
  return [...history.filter(({ atMs }) => atMs > next.atMs - REMEMBERED_MS), next];
}

/** Sum of a counter's growth since `sinceMs`; growth that began before is counted by its share. */
export function grownSince(history: readonly Growth[], name: CounterName, sinceMs: number): number {
  let sum = 0;
  for (const { fromMs, atMs, by } of history) {
    if (atMs <= sinceMs) continue;
    sum += fromMs >= sinceMs ? by[name] : by[name] * ((atMs - sinceMs) / (atMs - fromMs));
  }
  return sum;
}

/** Half width of the averaging window. */
const RATE_MS = 60_000;
/** Less than this is too short to speak of a rate. */
const RATE_MIN_MS = 10_000;

/**
 * Growth a second, averaged over about the last minute. Scrapes come in bursts, mostly once a minute; a plain
 * one-minute window would show twice the rate or nothing whenever a burst crosses its edge. A triangular window
 * of twice the width gives steady bursts of 60, 30, 20 or 15 s exactly their mean. Null: watched too briefly.
 */
export function ratePerSecond(history: readonly Growth[], name: CounterName, nowMs: number): number | null {
  const first = history[0];
  if (!first) return null;
  const watchedMs = nowMs - first.fromMs;
  if (watchedMs < RATE_MIN_MS) return null;
  if (watchedMs < 2 * RATE_MS) {
    const spanMs = Math.min(watchedMs, RATE_MS);
    return (grownSince(history, name, nowMs - spanMs) / spanMs) * 1000;
  }
  let weighted = 0;
  for (const { fromMs, atMs, by } of history) {
    const ageMs = nowMs - (fromMs + atMs) / 2;
    weighted += by[name] * Math.max(0, 1 - Math.abs(ageMs - RATE_MS) / RATE_MS);
  }
  return (weighted / RATE_MS) * 1000;
}

/** Growth a second over all that is remembered, at most `REMEMBERED_MS`; for forecasts. Null: watched too briefly. */
export function longRatePerSecond(
  history: readonly Growth[],
  name: CounterName,
  nowMs: number,
): number | null {
  const first = history[0];
  if (!first) return null;
  const spanMs = Math.min(nowMs - first.fromMs, REMEMBERED_MS);
  return spanMs < RATE_MIN_MS ? null : (grownSince(history, name, nowMs - spanMs) / spanMs) * 1000;
}
