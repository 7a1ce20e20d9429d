import { describe, expect, test } from 'vitest';
import {
  deliverySample,
  deliveryStep,
  NO_DELIVERY_MEMORY,
  recentMs,
} from '@/lib/server/sampler/steps/delivery';
import { pausedUntil } from '@/lib/server/sampler/steps/failure';
import type { VmagentMetrics } from '@/lib/server/vmagent/metrics';
import { START_MS, vmagentMetrics } from '../../support/fakes/fake-ports';

/** Plays readings of vmagent and gives what the state machine says after each. Seconds since `START_MS`. */
function play(
  script: [atSeconds: number, over: Partial<VmagentMetrics> | null][],
  interval: number | null = 30,
) {
  let memory = NO_DELIVERY_MEMORY;
  return script.map(([atSeconds, over]) => {
    const atMs = START_MS + atSeconds * 1000;
    const metrics = over === null ? null : vmagentMetrics(over);
    memory = deliveryStep(memory, metrics, atMs, interval);
    return deliverySample(memory, metrics !== null, atMs, interval);
  });
}
const states = (...args: Parameters<typeof play>) => play(...args).map(({ sample }) => sample.state);
const refused = (code: number, count: number) => new Map([[code, count]]);
const FRESH = { startedAtMs: START_MS - 5000 };

describe('delivering', () => {
  test('takes a 2XX that was seen to be counted, not a counter that stands at a hundred', () =>
    expect(
      states([
        [0, {}],
        [15, {}],
        [30, { delivered: 101 }],
      ]),
    ).toEqual(['starting', 'starting', 'delivering']));

  test('lasts for 90 s at an interval of 30 s, then it is stalled', () =>
    expect(
      states([
        [0, {}],
        [15, { delivered: 101 }],
        [105, { delivered: 101 }],
        [106, { delivered: 101 }],
      ]),
    ).toEqual(['starting', 'delivering', 'delivering', 'stalled']));

  test('what a vmagent has sent since its start a moment ago counts', () =>
    expect(states([[0, { ...FRESH, delivered: 1 }]])).toEqual(['delivering']));

  test('is not claimed by a new panel while vmagent’s last requests may have failed', () =>
    expect(
      states([
        [0, { ...FRESH, delivered: 1, refused: refused(503, 2) }],
        [2, { ...FRESH, delivered: 1, refused: refused(503, 2) }],
        [15, { ...FRESH, delivered: 1, refused: refused(503, 4) }],
      ]),
    ).toEqual(['starting', 'starting', 'waiting']));

  test.each([
    [15, 90_000],
    [30, 90_000],
    [60, 180_000],
    [61, 182_000],
    [300, 660_000],
    [null, 180_000],
  ])('with a fastest interval of %s s, recent is %i ms', (interval, ms) =>
    expect(recentMs(interval)).toBe(ms),
  );
});

describe('starting', () => {
  test('until the window has passed without any 2XX', () =>
    expect(
      states([
        [0, { ...FRESH, delivered: 0 }],
        [80, { ...FRESH, delivered: 0 }],
        [91, { ...FRESH, delivered: 0 }],
      ]),
    ).toEqual(['starting', 'starting', 'stalled']));

  test('a vmagent that is refused from its first block on is waiting, not starting', () =>
    expect(
      states([
        [0, { ...FRESH, delivered: 0, bytesSent: 0 }],
        [4, { ...FRESH, delivered: 0, bytesSent: 0, refused: refused(401, 2), retries: 2 }],
      ]),
    ).toEqual(['starting', 'waiting']));
});

describe('waiting', () => {
  const outage = (at: number, errors: number): [number, Partial<VmagentMetrics>] => [
    at,
    { delivered: 101, networkErrors: errors, retries: errors },
  ];

  test('one request that is sent again at once is no outage', () =>
    expect(
      states([[0, {}], [2, { delivered: 101 }], outage(4, 1), [6, { delivered: 102, networkErrors: 1 }]]),
    ).toEqual(['starting', 'delivering', 'delivering', 'delivering']));

  test('two in a row are, and so is one that stays the last word for ten seconds', () => {
    expect(states([[0, {}], [2, { delivered: 101 }], outage(4, 2)]).at(-1)).toBe('waiting');
    expect(states([[0, {}], [2, { delivered: 101 }], outage(4, 1), outage(14, 1)]).at(-1)).toBe('waiting');
  });

  test('so is one after which vmagent pauses because it was asked to, for as long as it pauses', () => {
    const once = { delivered: 101, refused: refused(429, 1) };
    // Read together with a success, and after one: in a pause nothing is counted that would tell which came last.
    for (const script of [
      [{}, once],
      [{}, { delivered: 101 }, once],
    ]) {
      let memory = NO_DELIVERY_MEMORY;
      for (const [turn, over] of script.entries())
        memory = deliveryStep(memory, vmagentMetrics(over), START_MS + turn * 2000, 30);
      const saidAtMs = START_MS + script.length * 2000 - 3000;
      const state = (retrySeconds: number | null, atMs: number) =>
        deliverySample(memory, true, saidAtMs + atMs, 30, pausedUntil({ retrySeconds, saidAtMs })).sample
          .state;
      expect([state(null, 1000), state(1.1, 1000), state(2.144, 1000), state(7.3, 1000)]).toEqual([
        'delivering',
        'delivering',
        'delivering',
        'waiting',
      ]);
      expect(state(7.3, 7400)).toBe('delivering');
    }
  });

  test('is told by what the log says since it began, and a second outage by what it says since then', () => {
    const toldFrom: (number | undefined)[] = [];
    let memory = NO_DELIVERY_MEMORY;
    const script = [
      [0, 100, 0],
      [2, 101, 0],
      [4, 101, 1],
      [6, 101, 3],
      [8, 102, 3],
      [20, 103, 3],
      [22, 103, 4],
    ] as const;
    for (const [at, delivered, networkErrors] of script) {
      memory = deliveryStep(memory, vmagentMetrics({ delivered, networkErrors }), START_MS + at * 1000, 30);
      const told = memory.failure?.toldFromMs;
      toldFrom.push(told === undefined ? told : (told - START_MS) / 1000);
    }
    // Five seconds before the reading before it: a line may stand for what follows within that time.
    expect(toldFrom).toEqual([undefined, undefined, -3, -3, -3, -3, 15]);
  });

  test('lasts through pauses of a minute between two tries', () =>
    expect(
      states([[0, {}], [2, { delivered: 101 }], outage(4, 2), outage(60, 2), outage(119, 2)]).at(-1),
    ).toBe('waiting'));

  test('ends with the next 2XX', () =>
    expect(
      states([[0, {}], [2, { delivered: 101 }], outage(4, 5), [6, { delivered: 103, networkErrors: 5 }]]).at(
        -1,
      ),
    ).toBe('delivering'));

  test.each([
    [401, 'unauthorised'],
    [403, 'forbidden'],
    [404, 'not-found'],
    [413, 'too-large'],
    [429, 'rate-limited'],
    [500, 'server-error'],
    [529, 'server-error'],
    [302, 'other-status'],
  ])('status %i is %s', (code, kind) => {
    const last = play([
      [0, {}],
      [2, { refused: refused(code, 3) }],
    ]).at(-1);
    expect(last?.sample).toMatchObject({ state: 'waiting', failure: { kind, statusCode: code } });
  });

  test('no HTTP answer is network', () =>
    expect(play([[0, { delivered: 101 }], outage(2, 3)]).at(-1)?.sample.failure).toEqual({
      kind: 'network',
      cause: null,
      statusCode: null,
      retrySeconds: null,
      message: null,
    }));

  test('says since when', () =>
    expect(play([[0, { delivered: 101 }], outage(4, 2), outage(20, 4)]).at(-1)?.failingSinceMs).toBe(
      START_MS + 4000,
    ));
});

describe('losing', () => {
  const drop = { rejectedBlocks: 2, refused: refused(400, 2) };

  test('at the first reading after a block was rejected, even when others are accepted', () => {
    const last = play([
      [0, {}],
      [2, { delivered: 101, ...drop }],
    ]).at(-1);
    expect(last?.sample).toMatchObject({ state: 'losing', droppedBlocks: 2, failure: { kind: 'rejected' } });
    expect(last?.loss).toMatchObject({ reason: 'rejected', isOngoing: true, blocks: 2, bytes: null });
  });

  test('when the buffer throws its oldest data away', () => {
    const last = play([
      [0, { networkErrors: 9 }],
      [2, { networkErrors: 10, overflowBlocks: 1, overflowBytes: 5000 }],
    ]).at(-1);
    expect(last?.sample.state).toBe('losing');
    expect(last?.loss).toMatchObject({ reason: 'buffer-full', blocks: 1, bytes: 5000 });
  });

  test('a 400 that dropped nothing is how vmagent learns to speak snappy', () =>
    expect(
      states([
        [0, {}],
        [2, { delivered: 101, refused: refused(400, 1), retries: 1 }],
      ]).at(-1),
    ).toBe('delivering'));

  test('is over after the window, but remembered for ten minutes', () => {
    const later = play([
      [0, {}],
      [2, { ...drop }],
      [90, { ...drop, delivered: 102 }],
      [93, { ...drop, delivered: 103 }],
      [601, { ...drop, delivered: 120 }],
      [603, { ...drop, delivered: 121 }],
    ]);
    expect(later.map(({ sample, loss }) => [sample.state, loss?.isOngoing ?? null])).toEqual([
      ['starting', null],
      ['losing', true],
      ['losing', true],
      ['delivering', false],
      ['delivering', false],
      ['delivering', null],
    ]);
  });

  test('what a vmagent has dropped before it was first seen is not called news', () =>
    expect(
      play([
        [0, drop],
        [2, drop],
      ]).at(-1)?.loss,
    ).toBeNull());
});

describe('a restart of vmagent', () => {
  test('is no loss and no success by itself: its counters begin at nought', () => {
    const startedAtMs = START_MS + 9000;
    const nought = { startedAtMs, delivered: 0, bytesSent: 0, rowsQueued: 0, bytesQueued: 0 };
    const last = play([
      [0, { rejectedBlocks: 7 }],
      [2, { rejectedBlocks: 7, delivered: 101 }],
      [4, null],
      [10, { ...nought, rejectedBlocks: 0 }],
      [40, { ...nought, delivered: 2, rejectedBlocks: 0 }],
    ]);
    expect(last.map(({ sample }) => sample.state)).toEqual([
      'starting',
      'delivering',
      'unknown',
      'delivering',
      'delivering',
    ]);
    expect(last.at(-1)?.loss).toBeNull();
    expect(last.at(-1)?.sample.lastSuccessAtMs).toBe(START_MS + 40_000);
  });

  test('a counter that has outgrown its old value since the restart is new growth all the same', () => {
    const last = play([
      [0, { rejectedBlocks: 1, startedAtMs: START_MS - 100_000 }],
      [15, { rejectedBlocks: 5, startedAtMs: START_MS + 5000 }],
    ]).at(-1);
    expect(last?.loss?.blocks).toBe(5);
  });
});

test('a vmagent that does not answer leaves delivery unknown, with the last success kept', () => {
  const last = play([
    [0, {}],
    [2, { delivered: 101 }],
    [4, null],
  ]).at(-1);
  expect(last?.sample).toMatchObject({
    state: 'unknown',
    lastSuccessAtMs: START_MS + 2000,
    samplesPerSecond: null,
    droppedBlocks: null,
  });
});

test('a destination that lets through every other block is delivering, with the failure named', () => {
  const last = play(
    [0, 1, 2, 3, 4].map((turn) => [
      turn * 10,
      { delivered: 100 + turn, refused: refused(429, turn * 2), retries: turn * 2 },
    ]),
  ).at(-1);
  expect(last?.sample).toMatchObject({
    state: 'delivering',
    failure: { kind: 'rate-limited', statusCode: 429 },
  });
});

test('an outage that is over is not a destination that takes the data only at the second try', () => {
  const last = play([
    [0, { delivered: 100 }],
    [2, { delivered: 101 }],
    ...[4, 6, 8, 10, 12].map((at): [number, Partial<VmagentMetrics>] => [
      at,
      { delivered: 101, networkErrors: at, retries: at },
    ]),
    [14, { delivered: 103, networkErrors: 12, retries: 12 }],
  ]).at(-1);
  expect(last?.sample).toMatchObject({ state: 'delivering', failure: null });
});
