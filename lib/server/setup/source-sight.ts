import 'server-only';
import { listed } from '@/lib/english';
import { sourceService, sourceWords } from '@/lib/pipeline/components';
import type { ServiceName, SourceId } from '@/lib/schemas/snapshot';
import { listContainers, type ServiceContainer } from '../docker/containers';
import { tailLogs } from '../docker/logs';
import { readExporter } from '../live/exporter';
import { createSettingsReader } from '../live/stack-settings';
import { besideOf } from '../sampler/sources/eye';
import { eyes } from '../sampler/sources/eyes';
import type { StackSettings } from '../sampler/steps/ports';
import type { StepReport } from '../tasks/tasks';
import { readTargets } from '../vmagent/client';
import type { ScrapeTarget } from '../vmagent/targets';
import { until } from '../wait';
import { silentOf } from './first-scrape';

const EVERY_MS = 2000;
/** cAdvisor takes longest to say for sure that it sees nothing; see `sampler/sources/eye.ts`. */
const LIMIT_MS = 3 * 60_000;
/** The first round of an exporter that starts, or that reads another key, may tell of what is over a moment later. */
const HELD_MS = 20_000;
const TAIL = 200;

interface Seen {
  containers: readonly ServiceContainer[];
  targets: readonly ScrapeTarget[];
  settings: StackSettings;
}

/** Why a source gives nothing, in plain words; null: it gives its data; undefined: that is not known yet. */
type Sight = string | null | undefined;
type Eye = (seen: Seen) => Promise<Sight>;

/**
 * The facts of the finding `source-blind`, asked for at once and more often. vmagent need not have asked yet: it spreads
 * its first scrapes over the interval.
 */
function eyeOf(source: SourceId): Eye {
  const { contents, follow } = eyes[source];
  const follower = follow?.();
  const service = sourceService(source);
  return async ({ containers, targets, settings }) => {
    const nowMs = Date.now();
    const target = targets.find(({ job, state }) => job === service && state === 'up');
    if (follower) {
      if (follower.asks) follower.asks.hear(await readExporter(source), nowMs);
      const lines = await tailLogs(service, { tail: TAIL });
      const clockSeconds = settings.clockSeconds[source];
      const sight = follower.sight({ lines, target, isRunning: true, clockSeconds, nowMs });
      if (sight !== null) return sight?.words;
    }
    if (contents === null) return null;
    const beside = besideOf(service, containers, target?.samples ?? null, nowMs);
    return contents(await readExporter(source))(beside);
  };
}

/** A source that vmagent could not read, at two tries in a row where there were two. */
interface Silent {
  service: ServiceName;
  lastError: string;
}

export interface Sights {
  silent: Silent[];
  /** Sources that answer and have nothing of their own kind, with the reason. */
  blind: { source: SourceId; words: string }[];
  /** Sources of which nothing is known after three minutes. */
  unknown: SourceId[];
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
  const blind: Sights['blind'] = [];
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
      eye.blindMs = typeof sight === 'string' ? eye.blindMs || performance.now() : 0;
      const isSure = eye.blindMs > 0 && performance.now() - eye.blindMs >= HELD_MS;
      if (typeof sight === 'string' && isSure) blind.push({ source, words: sight });
      if (sight === null || isSure) open.delete(source);
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
  const missing = silent.length + blind.length + open.size;
  report.detail(
    missing === 0
      ? 'Every source gives data.'
      : `${sources.length - missing} of ${sources.length} sources give data.`,
  );
  return { silent, blind, unknown: [...open.keys()] };
}

const newLook = (source: SourceId) => ({
  look: eyeOf(source),
  blindMs: 0,
  /** The first of the scrapes in a row that failed. */
  missed: null as (Silent & { atMs: number }) | null,
});

const names = (sources: readonly SourceId[]) => listed(sources.map(sourceWords));
