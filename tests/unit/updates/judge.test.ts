import { describe, expect, test } from 'vitest';
import { judge, PATIENCE_MS } from '@/lib/server/updates/judge';
import type { Look } from '@/lib/server/updates/look';
import { counters, lookAfter, SINCE_MS, target, trialOf } from '../../support/fixtures/updates/looks';

const PATIENCE = PATIENCE_MS / 1000;
/** Looks every five seconds up to `seconds`, each made by `more`. */
const looksUntil = (seconds: number, more: (at: number) => Partial<Look> = () => ({})): Look[] =>
  Array.from({ length: Math.floor(seconds / 5) + 1 }, (_, index) => lookAfter(index * 5, more(index * 5)));
const fresh = (at: number, more: object) => [
  target('node-exporter', { lastScrapeAtMs: SINCE_MS + at * 1000, ...more }),
];

describe('an update that works', () => {
  test('is watched, and good when the time is over', () => {
    expect(judge(trialOf(), looksUntil(595)).state).toBe('watching');
    expect(judge(trialOf(), looksUntil(600))).toEqual({
      state: 'good',
      words: '600 requests taken by the destination, 1 of 1 target up, 100 series, nothing dropped.',
    });
  });

  test('of the store is judged by the delivery alone', () => {
    const store = trialOf({ service: 'victoria-metrics', jobs: [] });
    expect(judge(store, looksUntil(600))).toEqual({
      state: 'good',
      words: '600 requests taken by the destination, nothing dropped.',
    });
  });

  test('of vmagent begins with counters of its own', () => {
    const trial = trialOf({
      service: 'vmagent',
      before: lookAfter(-5, { vmagent: counters({ rejectedBlocks: 7 }) }),
    });
    const looks = looksUntil(600, (at) => ({
      vmagent: counters({ startedAtMs: SINCE_MS, delivered: at, rejectedBlocks: 0 }),
    }));
    expect(judge(trial, looks)).toMatchObject({ state: 'good' });
  });

  test('counts nothing that was thrown away before', () => {
    const old = { rejectedBlocks: 5, overflowBlocks: 6, brakedRows: 7 };
    const trial = trialOf({ before: lookAfter(-5, { vmagent: counters(old) }) });
    const looks = looksUntil(600, (at) => ({ vmagent: counters({ ...old, delivered: 1000 + at }) }));
    expect(judge(trial, looks).state).toBe('good');
  });

  test('needs nothing that was not up before', () => {
    const before = lookAfter(-5, { targets: [target('node-exporter', { state: 'down', samples: null })] });
    const looks = looksUntil(600, () => ({
      targets: [target('node-exporter', { state: 'down', samples: null })],
    }));
    expect(judge(trialOf({ before }), looks).state).toBe('good');
  });

  test('needs no health check that has not come yet, nor one that failed before', () => {
    const slow = { container: { state: 'running', health: 'starting', restarts: 0 } } as const;
    expect(
      judge(
        trialOf(),
        looksUntil(600, () => slow),
      ).state,
    ).toBe('good');
    const ill = { container: { state: 'running', health: 'unhealthy', restarts: 0 } } as const;
    expect(
      judge(
        trialOf({ before: lookAfter(-5, ill) }),
        looksUntil(600, () => ill),
      ).state,
    ).toBe('good');
  });

  test('nothing seen yet is no judgement', () => {
    expect(judge(trialOf(), []).state).toBe('watching');
  });
});

describe('what ends it at once', () => {
  test.each<[string, Partial<Look>, RegExp]>([
    ['the container is gone', { container: null }, /^The container of node-exporter is gone\.$/],
    [
      'it ended and was started again',
      { container: { state: 'running', health: 'none', restarts: 1 } },
      /^node-exporter ended by itself and was started again by the engine\.$/,
    ],
    ['it has ended', { container: { state: 'exited', health: 'none', restarts: 0 } }, /is exited\.$/],
    [
      'it is restarting',
      { container: { state: 'restarting', health: 'none', restarts: 0 } },
      /is restarting\.$/,
    ],
    ['somebody paused it', { container: { state: 'paused', health: 'none', restarts: 0 } }, /is paused\.$/],
    [
      'samples are rejected',
      { vmagent: counters({ delivered: 1001, rejectedBlocks: 1 }) },
      /rejects samples/,
    ],
    ['the buffer is full', { vmagent: counters({ delivered: 1001, overflowBlocks: 1 }) }, /buffer is full/],
    ['the brake holds', { vmagent: counters({ delivered: 1001, brakedRows: 9 }) }, /More series come since/],
  ])('%s', (_what, more, words) => {
    expect(judge(trialOf(), [lookAfter(0), lookAfter(5, more)])).toMatchObject({
      state: 'bad',
      words: expect.stringMatching(words),
    });
  });
});

const lasting: [string, (at: number) => Partial<Look>, RegExp][] = [
  [
    'a health check that fails',
    () => ({ container: { state: 'running', health: 'unhealthy', restarts: 0 } }),
    /^node-exporter fails its health check\.$/,
  ],
  ['a vmagent that does not answer', () => ({ vmagent: null, targets: null }), /^vmagent does not answer\.$/],
  [
    'a target that cannot be read',
    (at) => ({ targets: fresh(at, { state: 'down', lastError: 'connection refused', samples: null }) }),
    /^vmagent cannot read node-exporter since: connection refused$/,
  ],
  ['a target that is gone', () => ({ targets: [] }), /^node-exporter is no target of vmagent’s since\.$/],
  [
    'a target that is not scraped',
    () => ({ targets: [target('node-exporter', { lastScrapeAtMs: SINCE_MS - 1 })] }),
    /^vmagent has not scraped node-exporter since\.$/,
  ],
  ['nothing delivered', () => ({ vmagent: counters() }), /^The destination has taken no sample since\.$/],
  [
    'a third of the series lost',
    (at) => ({ targets: fresh(at, { samples: 67 }) }),
    /^node-exporter has 33 % fewer series than before: 100 then, 67 now\.$/,
  ],
  [
    'twice the series',
    (at) => ({ targets: fresh(at, { samples: 200 }) }),
    /^node-exporter has 100 % more series than before: 100 then, 200 now\.$/,
  ],
];

describe('what may come right', () => {
  test.each(lasting)('%s is waited for, and then it is enough', (_what, more, words) => {
    expect(judge(trialOf(), looksUntil(PATIENCE - 5, more)).state).toBe('watching');
    const { state, words: said } = judge(trialOf(), looksUntil(PATIENCE, more));
    expect(state).toBe('bad');
    expect(said).toMatch(words);
  });

  test.each(lasting)('%s is bad at the end, however short the time was', (_what, more) => {
    const trial = trialOf({ limitMs: 120_000 });
    expect(judge(trial, looksUntil(115, more)).state).toBe('watching');
    expect(judge(trial, looksUntil(120, more)).state).toBe('bad');
  });

  test.each(lasting)('%s that passes is no harm', (_what, more) => {
    const looks = looksUntil(600, (at) => (at < PATIENCE - 10 ? more(at) : {}));
    expect(judge(trialOf(), looks).state).toBe('good');
  });

  test.each(lasting.slice(1, 4))('%s at the very end is watched a little longer', (_what, more, words) => {
    const from = (begin: number) => (at: number) => (at >= begin ? more(at) : {});
    expect(judge(trialOf(), looksUntil(640, from(600))).state).toBe('watching');
    expect(judge(trialOf(), [...looksUntil(640, from(600)), lookAfter(645)]).state).toBe('good');
    expect(judge(trialOf(), looksUntil(645, from(600)))).toEqual({
      state: 'bad',
      words: expect.stringMatching(words),
    });
  });

  test('of a short watch, half of it is enough', () => {
    const trial = trialOf({ limitMs: 30_000 });
    const from = (begin: number) => (at: number) => (at >= begin ? { vmagent: null, targets: null } : {});
    expect(judge(trial, looksUntil(30, from(20))).state).toBe('watching');
    expect(judge(trial, looksUntil(35, from(20))).state).toBe('bad');
  });

  test('a break begins the waiting anew', () => {
    const [, isDown] = lasting[2] ?? [];
    const looks = looksUntil(2 * PATIENCE - 20, (at) => (at === PATIENCE - 10 ? {} : (isDown?.(at) ?? {})));
    expect(judge(trialOf(), looks).state).toBe('watching');
  });
});

describe('a destination that takes nothing any more', () => {
  /** Requests come until `stopAt`, of a target that is scraped every 30 s. */
  const until =
    (stopAt: number, againAt = Number.POSITIVE_INFINITY) =>
    (at: number): Partial<Look> => ({
      vmagent: counters({ delivered: 1000 + (at < againAt ? Math.min(at, stopAt) : at) }),
      targets: fresh(at, {}),
    });
  const bad = {
    state: 'bad',
    words: 'The destination has taken no sample for over 75 s.',
    isOfDelivery: true,
  };

  test('is waited for, and then asked', () => {
    const [quiet, stop] = [75, 100];
    expect(judge(trialOf(), looksUntil(stop + quiet + PATIENCE - 5, until(stop))).state).toBe('watching');
    expect(judge(trialOf(), looksUntil(stop + quiet + PATIENCE, until(stop)))).toEqual(bad);
  });

  test('at the end too', () => {
    expect(judge(trialOf(), looksUntil(600, until(500))).state).toBe('watching');
    expect(judge(trialOf(), looksUntil(500 + 75 + 45, until(500)))).toEqual(bad);
    expect(judge(trialOf(), looksUntil(625, until(500, 610))).state).toBe('good');
  });

  test('from the first moment, or with samples thrown away, is asked as well', () => {
    expect(
      judge(
        trialOf(),
        looksUntil(PATIENCE, () => ({ vmagent: counters() })),
      ).isOfDelivery,
    ).toBe(true);
    const full = lookAfter(5, { vmagent: counters({ overflowBlocks: 1 }) });
    expect(judge(trialOf(), [lookAfter(0), full]).isOfDelivery).toBe(true);
    const away = looksUntil(PATIENCE, () => ({ vmagent: null, targets: null }));
    expect(judge(trialOf(), away).isOfDelivery).toBeUndefined();
  });
});

describe('how many series', () => {
  const withSeries = (had: number, has: number, more = {}) => {
    const trial = trialOf({
      before: lookAfter(-5, { targets: [target('node-exporter', { samples: had })] }),
      ...more,
    });
    return judge(
      trial,
      looksUntil(600, (at) => ({ targets: fresh(at, { samples: has }) })),
    ).state;
  };

  test.each([
    [1000, 950, 'good'],
    [1000, 949, 'bad'],
    [1000, 1050, 'good'],
    [1000, 1051, 'bad'],
    [40, 36, 'good'],
    [40, 45, 'good'],
    [40, 46, 'bad'],
    [40, 0, 'bad'],
    [0, 500, 'good'],
  ])('%i before and %i since: %s', (had, has, state) => {
    expect(withSeries(had, has)).toBe(state);
  });

  test('is no matter where the owner says so', () => {
    expect(withSeries(1000, 10, { maySeriesDiffer: true })).toBe('good');
  });

  test('is no matter of the program’s own job', () => {
    expect(withSeries(1000, 10, { ownJobs: ['node-exporter'] })).toBe('good');
  });

  test('of an exporter with a clock of its own counts in the end alone', () => {
    const slow = trialOf({ slowJobs: ['node-exporter'] });
    const none = (at: number) => ({ targets: fresh(at, { samples: 0 }) });
    expect(judge(slow, looksUntil(595, none)).state).toBe('watching');
    expect(judge(slow, looksUntil(600, none)).state).toBe('bad');
  });

  test('a job with several targets is their sum, once all were scraped', () => {
    const two = (samples: number) => [
      target('node-exporter', { samples }),
      target('node-exporter', { samples, instance: 'other:1' }),
    ];
    const before = lookAfter(-5, { targets: two(100) });
    const looks = looksUntil(600, () => ({ targets: two(60) }));
    expect(judge(trialOf({ before }), looks).words).toContain('200 then, 120 now');
  });
});

test('another service that is away does not put an exporter back, and puts vmagent back', () => {
  const before = lookAfter(-5, { targets: [target('node-exporter'), target('cadvisor')] });
  const looks = looksUntil(600, () => ({
    targets: [target('node-exporter'), target('cadvisor', { state: 'down', lastError: 'timeout' })],
  }));
  expect(judge(trialOf({ before }), looks).state).toBe('good');
  const all = trialOf({ before, service: 'vmagent', jobs: ['node-exporter', 'cadvisor'] });
  expect(judge(all, looks).words).toBe('vmagent cannot read cadvisor since: timeout');
});
