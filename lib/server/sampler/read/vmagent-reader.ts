import 'server-only';
import type { VmagentSample } from '@/lib/schemas/snapshot';
import { asAppError } from '../../errors';
import type { VmagentMetrics } from '../../vmagent/metrics';
import type { ScrapeTarget } from '../../vmagent/targets';
import type { ContainerSample, SamplerPorts } from '../steps/ports';

export interface VmagentReading {
  /** Null: it did not answer the last time. */
  metrics: VmagentMetrics | null;
  targets: ScrapeTarget[];
  /** The last failure, for the log. */
  error: string | null;
  /** False until the first look has ended: no metrics say nothing then. */
  isKnown: boolean;
}

/** A fresh container may take this long before it answers; on a Pi that boots, all start at once. */
const STARTING_MS = 30_000;

/** Asks vmagent, one question at a time. Never rejects; takes no longer than the time limit of its two questions. */
export function createVmagentReader(ports: SamplerPorts) {
  const reading: VmagentReading = { metrics: null, targets: [], error: null, isKnown: false };
  let misses = 0;

  return {
    reading,
    async tick(): Promise<void> {
      let metrics: VmagentMetrics;
      try {
        metrics = await ports.readMetrics();
        misses = 0;
      } catch (error) {
        const { code, message } = asAppError(error);
        misses += 1;
        reading.error = message;
        // A single answer that comes late, on a busy Pi, is not yet a vmagent that is down.
        if (code === 'timeout' && misses === 1) return;
        Object.assign(reading, { metrics: null, targets: [], isKnown: true });
        return;
      }
      let error: string | null = null;
      const targets = await ports.readTargets().catch((failure: unknown) => {
        error = asAppError(failure).message;
        return reading.targets;
      });
      // Together: what looks in between must not take a vmagent whose targets come next for one without targets.
      Object.assign(reading, { metrics, targets, error, isKnown: true });
    },
  };
}

/** vmagent's state from its answers, and where it gives none from its container. Pure. */
export function vmagentSample(
  reading: VmagentReading,
  containers: readonly ContainerSample[] | null,
  nowMs: number,
): VmagentSample {
  const { metrics } = reading;
  if (metrics) {
    const { version, startedAtMs, configOk, aggregationOk } = metrics;
    return { state: 'up', version, startedAtMs, configOk, aggregationOk };
  }
  const unknown = { version: null, startedAtMs: null, configOk: null, aggregationOk: null };
  const container = containers?.find(({ service }) => service === 'vmagent');
  if (containers && !container) return { ...unknown, state: 'absent' };
  const isYoung =
    container?.state === 'running' &&
    container.startedAtMs !== null &&
    nowMs - container.startedAtMs < STARTING_MS;
  return { ...unknown, state: isYoung ? 'starting' : 'down' };
}
