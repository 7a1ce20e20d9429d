import 'server-only';
import { limitsAt } from '@/lib/budget';
import { intervalsInForce } from '@/lib/next-delivery';
import { sourceService } from '@/lib/pipeline/components';
import type { DeliverySample } from '@/lib/schemas/delivery';
import type { ServiceName, ServiceSample, SourceId } from '@/lib/schemas/snapshot';
import type { ImpostorSighting, Pipeline, VerdictContext } from '@/lib/verdict/terms/types';
import { deliveryCause } from '../vmagent/cause';
import type { DeliveryWords } from '../vmagent/log';
import type { EngineReading } from './read/engine-reader';
import { type VmagentReading, vmagentSample } from './read/vmagent-reader';
import { type Blindness, sourceSamples, targetSamples } from './sources/sources';
import { withArrivals, withMissing } from './steps/arrival-shown';
import { type BudgetMemory, budgetReading } from './steps/budget';
import { type BufferMemory, bufferSample } from './steps/buffer';
import { type DeliveryMemory, deliverySample } from './steps/delivery';
import { withEvidence } from './steps/evidence';
import { pausedUntil } from './steps/failure';
import { type Meter, spendingOf } from './steps/meter';
import type { StackSettings } from './steps/ports';
import { disksAway, type RestartMemory, serviceSamples } from './steps/services';
import { slowness } from './steps/slow';
import type { Arrivals } from './watch/arrival-watch';
import type { Diagnosis } from './watch/doctor';
import type { Surroundings } from './watch/surroundings';

export interface Parts extends Diagnosis, Surroundings, Arrivals {
  settings: StackSettings;
  engine: EngineReading;
  vmagent: VmagentReading;
  delivery: DeliveryMemory;
  buffer: BufferMemory;
  lateSeconds: number | null;
  beingStarted: VerdictContext['beingStarted'];
  telling: VerdictContext['telling'];
  backups: VerdictContext['backups'];
  meters: ReadonlyMap<SourceId, Meter>;
  impostor: ImpostorSighting | null;
  /** Why a source whose exporter answers has nothing of its own kind. */
  empty: Partial<Record<SourceId, string>>;
  budget: BudgetMemory;
}

/** The shortest scrape interval in force, in seconds; null while no target tells one. */
export function fastestInterval({ targets }: VmagentReading): number | null {
  return intervalsInForce(targets)?.fastest ?? null;
}

function stackOf({ engine, settings }: Parts): Pipeline['stack'] {
  if (engine.containers === null) return 'unknown';
  // The panel's own container is there before the pipeline is.
  if (engine.containers.some(({ service }) => service !== 'weir')) return 'present';
  return settings.wasSetUp ? 'gone' : 'absent';
}

function restartCounts(restarts: RestartMemory): VerdictContext['restarts'] {
  const counts: Partial<Record<ServiceName, number>> = {};
  for (const [service, { seenAtMs }] of restarts) if (seenAtMs.length > 0) counts[service] = seenAtMs.length;
  return counts;
}

function withWords(sample: DeliverySample, words: DeliveryWords | null): DeliverySample {
  if (!sample.failure || !words) return sample;
  const { message, retrySeconds } = words;
  const cause = deliveryCause(sample.failure.kind, message);
  return { ...sample, failure: { ...sample.failure, message, retrySeconds, cause } };
}

/** What an exporter's log says comes first: it is the cause. */
function withEmpty({ blindness, empty }: Parts): Blindness {
  const causes = Object.entries(blindness).filter(([, blind]) => blind);
  const emptied = Object.entries(empty).map(([source, words]) => [source, { words }]);
  return { ...blindness, ...Object.fromEntries([...emptied, ...causes]) };
}

/** A 2XX of something else than the destination is no delivery. */
function withImpostor(sample: DeliverySample, impostor: ImpostorSighting | null): DeliverySample {
  if (!impostor) return sample;
  const { lastSuccessAtMs } = sample;
  const isSince = lastSuccessAtMs !== null && lastSuccessAtMs >= impostor.sinceMs;
  return { ...sample, state: 'losing', lastSuccessAtMs: isSince ? impostor.sinceMs : lastSuccessAtMs };
}

function budgetUse({ budget, settings, shedding }: Parts, nowMs: number): VerdictContext['budget'] {
  const { series, isAggregated, pointsPerMinute, maxSeries: brakeSeries } = budgetReading(budget, nowMs);
  const limits = limitsAt(settings.plan, settings.destination.kind);
  const isShedding = shedding.length > 0;
  return { series, isAggregated, pointsPerMinute, brakeSeries, limits, ...(isShedding && { shedding }) };
}

/** Of the sources that are on. */
const spendings = ({ meters, settings: { enabled, prices } }: Parts): VerdictContext['spending'] =>
  [...meters].flatMap(([id, meter]) =>
    enabled.has(sourceService(id)) ? (spendingOf(id, meter, prices) ?? []) : [],
  );

/** Nothing can arrive at a store that does not run: the last success, a moment ago, would go on saying so. */
function withStore(
  sample: DeliverySample,
  services: readonly ServiceSample[],
  { settings, engine }: Parts,
): DeliverySample {
  if (settings.destination.kind !== 'local' || engine.containers === null) return sample;
  const store = services.find(({ name }) => name === 'victoria-metrics');
  const isAway = store?.enabled && store.state !== 'running' && store.state !== 'restarting';
  return isAway && sample.state === 'delivering' ? { ...sample, state: 'waiting' } : sample;
}

/** One pipeline from all that was read, and what its verdict needs besides. Pure. */
export function assemble(
  parts: Parts,
  nowMs: number,
): { pipeline: Pipeline; context: Omit<VerdictContext, 'previous'> } {
  const { settings, engine, vmagent } = parts;
  const isUp = vmagent.metrics !== null;
  const fastest = fastestInterval(vmagent);
  const targets = targetSamples(vmagent.targets);
  const words = parts.deliveryWords;
  const { sample, loss, brake, failingSinceMs } = deliverySample(
    parts.delivery,
    isUp,
    nowMs,
    fastest,
    pausedUntil(words),
  );
  const seen = serviceSamples(engine.containers, engine.usage, settings);
  const impostor = sample.state === 'delivering' ? parts.impostor : null;
  const missing = sample.state === 'delivering' ? parts.missing : [];
  const delivery = withStore(
    withMissing(withImpostor(withWords(sample, words), impostor), missing, settings.destination),
    seen,
    parts,
  );
  const services = withEvidence(
    seen,
    { metrics: vmagent.metrics, targets: vmagent.targets, delivery, destination: settings.destination },
    nowMs,
  );
  return {
    pipeline: {
      atMs: nowMs,
      cluster: settings.cluster,
      stack: stackOf(parts),
      engine: engine.engine,
      services,
      vmagent: vmagentSample(vmagent, engine.containers, nowMs),
      destination: settings.destination,
      sources: withArrivals(
        sourceSamples(targets, services, settings.enabled, withEmpty(parts), isUp, parts.tellings),
        parts.arrived,
        missing,
      ),
      targets,
      delivery,
      buffer: bufferSample(
        parts.buffer,
        vmagent.metrics,
        parts.delivery.history,
        delivery.state,
        settings.bufferCapBytes,
        nowMs,
      ),
    },
    context: {
      loss,
      brake,
      impostor,
      missing,
      ...(sample.state === 'delivering' && parts.unread && { unread: parts.unread }),
      slowness: slowness(parts.delivery, nowMs),
      outrunSinceMs: parts.buffer.outrunSinceMs,
      crash: parts.crash,
      ...disksAway(engine.containers),
      failingSinceMs,
      restarts: restartCounts(engine.restarts),
      outOfMemory: parts.outOfMemory,
      missingImages: parts.missingImages,
      notStarted: parts.notStarted,
      silences: parts.silences,
      host: parts.host,
      clockAheadSeconds: parts.clockAheadSeconds,
      drift: parts.drift,
      lateSeconds: parts.lateSeconds,
      beingStarted: parts.beingStarted,
      fileProblem: settings.problem,
      notUnderstood: settings.notUnderstood,
      hasNoTargets: isUp && vmagent.error === null && vmagent.targets.length === 0,
      configError: parts.configMessage,
      spending: spendings(parts),
      ...(parts.grafana && { grafana: parts.grafana }),
      ...(parts.telling && { telling: parts.telling }),
      ...(parts.backups && { backups: parts.backups }),
      ...(isUp && { budget: budgetUse(parts, nowMs) }),
    },
  };
}
