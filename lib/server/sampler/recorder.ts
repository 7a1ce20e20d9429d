import 'server-only';
import type { Snapshot } from '@/lib/schemas/snapshot';
import { PARTS_STEP_MS, type PartSeries, partName, type Rings, STEP_MS } from '../recording/rings';
import type { EngineReading } from './read/engine-reader';
import type { ContainerStats } from './steps/ports';
import { type Usage, usageStep } from './steps/services';

/** A reading older than this says nothing of the minute that it is written down for. */
const STALE_MS = 1.5 * PARTS_STEP_MS;

export interface Recorder {
  /** True when a step has begun for which nothing was written down yet. */
  isDue(nowMs: number): boolean;
  record(snapshot: Snapshot, engine: EngineReading, temperatureCelsius: number | null, nowMs: number): void;
}

/** Writes what was sampled into the rings, once a step. */
export function createRecorder({ pipeline, parts }: Rings): Recorder {
  let step = 0;
  let minute = 0;
  let usage: ReadonlyMap<string, Usage> = new Map();
  /** Targets that were seen down within this minute: a short fall must not be missed. */
  let fallen = new Set<string>();

  function targetValues({ targets }: Snapshot, into: Map<string, number | null>): void {
    for (const { job, instance, state, durationSeconds } of targets) {
      const up = partName({ kind: 'up', job, instance });
      if (state === 'down') fallen.add(up);
      into.set(up, fallen.has(up) ? 0 : state === 'up' ? 1 : null);
      into.set(partName({ kind: 'seconds', job, instance }), state === 'up' ? durationSeconds : null);
    }
  }

  /** Over the whole minute, whatever was read in between for those who watch. */
  function serviceValues(engine: EngineReading, into: Map<string, number | null>, nowMs: number): void {
    const fresh = new Map<string, ContainerStats>();
    for (const [id, { stats }] of engine.usage) {
      if (Math.abs(nowMs - stats.atMs) < STALE_MS) fresh.set(id, stats);
    }
    usage = usageStep(usage, fresh);
    for (const { containerId, service } of engine.containers ?? []) {
      const used = usage.get(containerId);
      const name = (kind: 'cpu' | 'memory'): string => partName({ kind, service } satisfies PartSeries);
      into.set(name('cpu'), used?.cpuPercent ?? null);
      into.set(name('memory'), used?.stats.memoryBytes ?? null);
    }
  }

  return {
    isDue: (nowMs) => Math.floor(nowMs / STEP_MS) !== step,
    record(snapshot, engine, temperatureCelsius, nowMs) {
      const { delivery, buffer, targets, vmagent } = snapshot;
      const isUp = vmagent.state === 'up';
      step = Math.floor(nowMs / STEP_MS);
      pipeline.push(
        nowMs,
        new Map(
          Object.entries({
            samplesPerSecond: delivery.samplesPerSecond,
            bytesPerSecond: delivery.bytesPerSecond,
            bufferBytes: buffer.bytes,
            targetsUp: isUp ? targets.filter(({ state }) => state === 'up').length : null,
            temperatureCelsius,
          }),
        ),
      );
      const values = new Map<string, number | null>();
      const isNewMinute = Math.floor(nowMs / PARTS_STEP_MS) !== minute;
      if (isNewMinute) {
        minute = Math.floor(nowMs / PARTS_STEP_MS);
        fallen = new Set();
        serviceValues(engine, values, nowMs);
      }
      targetValues(snapshot, values);
      parts.push(nowMs, values);
    },
  };
}
