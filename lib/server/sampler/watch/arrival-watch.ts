import 'server-only';
import { type ScrapeJob, type SourceId, sourceIds, sourceService } from '@/lib/pipeline/components';
import type { Missing, Unread } from '@/lib/verdict/terms/missing';
import type { BudgetUse } from '@/lib/verdict/terms/types';
import { AppError } from '../../errors';
import { aside } from '../read/single-flight';
import {
  arrivalStep,
  type Doubt,
  type Expected,
  expectedNow,
  missingIn,
  type Newest,
  NO_ARRIVAL_MEMORY,
} from '../steps/arrival';
import type { SamplerPorts, StackSettings } from '../steps/ports';
import { type ArrivalSight, canAsk, lookAt, STORE } from './arrival-sight';

/** About once a minute, right after a scrape of a source has to be there: what is missing is then seen at once. */
const SETTLED_MS = 55_000;
const EVERY_MS = 75_000;
/** One answer without what should be there is a doubt, and the second says so. */
const DOUBT_MS = 10_000;
/** For the end of it. */
const FOUND_MS = 30_000;
const LIMIT_MS = 7_000;
/** Answers that are older say nothing of now. */
const FRESH_MS = 200_000;

/** What the destination itself shows. */
export interface Arrivals {
  /** When the newest own sample of each source was taken; null: it has none of the last hour. Left out: not asked. */
  arrived: Partial<Record<SourceId, number | null>>;
  missing: readonly Missing[];
  /** Why the destination has not said, twice in a row, what it has; null: it has, or is not asked. */
  unread: Unread | null;
  /** Jobs whose `series_limit` leaves samples out, by what the destination has. */
  shedding: NonNullable<BudgetUse['shedding']>;
}

/** Asks the destination once a minute, whoever looks, for what has arrived. Never rejects. */
export function createArrivalWatch(ports: SamplerPorts, onNews: () => void) {
  const reading: Arrivals = { arrived: {}, missing: [], unread: null, shedding: [] };
  let memory = NO_ARRIVAL_MEMORY;
  let now: { settings: StackSettings; expected: Expected | null; sources: SourceId[] } | null = null;
  /** What is asked for, of which programs; what is known is about these. */
  let subject: unknown[] = [];
  let storeStartedAtMs: number | null = null;
  let doubts: readonly Doubt[] = [];
  /** Since the last answer. */
  let refusals = 0;
  /** Scrapes of sources that had to be there at the last tick. */
  let settled = '';
  let known = new Map<SourceId, number>();
  /** The newest scrape of each job at the last answer. */
  const scraped = new Map<ScrapeJob, number>();
  let answeredAtMs = Number.NEGATIVE_INFINITY;

  function forget(): void {
    memory = NO_ARRIVAL_MEMORY;
    doubts = [];
    reading.missing = [];
  }

  const question = aside(ports, LIMIT_MS, async () => {
    if (!now) return;
    const [asked, about] = [now, subject];
    const newest = await ports.readNewest(asked.settings, asked.sources).catch((error: unknown) => {
      if (about === subject) refuse(asked.settings, error);
      throw error;
    });
    if (about !== subject) return;
    refusals = 0;
    reading.unread = null;
    answeredAtMs = ports.steadyNow();
    for (const id of asked.sources) {
      const ownAtMs = newest.get(sourceService(id))?.ownAtMs;
      if (ownAtMs !== undefined) known.set(id, ownAtMs);
    }
    reading.shedding = asked.sources.map(sourceService).flatMap((job) => sheddingOf(job, newest));
    judge(asked, newest);
    show();
    onNews();
  });

  /** One failure is soon over; of the store on this Pi other findings tell. */
  function refuse({ destination }: StackSettings, error: unknown): void {
    refusals += 1;
    // What a file of the stack lacks is said of the file.
    const isRefusal = error instanceof AppError && error.code === 'service-unhealthy';
    if (destination.kind === 'local' || refusals < 2 || !isRefusal) return;
    const { message, hint = '' } = error;
    reading.unread = { message, hint, sinceMs: reading.unread?.sinceMs ?? ports.now() };
    onNews();
  }

  /** The destination tells it for five minutes after a scrape: until the next one it stays as it was. */
  function sheddingOf(job: ScrapeJob, newest: Newest): Arrivals['shedding'] {
    const { scrapedAtMs, limitSeries } = newest.get(job) ?? {};
    const isSameScrape = scrapedAtMs !== undefined && scrapedAtMs === scraped.get(job);
    if (scrapedAtMs !== undefined) scraped.set(job, scrapedAtMs);
    if (limitSeries !== undefined) return [{ job, max: limitSeries }];
    return isSameScrape ? reading.shedding.filter((one) => one.job === job) : [];
  }

  function askAnew(): void {
    refusals = 0;
    reading.unread = null;
    known = new Map();
    answeredAtMs = Number.NEGATIVE_INFINITY;
    question.askAnew();
  }

  function judge({ settings, expected, sources }: NonNullable<typeof now>, newest: Newest): void {
    const seen =
      expected && memory.clearSinceMs === expected.clearSinceMs
        ? missingIn(expected, newest, sources, settings)
        : [];
    const isDoubted = ({ source }: Doubt) =>
      doubts.some((one) => source === null || one.source === null || one.source === source);
    reading.missing = seen
      .filter((doubt) => doubt.isSure && isDoubted(doubt))
      .map(({ isSure: _, ...missing }) => missing);
    doubts = seen;
  }

  function show(): void {
    const isFresh = ports.steadyNow() - answeredAtMs < FRESH_MS;
    // A store that is not heard says nothing, also not that what was missing still is.
    if (!isFresh) {
      reading.missing = [];
      reading.shedding = [];
      doubts = [];
    }
    const sources = isFresh ? (now?.sources ?? []) : [];
    reading.arrived = Object.fromEntries(sources.map((id) => [id, known.get(id) ?? null]));
  }

  function everyMs(): number {
    if (reading.missing.length > 0) return FOUND_MS;
    if (doubts.length > 0) return DOUBT_MS;
    const before = settled;
    const scrapes = now?.sources.map((id) => now?.expected?.scrapes.get(sourceService(id))?.atMs) ?? [];
    settled = scrapes.join();
    return settled === before ? EVERY_MS : SETTLED_MS;
  }

  return {
    reading,
    /** Times from before say nothing of now. */
    onClockSet(): void {
      subject = [];
    },
    tick(sight: ArrivalSight): void {
      const { settings, engine, vmagent } = sight;
      const store = engine.containers?.find(({ service }) => service === STORE);
      const isAsked = canAsk(sight, store);
      storeStartedAtMs = store?.startedAtMs ?? storeStartedAtMs;
      const { startedAtMs = null, configLoadedAtMs = null } = vmagent.metrics ?? {};
      const next = [isAsked, settings, startedAtMs, configLoadedAtMs, storeStartedAtMs];
      if (next.some((one, index) => one !== subject[index])) {
        if (settings !== subject[1]) askAnew();
        subject = next;
        reading.shedding = [];
        forget();
      }
      const sources = sourceIds.filter((id) => settings.enabled.has(sourceService(id)));
      const look = lookAt(sight, ports.now());
      memory = isAsked ? arrivalStep(memory, look) : NO_ARRIVAL_MEMORY;
      if (memory.clearSinceMs === null) forget();
      now = isAsked ? { settings, expected: expectedNow(memory, look), sources } : null;
      if (now) question.ifDue(everyMs());
      show();
    },
  };
}
