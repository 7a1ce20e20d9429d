import type { Tone } from '@/components/ui/tone';
import type { Snapshot } from '@/lib/schemas/snapshot';

export interface Wire {
  /** Samples a second; decides the thickness. */
  rate: number | null;
  /** `flow`: data moves. `rest`: nothing to move. `held`: it waits. `lost`: it is thrown away. `unknown`: cannot be told. */
  state: 'flow' | 'rest' | 'held' | 'lost' | 'unknown' | 'none';
}

export interface FlowModel {
  /** One line a source, in their order. */
  sources: Wire[];
  toBuffer: Wire;
  toDestination: Wire;
  collector: { tone: Tone; word: string };
  destination: { tone: Tone; word: string };
  /** Share of the cap that is full, 0–1; null when either is unknown. */
  level: number | null;
  isOverflowing: boolean;
}

const SOURCE_WIRES: Record<Snapshot['sources'][number]['state'], Wire['state']> = {
  flowing: 'flow',
  idle: 'flow',
  incomplete: 'flow',
  blind: 'held',
  down: 'lost',
  pending: 'rest',
  unknown: 'unknown',
  off: 'none',
};

const COLLECTOR: Record<Snapshot['vmagent']['state'], FlowModel['collector']> = {
  up: { tone: 'arriving', word: 'Collecting' },
  starting: { tone: 'unknown', word: 'Starting' },
  down: { tone: 'losing', word: 'Stopped' },
  absent: { tone: 'unknown', word: 'Not there' },
};

const DESTINATION: Record<Snapshot['delivery']['state'], { tone: Tone; word: string; wire: Wire['state'] }> =
  {
    delivering: { tone: 'arriving', word: 'Taking data', wire: 'flow' },
    starting: { tone: 'unknown', word: 'Not asked yet', wire: 'rest' },
    waiting: { tone: 'waiting', word: 'Not taking data', wire: 'held' },
    losing: { tone: 'losing', word: 'Data is lost', wire: 'lost' },
    stalled: { tone: 'waiting', word: 'Silent', wire: 'held' },
    unknown: { tone: 'unknown', word: 'Unknown', wire: 'unknown' },
  };

/** What the flow shows, from a snapshot. Pure. */
export function flowModel(snapshot: Snapshot): FlowModel {
  const { delivery, buffer, vmagent } = snapshot;
  const isUp = vmagent.state === 'up';
  const sources = snapshot.sources.map(({ state, samplesPerSecond }) => ({
    rate: samplesPerSecond,
    state: SOURCE_WIRES[state],
  }));
  const all = mergeWires(sources);
  const { wire, ...destination } = DESTINATION[delivery.state];
  return {
    sources,
    toBuffer: { rate: all.rate, state: isUp ? (all.state === 'flow' ? 'flow' : 'rest') : 'unknown' },
    toDestination: { rate: delivery.samplesPerSecond, state: wire },
    collector: collectorLook(snapshot),
    destination,
    level: buffer.bytes === null || !buffer.capBytes ? null : Math.min(1, buffer.bytes / buffer.capBytes),
    isOverflowing: delivery.state === 'losing' && delivery.failure?.kind !== 'rejected',
  };
}

function collectorLook(snapshot: Snapshot): FlowModel['collector'] {
  if (isUnknown(snapshot)) return { tone: 'unknown', word: 'Unknown' };
  const service = snapshot.services.find(({ name }) => name === 'vmagent');
  if (snapshot.vmagent.state === 'down' && service?.state === 'paused')
    return { tone: 'losing', word: 'Paused' };
  if (snapshot.vmagent.state === 'down' && service?.state === 'running')
    return { tone: 'losing', word: 'Silent' };
  if (snapshot.vmagent.state === 'up' && snapshot.targets.length === 0)
    return { tone: 'unknown', word: 'No targets' };
  return COLLECTOR[snapshot.vmagent.state];
}

/** vmagent does not answer and the engine cannot say why: it may even be well. */
function isUnknown({ vmagent, engine }: Snapshot): boolean {
  return engine.state !== 'up' && vmagent.state !== 'up';
}

const STRONGEST_FIRST: Wire['state'][] = ['flow', 'lost', 'held', 'unknown', 'rest', 'none'];

/** Several lines as one: what flows in it, or else the worst that stops it. */
export function mergeWires(wires: Wire[]): Wire {
  const flowing = wires.filter(({ state }) => state === 'flow');
  return {
    rate: flowing.reduce((sum, { rate }) => sum + (rate ?? 0), 0),
    state: STRONGEST_FIRST.find((state) => wires.some((wire) => wire.state === state)) ?? 'none',
  };
}

const THINNEST = 2;
const THICKEST = 12;

/**
 * Thickness of a line in px for a rate in samples a second. Logarithmic, since sources differ by a thousand times:
 * 1/s is 3.5, 100/s is 7, 1,000/s is 9.
 */
export function wireWidth(rate: number | null): number {
  if (!rate || rate <= 0) return THINNEST;
  return Math.min(THICKEST, THINNEST + 2.3 * Math.log10(1 + rate * 3));
}

/** Room in the buffer as words; null when there is nothing to say. */
export function bufferOutlook(
  { trend, secondsToFull, secondsToDrain, offlineSeconds }: Snapshot['buffer'],
  duration: (seconds: number) => string,
): string | null {
  if (trend === 'filling')
    return secondsToFull === null ? 'Filling' : `Filling, room for ${duration(secondsToFull)}`;
  if (trend === 'draining') {
    return secondsToDrain === null ? 'Draining' : `Draining, ${duration(secondsToDrain)} to go`;
  }
  if (trend === 'idle') return offlineSeconds === null ? 'At rest' : `Room for ${duration(offlineSeconds)}`;
  return null;
}
