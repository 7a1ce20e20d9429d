import 'server-only';
import { isCloud, type SourceId, sourceService } from '@/lib/pipeline/components';
import type { Missing } from '@/lib/verdict/terms/missing';
import type { ScrapeTarget } from '../../vmagent/targets';
import type { Growth } from './counters';

/** The newest samples of one job that the destination has; left out: none of the last hour. */
export interface NewestOf {
  /** `up`, which vmagent writes with each scrape, whatever a filter keeps. */
  scrapedAtMs?: number;
  /** Of the source itself. */
  ownAtMs?: number;
  /** Its `series_limit`, where that left samples of its last scrape out. */
  limitSeries?: number;
}
/** By job. */
export type Newest = ReadonlyMap<string, NewestOf>;

interface Scrape {
  atMs: number;
  endedAtMs: number;
  intervalMs: number;
}

/** Plain data; the steps make the next one. */
export interface ArrivalMemory {
  /** Since when nothing stands between vmagent and the destination; null: something does. */
  clearSinceMs: number | null;
  /** Of each job, oldest first: scrapes that may be on their way, after the newest that is none of these. */
  scrapes: ReadonlyMap<string, readonly Scrape[]>;
  /** Since when each source has had data of its own. */
  givingSinceMs: ReadonlyMap<SourceId, number>;
}

export const NO_ARRIVAL_MEMORY: ArrivalMemory = {
  clearSinceMs: null,
  scrapes: new Map(),
  givingSinceMs: new Map(),
};

/** One moment of the pipeline. */
export interface ArrivalLook {
  nowMs: number;
  /** Data is delivered at the first try and nothing waits; vmagent and the destination run as the files say. */
  isClear: boolean;
  targets: readonly ScrapeTarget[];
  /** Sources that are on and have data of their own now. */
  giving: readonly SourceId[];
  /** After so long a scrape has to be there. */
  settleMs: number;
  /** What vmagent's counters grew by. */
  history: readonly Growth[];
}

/** vmagent gathers for up to 5 s in stacks of earlier releases. */
const FLUSH_MS = 5_000;
const MAX_SCRAPES = 100;

/** The memory after one reading. Pure. */
export function arrivalStep(memory: ArrivalMemory, look: ArrivalLook): ArrivalMemory {
  if (!look.isClear) return NO_ARRIVAL_MEMORY;
  const { nowMs } = look;
  const clearSinceMs = memory.clearSinceMs ?? nowMs;
  const scrapes = new Map<string, readonly Scrape[]>();
  for (const [job, newest] of newestScrapes(look.targets)) {
    const known = memory.scrapes.get(job) ?? [];
    // A clock that was set back leaves a last scrape of later than now.
    const isNew = newest.atMs <= nowMs && newest.atMs > Math.max(known.at(-1)?.atMs ?? 0, clearSinceMs);
    const all = isNew ? [...known, newest].slice(-MAX_SCRAPES) : known;
    const settled = all.findLastIndex((one) => isSettled(one, look));
    scrapes.set(job, all.slice(Math.max(0, settled)));
  }
  const giving = look.giving.map((id) => [id, memory.givingSinceMs.get(id) ?? nowMs] as const);
  return { clearSinceMs, scrapes, givingSinceMs: new Map(giving) };
}

function newestScrapes(targets: readonly ScrapeTarget[]): Map<string, Scrape> {
  const newest = new Map<string, Scrape>();
  for (const { job, state, lastScrapeAtMs: atMs, durationSeconds, intervalSeconds } of targets) {
    if (state !== 'up' || atMs === null || atMs <= (newest.get(job)?.atMs ?? 0)) continue;
    const endedAtMs = atMs + (durationSeconds ?? 0) * 1000;
    newest.set(job, { atMs, endedAtMs, intervalMs: (intervalSeconds ?? 0) * 1000 });
  }
  return newest;
}

/** Long enough ago, and vmagent has counted a delivery since: it sends in order. */
function isSettled({ endedAtMs }: Scrape, { nowMs, history, settleMs }: ArrivalLook): boolean {
  return (
    nowMs - endedAtMs >= settleMs &&
    history.some(({ fromMs, by }) => fromMs >= endedAtMs + FLUSH_MS && by.delivered > 0)
  );
}

/** What is known of the sources by the files. */
export interface ArrivalBounds {
  /** Sources of which some series pass any filter that they have. */
  unfiltered: ReadonlySet<SourceId>;
  clockSeconds: Partial<Record<SourceId, number>>;
}

/** What must be there when the destination is asked now. */
export interface Expected {
  atMs: number;
  clearSinceMs: number;
  /** The newest scrape of each job that is settled. */
  scrapes: ReadonlyMap<string, Scrape>;
  givingSinceMs: ReadonlyMap<SourceId, number>;
}

/** Null: nothing can be said now. Pure. */
export function expectedNow(memory: ArrivalMemory, look: ArrivalLook): Expected | null {
  const { clearSinceMs, givingSinceMs } = memory;
  if (clearSinceMs === null) return null;
  const scrapes = [...memory.scrapes].flatMap(([job, [first]]) =>
    first && isSettled(first, look) ? [[job, first] as const] : [],
  );
  return { atMs: look.nowMs, clearSinceMs, scrapes: new Map(scrapes), givingSinceMs };
}

/** A scrape is stamped with the time when it was due, which it may miss by a tenth of its interval. */
const isThere = ({ atMs, intervalMs }: Scrape, newestAtMs: number) =>
  newestAtMs >= atMs - (1_000 + intervalMs / 10);

/** Own series may say their own times, and the values of a cloud end and begin with its rounds. */
const OWN_MS = 180_000;
const CLOUD_MS = 600_000;

function ownBoundMs(id: SourceId, intervalMs: number, clockSeconds: number): number {
  const leastMs = isCloud(id) ? Math.max(CLOUD_MS, 2_000 * clockSeconds + 60_000) : OWN_MS;
  return Math.max(leastMs, 3 * intervalMs);
}

/** A doubt that only time settles says nothing yet. */
export interface Doubt extends Missing {
  isSure: boolean;
}

/** The query looks back an hour: of what is read more seldom it may have nothing between two scrapes. */
const MOST_INTERVAL_MS = 50 * 60_000;

/** From a scrape to where it can be found at the destination, at most. */
const ARRIVES_MS = 10_000;

/**
 * What the destination should show and does not: all of it, or some sources, beside which others have arrived. `up` of a
 * scrape has to be there soon; own series are judged by a long bound, and only where no filter of the owner's may take all
 * of them. Pure.
 */
export function missingIn(
  expected: Expected,
  newest: Newest,
  sources: readonly SourceId[],
  { unfiltered, clockSeconds }: ArrivalBounds,
): Doubt[] {
  // Of no other job the destination is asked.
  const asked = ['vmagent', ...sources.map(sourceService)];
  const judged = [...expected.scrapes].filter(
    ([job, { intervalMs }]) => asked.includes(job) && intervalMs <= MOST_INTERVAL_MS,
  );
  const jobs = judged.map(([job, scrape]) => {
    const { scrapedAtMs = 0, ownAtMs = 0 } = newest.get(job) ?? {};
    const newestAtMs = Math.max(scrapedAtMs, ownAtMs);
    return { job, scrape, newestAtMs, isMissing: !isThere(scrape, newestAtMs) };
  });
  const missing = jobs.filter(({ isMissing }) => isMissing);
  const first = Math.min(...missing.map(({ scrape }) => scrape.atMs));
  const last = Math.max(...jobs.map(({ newestAtMs }) => newestAtMs));
  if (missing.length > 0 && last < first) {
    const others = jobs.filter(({ isMissing }) => !isMissing).map(({ scrape }) => scrape.intervalMs);
    // Those that were not scraped since cannot have come; the next of them would.
    const isSure = others.length === 0 || expected.atMs - first >= Math.min(...others) + ARRIVES_MS;
    return [{ ...missingOf(null, last, first), isSure }];
  }
  return sources.flatMap((source): Doubt[] => {
    const found = jobs.find(({ job }) => job === sourceService(source));
    if (!found) return [];
    const { scrape, newestAtMs, isMissing } = found;
    if (isMissing) return [{ ...missingOf(source, newestAtMs, scrape.atMs), isSure: last >= scrape.atMs }];
    const givingSinceMs = expected.givingSinceMs.get(source);
    if (givingSinceMs === undefined || !unfiltered.has(source)) return [];
    const { ownAtMs = 0 } = newest.get(found.job) ?? {};
    const fromMs = Math.max(expected.clearSinceMs, givingSinceMs, ownAtMs);
    const isLate = expected.atMs - fromMs > ownBoundMs(source, scrape.intervalMs, clockSeconds[source] ?? 0);
    return isLate ? [{ ...missingOf(source, ownAtMs, fromMs), isSure: true }] : [];
  });
}

const missingOf = (source: SourceId | null, newestAtMs: number, otherwiseMs: number): Missing => ({
  source,
  newestAtMs: newestAtMs === 0 ? null : newestAtMs,
  sinceMs: Math.round(newestAtMs === 0 ? otherwiseMs : newestAtMs),
});
