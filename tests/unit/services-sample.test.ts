import { describe, expect, test } from 'vitest';
import { serviceNames } from '@/lib/schemas/snapshot';
import { serviceSamples, startTimesStep, usageStep } from '@/lib/server/sampler/services';
import { container, START_MS, settings } from '../support/fake-ports';

const stats = (atMs: number, cpuTotalNs: number, systemCpuNs: number) => ({
  atMs,
  cpuTotalNs,
  systemCpuNs,
  onlineCpus: 4,
  memoryBytes: 42,
  memoryLimitBytes: null,
});

describe('share of CPU', () => {
  test('is what grew between two readings, over all cores; unknown after one', () => {
    const first = usageStep(new Map(), new Map([['a', stats(0, 1e9, 100e9)]]));
    expect(first.get('a')?.cpuPercent).toBeNull();
    // 0.5 s of CPU while four cores had 16 s together: an eighth of one core.
    const second = usageStep(first, new Map([['a', stats(4000, 1.5e9, 116e9)]]));
    expect(second.get('a')?.cpuPercent).toBeCloseTo(12.5);
  });

  test('of a container that began anew is unknown, not negative', () => {
    const first = usageStep(new Map(), new Map([['a', stats(0, 5e9, 100e9)]]));
    expect(usageStep(first, new Map([['a', stats(4000, 1e6, 116e9)]])).get('a')?.cpuPercent).toBeNull();
  });

  test('readings too close keep the figure that was', () => {
    const first = usageStep(new Map(), new Map([['a', stats(0, 1e9, 100e9)]]));
    const second = usageStep(first, new Map([['a', stats(4000, 1.5e9, 116e9)]]));
    expect(usageStep(second, new Map([['a', stats(4100, 1.5e9, 116.1e9)]])).get('a')?.cpuPercent).toBeCloseTo(
      12.5,
    );
  });
});

describe('services', () => {
  test('every service is there, without a container as absent', () => {
    const samples = serviceSamples([container('vmagent')], new Map(), settings);
    expect(samples.map(({ name }) => name)).toEqual([...serviceNames]);
    expect(samples.find(({ name }) => name === 'yace')).toMatchObject({ state: 'absent', enabled: false });
    expect(samples.find(({ name }) => name === 'vmagent')).toMatchObject({ state: 'running', enabled: true });
  });

  test('nothing is said while the engine was never had', () =>
    expect(serviceSamples(null, new Map(), settings)).toEqual([]));

  test('use is shown of running containers only', () => {
    const usage = new Map([['abcdef012345', { stats: stats(0, 0, 0), cpuPercent: 3 }]]);
    const [running] = serviceSamples([container('vmagent')], usage, settings);
    expect(running).toMatchObject({ cpuPercent: 3, memoryBytes: 42 });
    const [stopped] = serviceSamples([container('vmagent', { state: 'exited' })], usage, settings);
    expect(stopped).toMatchObject({ cpuPercent: null, memoryBytes: null });
  });
});

test('starts are counted once each and forgotten after ten minutes', () => {
  const at = (ms: number) => [container('yace', { startedAtMs: START_MS + ms })];
  let starts = startTimesStep(new Map(), at(0), START_MS + 1000);
  starts = startTimesStep(starts, at(0), START_MS + 2000);
  starts = startTimesStep(starts, at(30_000), START_MS + 31_000);
  expect(starts.get('yace')).toHaveLength(2);
  expect(startTimesStep(starts, at(30_000), START_MS + 615_000).get('yace')).toHaveLength(1);
});
