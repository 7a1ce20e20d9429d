import { beforeEach, describe, expect, test } from 'vitest';
import type { ServiceName, SourceId } from '@/lib/schemas/snapshot';
import { AppError } from '@/lib/server/errors';
import type { Newest } from '@/lib/server/sampler/steps/arrival';
import { counterNames, type Growth, remember } from '@/lib/server/sampler/steps/counters';
import { NO_DELIVERY_MEMORY } from '@/lib/server/sampler/steps/delivery';
import type { ArrivalSight } from '@/lib/server/sampler/watch/arrival-sight';
import { createArrivalWatch } from '@/lib/server/sampler/watch/arrival-watch';
import { sourceSample } from '../../../support/fakes/fake-pipeline';
import {
  container,
  type FakeWorld,
  fakeWorld,
  START_MS,
  settings,
  target,
  vmagentMetrics,
} from '../../../support/fakes/fake-ports';

const MINUTE = 60_000;
const local = {
  ...settings,
  destination: { kind: 'local' as const, url: 'http://victoria-metrics:8428/api/v1/write' },
  enabled: new Set<ServiceName>(['vmagent', 'node-exporter', 'victoria-metrics', 'weir']),
};

/** With a token for reading. */
const outside = { ...settings, isRead: true };

let world: FakeWorld;
let watch: ReturnType<typeof createArrivalWatch>;
let history: Growth[];
/** Whether the store keeps what vmagent sends, of each source and at all. */
let keeps: { pi: boolean; all: boolean };
let asked: { cluster: string | null; sources: readonly SourceId[] }[];
let limitSeries: number | undefined;
let store: Map<string, number>;
let scraped: Map<string, number>;

const nought = Object.fromEntries(counterNames.map((name) => [name, 0])) as Growth['by'];

beforeEach(() => {
  world = fakeWorld();
  history = [];
  keeps = { pi: true, all: true };
  asked = [];
  limitSeries = undefined;
  store = new Map();
  scraped = new Map();
  world.containers = [container('vmagent'), container('node-exporter'), container('victoria-metrics')];
  world.ports.readNewest = async ({ cluster }, sources): Promise<Newest> => {
    asked.push({ cluster, sources });
    const limited = limitSeries === undefined ? {} : { limitSeries };
    return new Map([...store].map(([job, atMs]) => [job, { scrapedAtMs: atMs, ownAtMs: atMs, ...limited }]));
  };
  watch = createArrivalWatch(world.ports, () => undefined);
});

/** vmagent scrapes itself every 30 s and the Pi every 60 s, and delivers at once. */
function scrape(): void {
  const roundOf = (everyMs: number) => Math.floor((world.nowMs - START_MS) / everyMs) * everyMs + START_MS;
  world.targets = [
    target({ lastScrapeAtMs: roundOf(30_000) }),
    target({ job: 'node-exporter', intervalSeconds: 60, lastScrapeAtMs: roundOf(MINUTE) }),
  ];
  for (const { job, lastScrapeAtMs } of world.targets) {
    if (lastScrapeAtMs === null || scraped.get(job) === lastScrapeAtMs) continue;
    scraped.set(job, lastScrapeAtMs);
    if (keeps.all && (keeps.pi || job === 'vmagent')) store.set(job, lastScrapeAtMs);
  }
}

/** Ticks for so long. */
async function pass(ms: number, over: Partial<ArrivalSight> = {}, everyMs = 5_000): Promise<void> {
  for (const until = world.nowMs + ms; world.nowMs < until; ) {
    world.nowMs += everyMs;
    scrape();
    const step = { fromMs: world.nowMs - everyMs, atMs: world.nowMs, by: { ...nought, delivered: 1 } };
    history = remember(history, { ...step, refused: new Map() });
    watch.tick({
      settings: local,
      engine: { containers: world.containers } as ArrivalSight['engine'],
      vmagent: { metrics: world.metrics, targets: world.targets, error: null, isKnown: true },
      delivery: { ...NO_DELIVERY_MEMORY, history },
      sample: { state: 'delivering', failure: null },
      trend: 'idle',
      sources: [sourceSample('pi')],
      drift: [],
      isChanging: false,
      ...over,
    });
    await new Promise((resolve) => setImmediate(resolve));
  }
}

const missing = () => watch.reading.missing.map(({ source }) => source);

describe('the store is asked', () => {
  test('once a minute, for the sources that are on, however often the panel looks', async () => {
    await pass(10 * MINUTE, {}, 2_000);
    expect(asked).toHaveLength(10);
    expect(asked[0]).toEqual({ cluster: 'pi', sources: ['pi'] });
    await pass(10 * MINUTE, {}, 15_000);
    expect(asked).toHaveLength(20);
    expect(missing()).toEqual([]);
  });

  test('and says which job is at its limit, until its next scrape says otherwise', async () => {
    const atLimit = async (minutes: number, over?: Partial<ArrivalSight>) => {
      await pass(minutes * MINUTE, over);
      return watch.reading.shedding.map(({ job, max }) => `${job} ${max}`).join();
    };
    limitSeries = 500;
    expect(await atLimit(3)).toBe('node-exporter 500');
    // What comes with a scrape is told for five minutes, and the next scrape may be an hour away.
    keeps.pi = false;
    expect(await atLimit(3, { trend: 'filling' })).toBe('node-exporter 500');
    limitSeries = undefined;
    expect(await atLimit(20)).toBe('node-exporter 500');
    keeps.pi = true;
    expect(await atLimit(3)).toBe('');
  });

  test.each<[string, Partial<ArrivalSight>]>([
    ['the destination is another, and cannot be asked', { settings }],
    [
      'another destination could be asked, and this Pi has no name',
      { settings: { ...outside, cluster: null } },
    ],
    ['vmagent does not run', { vmagent: { metrics: null, targets: [], error: null, isKnown: true } }],
    ['the store is stopped', { engine: { containers: [container('vmagent')] } as ArrivalSight['engine'] }],
    [
      'vmagent writes elsewhere, whatever the forms show',
      {
        settings: { ...local, destination: { kind: 'local', url: 'https://prometheus-1.grafana.net/push' } },
      },
    ],
    ['the engine does not answer', { engine: { containers: null } as ArrivalSight['engine'] }],
    ['the name of the cluster is filled in by vmagent', { settings: { ...local, cluster: '%{HOST}' } }],
    [
      'the name of the cluster is a number, which YAML may write in many ways',
      { settings: { ...local, cluster: '7' } },
    ],
  ])('not where %s', async (_, over) => {
    await pass(3 * MINUTE, over);
    expect(asked).toEqual([]);
    expect(watch.reading).toEqual({ arrived: {}, missing: [], unread: null, shedding: [] });
  });

  test('and what it has said of another file, on its way, is not heard', async () => {
    let answer: (newest: Newest) => void = () => undefined;
    world.ports.readNewest = () =>
      new Promise((resolve) => {
        answer = resolve;
      });
    await pass(5_000);
    const [before, other] = [answer, { ...local, cluster: 'other' }];
    await pass(5_000, { settings: other });
    before(new Map([['node-exporter', { ownAtMs: START_MS }]]));
    await pass(5_000, { settings: other });
    expect(watch.reading.arrived).toEqual({});
  });

  test('anew as soon as the files have changed', async () => {
    await pass(30_000);
    await pass(10_000, { settings: { ...local, cluster: 'other' } });
    expect(asked.map(({ cluster }) => cluster)).toEqual(['pi', 'other']);
  });
});

describe('what is shown', () => {
  test('is the newest sample, and that there is none', async () => {
    await pass(2 * MINUTE);
    expect(watch.reading.arrived).toEqual({ pi: START_MS + MINUTE });
    store.clear();
    keeps.all = false;
    watch = createArrivalWatch(world.ports, () => undefined);
    await pass(10_000);
    expect(watch.reading.arrived).toEqual({ pi: null });
  });

  test('stays the last that was seen when the store has none of the last hour', async () => {
    await pass(2 * MINUTE);
    keeps.all = false;
    store.clear();
    await pass(2 * MINUTE);
    expect(watch.reading.arrived).toEqual({ pi: START_MS + MINUTE });
  });

  test('ends when the store does not answer for minutes', async () => {
    await pass(MINUTE);
    world.ports.readNewest = () => Promise.reject(new Error('no'));
    await pass(2 * MINUTE);
    expect(watch.reading.arrived).not.toEqual({});
    await pass(2 * MINUTE);
    expect(watch.reading).toEqual({ arrived: {}, missing: [], unread: null, shedding: [] });
  });
});

describe('what is missing', () => {
  beforeEach(() => pass(3 * MINUTE));

  test.each<[string, number, (string | null)[]]>([
    ['all', 5_000, [null]],
    ['all, while nobody looks', 15_000, [null]],
  ])(
    '%s is told within two minutes, after a second look, and is over soon after',
    async (_, everyMs, told) => {
      keeps.all = false;
      const before = asked.length;
      await pass(2 * MINUTE, {}, everyMs);
      expect(missing()).toEqual(told);
      expect(asked.length - before).toBeGreaterThan(1);
      keeps.all = true;
      await pass(1.5 * MINUTE, {}, everyMs);
      expect(missing()).toEqual([]);
    },
  );

  test('a source', async () => {
    keeps.pi = false;
    await pass(2.5 * MINUTE);
    expect(missing()).toEqual(['pi']);
    expect(watch.reading.missing[0]).toMatchObject({ newestAtMs: START_MS + 3 * MINUTE });
  });

  test('nothing, by one answer that is late', async () => {
    const { readNewest } = world.ports;
    keeps.all = false;
    let answers = 0;
    world.ports.readNewest = async (...given) => {
      const newest = await readNewest(...given);
      answers += 1;
      if (answers === 2) {
        keeps.all = true;
        store = new Map(scraped);
      }
      return newest;
    };
    const seen = new Set<number>();
    for (let step = 0; step < 60; step += 1) {
      await pass(5_000);
      seen.add(watch.reading.missing.length);
    }
    expect([...seen]).toEqual([0]);
  });

  test.each<[string, () => Partial<ArrivalSight>]>([
    ['the destination takes nothing', () => ({ sample: { state: 'waiting', failure: null } })],
    [
      'a request has failed once',
      () => ({ delivery: { ...NO_DELIVERY_MEMORY, history, failuresSinceSuccess: 1 } }),
    ],
    ['the buffer drains', () => ({ trend: 'draining' })],
    ['a request hangs', () => ({ delivery: { ...NO_DELIVERY_MEMORY, history, unansweredSinceMs: 0 } })],
    [
      'vmagent runs something else than the file says',
      () => ({ drift: [{ service: 'vmagent', words: '' }] }),
    ],
    [
      'vmagent’s own brake throws away',
      () => ({
        delivery: {
          ...NO_DELIVERY_MEMORY,
          history: history.map((one) => ({ ...one, by: { ...one.by, brakedRows: 1 } })),
        },
      }),
    ],
  ])('nothing is said while %s', async (_, over) => {
    keeps.all = false;
    for (let step = 0; step < 60; step += 1) {
      await pass(5_000, over());
      expect(missing()).toEqual([]);
    }
  });

  test.each<[string, () => void]>([
    [
      'vmagent',
      () => {
        world.metrics = vmagentMetrics({ startedAtMs: world.nowMs });
      },
    ],
    [
      'the store',
      () => {
        world.containers = [
          container('vmagent'),
          container('victoria-metrics', { startedAtMs: world.nowMs }),
        ];
      },
    ],
  ])('what was on its way when %s was killed is not missed', async (_, restart) => {
    await pass(55_000);
    keeps.all = false;
    await pass(10_000);
    restart();
    keeps.all = true;
    const seen = new Set<number>();
    for (let step = 0; step < 40; step += 1) {
      await pass(5_000);
      seen.add(watch.reading.missing.length);
    }
    expect([...seen]).toEqual([0]);
  });

  test('a clock that was set makes nothing missing', async () => {
    await pass(40_000);
    // What the store has from before lies in the past now.
    for (const job of store.keys()) store.set(job, START_MS - 3_600_000);
    watch.onClockSet();
    await pass(10_000);
    expect(missing()).toEqual([]);
    await pass(3 * MINUTE);
    expect(missing()).toEqual([]);
  });
});

describe('no alarm', () => {
  test('while the panel itself changes the pipeline', async () => {
    await pass(3 * MINUTE);
    keeps.all = false;
    await pass(5 * MINUTE, { isChanging: true });
    expect(missing()).toEqual([]);
  });

  test('for a job that is not asked for, after a request that failed', async () => {
    const weir = () => target({ job: 'weir', lastScrapeAtMs: world.nowMs - 25_000, intervalSeconds: 60 });
    for (let turn = 0; turn < 30; turn += 1) {
      await pass(5_000, { delivery: { ...NO_DELIVERY_MEMORY, history, failuresSinceSuccess: 1 } });
      for (let step = 0; step < 20; step += 1) {
        const targets = [...world.targets, weir()];
        await pass(5_000, { vmagent: { metrics: world.metrics, targets, error: null, isKnown: true } });
        expect(missing()).toEqual([]);
      }
    }
  });

  test('that outlives the answers it came from', async () => {
    await pass(3 * MINUTE);
    keeps.all = false;
    await pass(3 * MINUTE);
    expect(missing()).toEqual([null]);
    world.ports.readNewest = () => Promise.reject(new Error('no answer'));
    await pass(4 * MINUTE);
    expect(missing()).toEqual([]);
  });
});

describe('a destination outside, with a token for reading,', () => {
  const refused = () => Promise.reject(new AppError('service-unhealthy', 'Refused.', { hint: 'Another.' }));
  const without = { settings: outside, engine: { containers: null } as ArrivalSight['engine'] };

  test('is asked as the store is, whatever the engine tells', async () => {
    await pass(10 * MINUTE, without);
    expect(asked.length).toBeGreaterThanOrEqual(8);
    expect(asked.length).toBeLessThanOrEqual(10);
    expect(watch.reading.arrived.pi).toBeGreaterThan(START_MS);
    expect(missing()).toEqual([]);
  });

  test('that shows nothing of what is delivered is told', async () => {
    await pass(3 * MINUTE, without);
    keeps = { pi: true, all: false };
    await pass(4 * MINUTE, without);
    expect(missing()).toEqual([null]);
  });

  test('is told where it refuses twice, not once, until it answers', async () => {
    await pass(3 * MINUTE, without);
    const { readNewest } = world.ports;
    world.ports.readNewest = refused;
    const before = asked.length;
    await pass(70_000, without);
    expect(watch.reading.unread).toBeNull();
    await pass(2 * MINUTE, without);
    expect(watch.reading.unread).toMatchObject({ message: 'Refused.', hint: 'Another.' });
    const { sinceMs } = watch.reading.unread ?? {};
    await pass(2 * MINUTE, without);
    expect(watch.reading.unread?.sinceMs).toBe(sinceMs);
    expect(asked.length).toBe(before);
    world.ports.readNewest = readNewest;
    await pass(2 * MINUTE, without);
    expect(watch.reading.unread).toBeNull();
  });

  test('is asked anew, and not told, once the files are others', async () => {
    world.ports.readNewest = refused;
    await pass(4 * MINUTE, without);
    expect(watch.reading.unread).not.toBeNull();
    await pass(5_000, { ...without, settings: { ...outside, isRead: false } });
    expect(watch.reading.unread).toBeNull();
  });
});

test('a store on this Pi that does not answer is told by other findings', async () => {
  world.ports.readNewest = () => Promise.reject(new AppError('service-unhealthy', 'No.', { hint: 'x' }));
  await pass(5 * MINUTE);
  expect(watch.reading.unread).toBeNull();
});
