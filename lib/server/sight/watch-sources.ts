import 'server-only';
import { listed } from '@/lib/english';
import { sourceService, sourceWords } from '@/lib/pipeline/components';
import type { ServiceName, SourceId, SourcePart } from '@/lib/schemas/snapshot';
import { missingParts } from '@/lib/verdict/terms/parts';
import { listContainers, type ServiceContainer } from '../docker/containers';
import { tailLogs } from '../docker/logs';
import { besideOf, SETTLED_MS } from '../sampler/eye/eye';
import { eyes } from '../sampler/sources/eyes';
import type { StackSettings } from '../sampler/steps/ports';
import type { StepReport } from '../tasks/tasks';
import { readTargets } from '../vmagent/client';
import type { ScrapeTarget } from '../vmagent/targets';
import { until } from '../wait';
import { readExporter } from './exporter';
import { givenWords } from './given';
import { silentOf } from './silent';
import { createSettingsReader } from './stack-settings';

const EVERY_MS = 2000;
/** The first round of an exporter that starts, or that reads another key, may tell of what is over a moment later. */
const HELD_MS = 20_000;
/** What is not answered on a busy machine, or is answered late, is asked again. */
const SPARE_MS = 70_000;
/** Four minutes: cAdvisor takes longest to say for sure that it sees nothing. */
const LIMIT_MS = SETTLED_MS + HELD_MS + SPARE_MS;
const TAIL = 1000;

interface Seen {
  containers: readonly ServiceContainer[];
  targets: readonly ScrapeTarget[];
  settings: StackSettings;
}

/** What a source gives, or why it gives nothing or not all, in plain words; undefined: that is not known yet. */
type Sight =
  | { state: 'given'; parts: readonly SourcePart[] }
  | { state: 'missing' | 'blind'; words: string }
  | undefined;
const GIVEN: Sight = { state: 'given', parts: [] };
type Eye = (seen: Seen) => Promise<Sight>;

/**
 * The facts of the finding `source-blind`, asked for at once and more often. vmagent need not have asked yet: it spreads
 * its first scrapes over the interval.
 */
function eyeOf(source: SourceId): Eye {
  const { contents, follow, query } = eyes[source];
  let askedMs = Number.NEGATIVE_INFINITY;
  const follower = follow?.();
  const service = sourceService(source);
  return async ({ containers, targets, settings }) => {
    const nowMs = Date.now();
    const target = targets.find(({ job, state }) => job === service && state === 'up');
    if (follower) {
      const everyMs = follower.asks.everyMs();
      if (everyMs !== null && performance.now() - askedMs >= everyMs) {
        askedMs = performance.now();
        follower.asks.hear(await readExporter(source, follower.asks.query), nowMs);
      }
      const lines = await tailLogs(service, { tail: TAIL });
      const look = {
        lines,
        target,
        isRunning: true,
        startedAtMs: containers.find((one) => one.service === service)?.startedAtMs ?? null,
        expected: settings.expected[source] ?? [],
        clockSeconds: settings.clockSeconds[source],
        nowMs,
      };
      const sight = follower.sight(look);
      if (sight === undefined) return undefined;
      if (sight !== null) return { state: 'blind', words: sight.words };
      const parts = follower.tells(look).parts ?? [];
      if (parts.some(({ state }) => state === 'pending')) return undefined;
      const missing = missingParts(parts).map(({ title }) => title);
      if (missing.length > 0) return { state: 'missing', words: missing.join(' ') };
      if (parts.length > 0) return { state: 'given', parts };
    }
    if (contents === null) return GIVEN;
    const beside = besideOf(service, containers, target?.samples ?? null, nowMs);
    const words = contents(await readExporter(source, query))(beside);
    if (words === undefined) return undefined;
    return words === null ? GIVEN : { state: 'blind', words };
  };
}

/** A source that vmagent could not read, at two tries in a row where there were two. */
interface Silent {
  service: ServiceName;
  lastError: string;
}

export interface Sights {
  /** What sources give that tell of their parts, a sentence or more each. */
  given: string[];
  silent: Silent[];
  /** Sources that answer and have nothing of their own kind, with the reason. */
  blind: OfSource[];
  /** What is missing of sources that give something, and why. */
  missing: OfSource[];
  /** Sources of which nothing is known after four minutes. */
  unknown: SourceId[];
}

interface OfSource {
  source: SourceId;
  words: string;
}

/**
 * Waits until it is known of each source whether it gives data of its own kind; an exporter that answers may have
 * nothing but figures of itself. Seconds where all is well. On a busy machine an exporter that starts may miss one
 * scrape; what misses the next one too is silent.
 * @param sinceMs earlier scrapes do not count
 */
export async function watchSources(
  sources: readonly SourceId[],
  sinceMs: number,
  report: StepReport,
  signal: AbortSignal,
): Promise<Sights> {
  const open = new Map(sources.map((source) => [source, newLook(source)]));
  const silent: Silent[] = [];
  const known = new Map<SourceId, { sight: NonNullable<Sight>; words: string }>();
  const readSettings = createSettingsReader();
  const isKnown = async () => {
    const seen: Seen = {
      containers: await listContainers().catch(() => []),
      targets: await readTargets().catch(() => []),
      settings: await readSettings(),
    };
    for (const [source, eye] of open) {
      const [missed] = silentOf([sourceService(source)], seen.targets, sinceMs);
      if (missed) {
        if (eye.missed && eye.missed.atMs < missed.atMs) {
          silent.push(missed);
          open.delete(source);
        }
        eye.missed ??= missed;
        continue;
      }
      eye.missed = null;
      // What does not answer now may answer next time.
      const sight = await eye.look(seen).catch((): Sight => undefined);
      const isBad = sight !== undefined && sight.state !== 'given';
      eye.badMs = isBad ? eye.badMs || performance.now() : 0;
      if (sight === undefined || (isBad && performance.now() - eye.badMs < HELD_MS)) continue;
      const seconds = Math.max(1, Math.round((Date.now() - sinceMs) / 1000));
      const words =
        sight.state !== 'given'
          ? sight.words
          : sight.parts.length > 0
            ? givenWords(source, sight.parts, seconds)
            : '';
      known.set(source, { sight, words });
      open.delete(source);
    }
    report.progress(sources.length - open.size, Math.max(sources.length, 1), 'steps');
    if (open.size > 0) report.detail(`Waiting for data of ${names([...open.keys()])}`);
    return open.size === 0;
  };
  await until(isKnown, { everyMs: EVERY_MS, atMostMs: LIMIT_MS, signal });
  for (const [source, { missed }] of open) {
    if (!missed) continue;
    silent.push(missed);
    open.delete(source);
  }
  const of = (state: NonNullable<Sight>['state']): OfSource[] =>
    sources.flatMap((source) => {
      const { sight, words } = known.get(source) ?? {};
      return sight?.state === state && words !== undefined ? [{ source, words }] : [];
    });
  const given = of('given').flatMap(({ words }) => words || []);
  const [blind, missing] = [of('blind'), of('missing')];
  const without = silent.length + blind.length + open.size;
  const first =
    without + missing.length === 0
      ? 'Every source gives data.'
      : `${sources.length - without} of ${sources.length} sources give data.${missing.length > 0 ? ' Not all of them give all.' : ''}`;
  report.detail([first, ...given].join(' '));
  return { given, silent, blind, missing, unknown: [...open.keys()] };
}

const newLook = (source: SourceId) => ({
  look: eyeOf(source),
  badMs: 0,
  /** The first of the scrapes in a row that failed. */
  missed: null as (Silent & { atMs: number }) | null,
});

/** Null where it is known of all. */
export function unknownWords(sources: readonly SourceId[]): string | null {
  if (sources.length === 0) return null;
  return `Whether data of ${names(sources)} arrives is not known yet; the overview shows it.`;
}

const names = (sources: readonly SourceId[]) => listed(sources.map(sourceWords));
