import type { TargetSample } from './schemas/snapshot';

/** From a scrape to its 2XX: vmagent gathers samples for up to 5 s before it sends them. */
const SEND_MS = 5_000;
/** A slow scrape, a busy Pi: no lateness that is worth a word. */
const GRACE_MS = 20_000;

type Scraped = Pick<TargetSample, 'intervalSeconds' | 'lastScrapeAtMs'>;

/** Shortest and longest interval in force, in seconds; null while no target tells one. */
export function intervalsInForce(
  targets: readonly Pick<TargetSample, 'intervalSeconds'>[],
): { fastest: number; slowest: number } | null {
  const all = targets.flatMap(({ intervalSeconds }) => (intervalSeconds ? [intervalSeconds] : []));
  return all.length === 0 ? null : { fastest: Math.min(...all), slowest: Math.max(...all) };
}

/**
 * When the next delivery is due: after the next scrape of any target, and at the latest one interval of the fastest
 * after the last delivery, since every scrape brings samples, a failed one too. Epoch ms; null: not known.
 */
function nextDeliveryAtMs(
  lastSuccessAtMs: number | null,
  targets: readonly Scraped[],
  nowMs: number,
): number | null {
  const intervals = intervalsInForce(targets);
  if (lastSuccessAtMs === null || intervals === null) return null;
  const scrapes = targets.flatMap(({ intervalSeconds, lastScrapeAtMs }) =>
    intervalSeconds && lastScrapeAtMs !== null ? [lastScrapeAtMs + intervalSeconds * 1000] : [],
  );
  const toCome = scrapes.filter((atMs) => atMs + SEND_MS > nowMs);
  return Math.min(lastSuccessAtMs + intervals.fastest * 1000, ...toCome) + SEND_MS;
}

/**
 * "next in about 30 s", "next any moment", "overdue by about 2 min": what is normal for the intervals in use, in steps
 * that do not change with every second. Null: nothing is known of it.
 */
export function nextDeliveryWords(
  lastSuccessAtMs: number | null,
  targets: readonly Scraped[],
  nowMs: number,
): string | null {
  const nextAtMs = nextDeliveryAtMs(lastSuccessAtMs, targets, nowMs);
  if (nextAtMs === null) return null;
  const lateMs = nowMs - nextAtMs;
  if (lateMs > GRACE_MS) return `overdue by about ${coarse(lateMs / 1000)}`;
  return lateMs > -SEND_MS ? 'next any moment' : `next in about ${coarse(-lateMs / 1000)}`;
}

/** "every 60 s", "every 30 s to 5 min" */
export function intervalWords(targets: readonly Scraped[]): string | null {
  const intervals = intervalsInForce(targets);
  if (intervals === null) return null;
  const { fastest, slowest } = intervals;
  return fastest === slowest ? `every ${exact(fastest)}` : `every ${exact(fastest)} to ${exact(slowest)}`;
}

function coarse(seconds: number): string {
  if (seconds < 95) return `${Math.max(10, Math.ceil(seconds / 10) * 10)} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 120 ? `${minutes} min` : `${Math.round(minutes / 60)} h`;
}

function exact(seconds: number): string {
  const isMinutes = seconds >= 120 && seconds % 60 === 0;
  return isMinutes ? `${seconds / 60} min` : `${seconds} s`;
}
