import { describe, expect, test } from 'vitest';
import { serviceNames } from '@/lib/pipeline/components';
import {
  RESTART_LOOP_MS,
  type RestartMemory,
  restartsStep,
  serviceSamples,
  usageStep,
} from '@/lib/server/sampler/steps/services';
import { container, START_MS, settings } from '../../support/fakes/fake-ports';

const stats = (atMs: number, cpuTotalNs: number | null, systemCpuNs: number | null) => ({
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

  test('not yet known is unknown: the first reading of a container that starts tells no figures', () => {
    const first = usageStep(new Map(), new Map([['a', stats(0, null, null)]]));
    const second = usageStep(first, new Map([['a', stats(4000, 1e9, 100e9)]]));
    expect(second.get('a')?.cpuPercent).toBeNull();
    expect(usageStep(second, new Map([['a', stats(8000, null, null)]])).get('a')?.cpuPercent).toBeNull();
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

describe('restarts', () => {
  interface Look {
    restarts: number;
    startedAtMs: number;
    state?: 'running' | 'restarting' | 'exited';
    containerId?: string;
  }
  /** Restarts that count after one look a second. */
  const seenAfter = (looks: Look[], laterMs = 0) => {
    let memory: RestartMemory = new Map();
    looks.forEach((look, index) => {
      memory = restartsStep(memory, [container('yace', look)], START_MS + index * 1000);
    });
    const end = looks.at(-1);
    if (end)
      memory = restartsStep(memory, [container('yace', end)], START_MS + looks.length * 1000 + laterMs);
    return memory.get('yace')?.seenAtMs.length;
  };

  test('that the engine makes by itself are counted, also those between two looks', () => {
    expect(
      seenAfter([
        { restarts: 0, startedAtMs: 1 },
        { restarts: 1, startedAtMs: 1, state: 'restarting' },
        { restarts: 1, startedAtMs: 2 },
        { restarts: 4, startedAtMs: 6 },
      ]),
    ).toBe(4);
  });

  test('are forgotten after ten minutes', () => {
    const looks = [
      { restarts: 0, startedAtMs: 1 },
      { restarts: 3, startedAtMs: 2 },
    ];
    expect(seenAfter(looks)).toBe(3);
    expect(seenAfter(looks, RESTART_LOOP_MS)).toBe(0);
  });

  test('from before the first look do not count', () =>
    expect(seenAfter([{ restarts: 40, startedAtMs: 1 }])).toBe(0));

  test('are not what a person does three times in a row', () => {
    const asked = [1, 2, 3, 4].flatMap((startedAtMs): Look[] => [
      { restarts: 0, startedAtMs, state: 'exited' },
      { restarts: 0, startedAtMs },
    ]);
    expect(seenAfter(asked)).toBe(0);
  });

  test('are over with a start on request or with the engine, which sets the count back', () => {
    expect(
      seenAfter([
        { restarts: 0, startedAtMs: 1 },
        { restarts: 5, startedAtMs: 2, state: 'restarting' },
        { restarts: 0, startedAtMs: 3 },
      ]),
    ).toBe(0);
  });

  test('go on after the engine was restarted, when the container still ends by itself', () => {
    expect(
      seenAfter([
        { restarts: 5, startedAtMs: 2, state: 'restarting' },
        { restarts: 3, startedAtMs: 9, state: 'restarting' },
      ]),
    ).toBe(3);
  });

  test('of a container that was replaced are those of the new one', () => {
    expect(
      seenAfter([
        { restarts: 0, startedAtMs: 1 },
        { restarts: 6, startedAtMs: 2 },
        { restarts: 1, startedAtMs: 3, containerId: '012345abcdef' },
      ]),
    ).toBe(1);
  });
});
