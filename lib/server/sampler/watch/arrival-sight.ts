import 'server-only';
import type { DeliverySample } from '@/lib/schemas/delivery';
import type { BufferSample, ServiceName, SourceSample } from '@/lib/schemas/snapshot';
import type { Drift } from '@/lib/verdict/terms/upkeep';
import type { EngineReading } from '../read/engine-reader';
import type { VmagentReading } from '../read/vmagent-reader';
import type { ArrivalLook } from '../steps/arrival';
import type { DeliveryMemory } from '../steps/delivery';
import type { ContainerSample, StackSettings } from '../steps/ports';

/** The store shows a new series after 10 s. A cloud takes longer, and its clock is another. */
const SETTLE_MS = 20_000;
const SETTLE_OUTSIDE_MS = 60_000;

export const STORE = 'victoria-metrics' satisfies ServiceName;
/** A request that takes longer is a destination that hangs. */
const HANGING_MS = 5_000;

export interface ArrivalSight {
  settings: StackSettings;
  engine: EngineReading;
  vmagent: VmagentReading;
  delivery: DeliveryMemory;
  sample: Pick<DeliverySample, 'state' | 'failure'>;
  trend: BufferSample['trend'];
  sources: readonly SourceSample[];
  drift: readonly Drift[];
  /** The panel itself changes the pipeline: what runs is not as the files say for a while. */
  isChanging: boolean;
}

/** Where vmagent may fill in, or read as a text, what the panel reads otherwise, the name is not known. */
export const isKnownName = (cluster: string | null) =>
  cluster === null || !(cluster.includes('%{') || Number.isFinite(Number(cluster)));

const isGiving = ({ state, parts = [] }: SourceSample) =>
  state === 'flowing' || (state === 'incomplete' && parts.some((part) => part.state === 'flowing'));

/** One moment, as the arrival is judged by it. */
export function lookAt(
  { settings, vmagent, delivery, sample, trend, sources, drift, isChanging }: ArrivalSight,
  nowMs: number,
): ArrivalLook {
  const { history, unansweredSinceMs, failuresSinceSuccess } = delivery;
  const isHanging = unansweredSinceMs !== null && nowMs - unansweredSinceMs >= HANGING_MS;
  // vmagent's own brake throws away what is then missed.
  const isBraked = history.some(({ by }) => by.brakedRows > 0);
  const isFailing = sample.failure !== null || failuresSinceSuccess > 0;
  const isDelivered = sample.state === 'delivering' && !isFailing && trend === 'idle';
  const isAsWritten = !isChanging && !drift.some(({ service }) => service === 'vmagent');
  return {
    nowMs,
    isClear: isDelivered && !isHanging && !isBraked && isAsWritten,
    targets: vmagent.targets,
    settleMs: settings.destination.kind === 'local' ? SETTLE_MS : SETTLE_OUTSIDE_MS,
    giving: sources.filter(isGiving).map(({ id }) => id),
    history,
  };
}

/** Whether the destination can be asked what it has of this Pi. @param store its container; undefined: not known, or none */
export function canAsk({ settings, vmagent }: ArrivalSight, store: ContainerSample | undefined): boolean {
  const { destination, cluster, isRead } = settings;
  const canAnswer =
    destination.kind === 'local'
      ? // By hand it may lead elsewhere, whatever the forms show.
        URL.parse(destination.url)?.hostname === STORE &&
        // While the engine does not tell, it may be another store than before.
        store?.state === 'running'
      : // Without a name, what another Pi sends there would be taken for what this one does.
        isRead && cluster !== null;
  return canAnswer && vmagent.metrics !== null && isKnownName(cluster);
}
