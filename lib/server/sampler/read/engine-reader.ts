import 'server-only';
import type { EngineSample } from '@/lib/schemas/snapshot';
import { asAppError } from '../../errors';
import type { ContainerSample, SamplerPorts } from '../steps/ports';
import { type RestartMemory, restartsStep, type Usage, usageStep } from '../steps/services';
import { UNKNOWN_ENGINE } from '../steps/unknown-snapshot';
import { singleFlight, within } from './single-flight';

export interface EngineReading {
  engine: EngineSample;
  /** The last list that was had; null before the first. Stale while the engine is away: `engine` says so. */
  containers: ContainerSample[] | null;
  usage: ReadonlyMap<string, Usage>;
  restarts: RestartMemory;
}

const LIMIT_MS = 5000;
/** Events tell what changes; the list is read anew now and then for what they may have missed. */
const LIST_WATCHED_MS = 10_000;
const LIST_IDLE_MS = 60_000;
const STATS_WATCHED_MS = 4000;
/** While nobody looks CPU and memory are only read for the recording, with each fourth idle tick. */
const STATS_IDLE_MS = 55_000;
const FIRST_PAUSE_MS = 1000;
const MAX_PAUSE_MS = 15_000;

/**
 * Reads the engine: containers when they change, and their use. Never rejects. An engine may
 * take a second for the use of containers, so that is read aside and `onNews` tells when it is there.
 */
export function createEngineReader(ports: SamplerPorts, onNews: () => void) {
  const reading: EngineReading = {
    engine: { ...UNKNOWN_ENGINE, message: 'Not asked yet.' },
    containers: null,
    usage: new Map(),
    restarts: new Map(),
  };
  let listedAtMs = Number.NEGATIVE_INFINITY;
  let statsAtMs = Number.NEGATIVE_INFINITY;
  let retryAtMs = Number.NEGATIVE_INFINITY;
  let pauseMs = FIRST_PAUSE_MS;

  function lost(engine: EngineSample): void {
    reading.engine = engine;
    reading.usage = new Map();
    listedAtMs = Number.NEGATIVE_INFINITY;
    retryAtMs = ports.steadyNow() + pauseMs;
    pauseMs = Math.min(pauseMs * 2, MAX_PAUSE_MS);
  }

  const list = singleFlight(async () => {
    try {
      const engine = await within(ports.engineInfo(), LIMIT_MS + 1000);
      if (engine.state !== 'up') return lost(engine);
      reading.containers = await within(ports.listContainers(), LIMIT_MS);
      reading.engine = engine;
      reading.restarts = restartsStep(reading.restarts, reading.containers, ports.steadyNow());
      listedAtMs = ports.steadyNow();
      pauseMs = FIRST_PAUSE_MS;
    } catch (error) {
      const { code, message } = asAppError(error);
      lost({
        ...UNKNOWN_ENGINE,
        state: code === 'docker-denied' ? 'denied' : 'unreachable',
        message,
        hasMemoryCgroup: reading.engine.hasMemoryCgroup,
      });
    }
  });

  const stats = singleFlight(async () => {
    statsAtMs = ports.steadyNow();
    try {
      reading.usage = usageStep(reading.usage, await within(ports.readStats(), LIMIT_MS));
      onNews();
    } catch {
      // The next list says what is wrong with the engine; without figures these are unknown.
      reading.usage = new Map();
      listedAtMs = Number.NEGATIVE_INFINITY;
    }
  });

  return {
    reading,
    /** What is due by the clock. */
    async tick(isWatched: boolean): Promise<void> {
      const nowMs = ports.steadyNow();
      const everyMs = isWatched ? LIST_WATCHED_MS : LIST_IDLE_MS;
      if (nowMs - listedAtMs >= everyMs && nowMs >= retryAtMs) await list();
      const statsEveryMs = isWatched ? STATS_WATCHED_MS : STATS_IDLE_MS;
      if (reading.engine.state === 'up' && ports.steadyNow() - statsAtMs >= statsEveryMs) void stats();
    },
    /** The containers now, whatever the clock says: something has happened. */
    list,
  };
}
