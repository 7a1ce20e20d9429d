import { beforeEach, describe, expect, test } from 'vitest';
import { createPace } from '@/lib/server/sampler/clock';
import { createSurroundings } from '@/lib/server/sampler/watch/surroundings';
import { type FakeWorld, fakeWorld, settings } from '../../support/fakes/fake-ports';

const MINUTE = 60_000;
let world: FakeWorld;
let surroundings: ReturnType<typeof createSurroundings>;
let news: number;
let aheadMs: number | null;

beforeEach(() => {
  world = fakeWorld();
  news = 0;
  aheadMs = 0;
  world.ports.readClockAhead = async () => {
    world.asked.clock = (world.asked.clock ?? 0) + 1;
    return aheadMs;
  };
  surroundings = createSurroundings(world.ports, () => {
    news += 1;
  });
});

/** Ticks every 15 s for so long. */
async function pass(ms: number, options: { isTroubled?: boolean; now?: typeof settings } = {}) {
  for (const until = world.nowMs + ms; world.nowMs < until; world.nowMs += 15_000) {
    surroundings.tick(options.now ?? settings, options.isTroubled ?? false);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

describe('the destination is asked for the time', () => {
  test('not in the first half minute, then once an hour', async () => {
    await pass(30_000);
    expect(world.asked.clock).toBeUndefined();
    await pass(59 * MINUTE);
    expect(world.asked.clock).toBe(1);
    await pass(2 * MINUTE);
    expect(world.asked.clock).toBe(2);
  });

  test('every ten minutes at most while deliveries fail', async () => {
    await pass(61 * MINUTE, { isTroubled: true });
    expect(world.asked.clock).toBe(7);
  });

  test('and the difference is told, until it is gone or the destination is another', async () => {
    aheadMs = 95_000;
    await pass(MINUTE);
    expect(surroundings.reading.clockAheadSeconds).toBe(95);
    expect(news).toBeGreaterThan(0);
    aheadMs = 200;
    await pass(11 * MINUTE);
    expect(surroundings.reading.clockAheadSeconds).toBe(0.2);
    await pass(15_000, { now: { ...settings, destination: { kind: 'local', url: 'http://a/' } } });
    expect(surroundings.reading.clockAheadSeconds).toBeNull();
  });

  test('a destination that does not say leaves it unknown', async () => {
    aheadMs = null;
    await pass(MINUTE);
    expect(surroundings.reading.clockAheadSeconds).toBeNull();
  });
});

describe('files and what runs are compared', () => {
  test('every five minutes, and at once when a file has changed', async () => {
    await pass(2 * MINUTE);
    expect(world.asked.readDrift).toBe(1);
    await pass(15_000, { now: { ...settings } });
    expect(world.asked.readDrift).toBe(2);
    // The file that changes back is a change as well.
    await pass(6 * MINUTE);
    expect(world.asked.readDrift).toBe(4);
  });

  test('every 15 s while they differ, so that it goes soon after', async () => {
    const drift = [{ service: 'yace', words: 'yace is older.' }];
    world.ports.readDrift = async () => drift;
    await pass(MINUTE);
    expect(surroundings.reading.drift).toEqual(drift);
    world.ports.readDrift = async () => [];
    await pass(30_000);
    expect(surroundings.reading.drift).toEqual([]);
  });
});

test('what was put into Grafana is compared with what ships, and soon again while it differs', async () => {
  world.ports.readOutOfStep = async () => ({ putVersion: '0.1.0' });
  await pass(MINUTE);
  expect(surroundings.reading.grafana).toEqual({ putVersion: '0.1.0' });
  world.ports.readOutOfStep = async () => null;
  await pass(30_000);
  expect(surroundings.reading.grafana).toBeNull();
});

test('what cannot be read leaves the rest as it was', async () => {
  world.ports.readHost = async () => {
    throw new Error('no');
  };
  world.ports.readDrift = async () => {
    throw new Error('no');
  };
  await pass(2 * MINUTE);
  expect(surroundings.reading.host.memory).toBeNull();
  expect(surroundings.reading.drift).toEqual([]);
});

describe('the panel’s own pace', () => {
  test('is late from 15 s on, watched or not, and in time with the next sample', () => {
    const pace = createPace();
    pace.begin(0, true);
    expect(pace.lateSeconds()).toBeNull();
    pace.begin(16_900, true);
    expect(pace.lateSeconds()).toBeNull();
    pace.begin(33_900, true);
    expect(pace.lateSeconds()).toBe(15);
    pace.begin(35_900, true);
    expect(pace.lateSeconds()).toBeNull();
  });

  test('who leaves takes the quick pace along', () => {
    const pace = createPace();
    pace.begin(0, true);
    pace.begin(17_500, false);
    expect(pace.lateSeconds()).toBeNull();
    pace.begin(47_500, false);
    expect(pace.lateSeconds()).toBe(15);
  });

  test('an extra sample in between is not early, and none after it late', () => {
    const pace = createPace();
    pace.begin(0, false);
    pace.begin(3000, false);
    pace.begin(18_000, false);
    expect(pace.lateSeconds()).toBeNull();
  });
});
