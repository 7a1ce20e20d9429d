import { describe, expect, test } from 'vitest';
import { createRings, type PartSeries, partName, partOf } from '@/lib/server/recording/rings';
import type { EngineReading } from '@/lib/server/sampler/read/engine-reader';
import { createRecorder } from '@/lib/server/sampler/recorder';
import { unknownSnapshot } from '@/lib/server/sampler/steps/unknown-snapshot';
import { container, START_MS } from '../../support/fakes/fake-ports';
import { target } from '../../support/fixtures/snapshot-parts';

const MINUTE = 60_000;

function world() {
  const rings = createRings();
  const recorder = createRecorder(rings);
  const snapshot = { ...unknownSnapshot(START_MS), targets: [target('a', { instance: 'x y' })] };
  snapshot.vmagent = { ...snapshot.vmagent, state: 'up' };
  const engine: EngineReading = {
    engine: snapshot.engine,
    containers: [container('yace', { containerId: 'c1' })],
    usage: new Map(),
    restarts: new Map(),
  };
  const used = (atMs: number, cpuSeconds: number, machineSeconds: number) => {
    const stats = {
      atMs,
      cpuTotalNs: cpuSeconds * 1e9,
      systemCpuNs: machineSeconds * 1e9,
      onlineCpus: 4,
      memoryBytes: 30e6,
      memoryLimitBytes: null,
    };
    engine.usage = new Map([['c1', { stats, cpuPercent: 99 }]]);
  };
  const read = (part: PartSeries) => rings.parts.read().series.get(partName(part));
  return { rings, recorder, snapshot, engine, used, read };
}

describe('what is written down', () => {
  test('once a step', () => {
    const { recorder, snapshot, engine } = world();
    expect(recorder.isDue(START_MS)).toBe(true);
    recorder.record(snapshot, engine, 51, START_MS);
    expect(recorder.isDue(START_MS + 14_999)).toBe(false);
    expect(recorder.isDue(START_MS + 15_000)).toBe(true);
  });

  test('a target that was down for one reading counts as down for its minute', () => {
    const { recorder, snapshot, engine, read } = world();
    const up: PartSeries = { kind: 'up', job: 'a', instance: 'x y' };
    recorder.record(snapshot, engine, null, START_MS);
    const down = {
      ...snapshot,
      targets: snapshot.targets.map((one) => ({ ...one, state: 'down' as const })),
    };
    recorder.record(down, engine, null, START_MS + 15_000);
    recorder.record(snapshot, engine, null, START_MS + 30_000);
    expect(read(up)).toEqual([0]);
    recorder.record(snapshot, engine, null, START_MS + MINUTE);
    expect(read(up)).toEqual([0, 1]);
  });

  test('CPU is the mean since the last minute, not the share that was read last', () => {
    const { recorder, snapshot, engine, used, read } = world();
    used(START_MS, 10, 1000);
    recorder.record(snapshot, engine, null, START_MS);
    used(START_MS + MINUTE, 13, 1240);
    recorder.record(snapshot, engine, null, START_MS + MINUTE);
    expect(read({ kind: 'cpu', service: 'yace' })).toEqual([null, 5]);
    expect(read({ kind: 'memory', service: 'yace' })).toEqual([30e6, 30e6]);
  });

  test('a reading that is too old is unknown', () => {
    const { recorder, snapshot, engine, used, read } = world();
    used(START_MS, 10, 1000);
    recorder.record(snapshot, engine, null, START_MS);
    recorder.record(snapshot, engine, null, START_MS + 2 * MINUTE);
    expect(read({ kind: 'memory', service: 'yace' })).toEqual([30e6, null, null]);
  });

  test('the name of a part tells what it is, whatever it is called', () => {
    const odd: PartSeries = { kind: 'seconds', job: 'a","b', instance: '' };
    expect(partOf(partName(odd))).toEqual(odd);
  });
});
