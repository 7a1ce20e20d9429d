import { describe, expect, test } from 'vitest';
import { deliverySample, deliveryStep, NO_DELIVERY_MEMORY } from '@/lib/server/sampler/steps/delivery';
import { slowness } from '@/lib/server/sampler/steps/slow';
import type { VmagentMetrics } from '@/lib/server/vmagent/metrics';
import { START_MS, vmagentMetrics } from '../../support/fakes/fake-ports';

type Step = [atSeconds: number, over: Partial<VmagentMetrics>];
const play = (script: Step[]) =>
  script.reduce(
    (memory, [at, over]) => deliveryStep(memory, vmagentMetrics(over), START_MS + at * 1000, 30),
    NO_DELIVERY_MEMORY,
  );
const slow = (script: Step[], at: number) => slowness(play(script), START_MS + at * 1000);

describe('an answer that is owed', () => {
  const asked: Step[] = [
    [0, {}],
    [2, { bytesQueued: 101_000 }],
  ];
  test('is counted from the first reading that shows the data without an end of a request', () =>
    expect(slow([...asked, [20, { bytesQueued: 102_000 }]], 22).unansweredSeconds).toBe(20));

  test.each([
    ['a 2XX', { delivered: 101 }, 2],
    ['a refusal', { refused: new Map([[503, 1]]) }, null],
    ['no connection', { networkErrors: 1 }, null],
  ])('is not owed any more after %s', (_what, over, seconds) =>
    expect(
      slow([...asked, [20, { bytesQueued: 102_000, ...over }], [22, { bytesQueued: 103_000, ...over }]], 24)
        .unansweredSeconds,
    ).toBe(seconds),
  );

  test('that never comes is a failure from the moment on in which the request is given up', () => {
    const script: Step[] = [
      ...asked,
      [20, { bytesQueued: 102_000 }],
      [62, { bytesQueued: 103_000, networkErrors: 1 }],
    ];
    const { sample, failingSinceMs } = deliverySample(play(script), true, START_MS + 62_000, 30);
    expect([sample.state, failingSinceMs]).toEqual(['waiting', START_MS + 2000]);
  });

  test('is not owed while nothing was asked', () =>
    expect(
      slow(
        [
          [0, {}],
          [60, {}],
          [120, {}],
        ],
        120,
      ).unansweredSeconds,
    ).toBeNull());
});

test('the mean time of a request needs three of them', () => {
  expect(
    slow(
      [
        [0, {}],
        [2, { requests: 102, requestSeconds: 21 }],
      ],
      2,
    ).requestSeconds,
  ).toBeNull();
  expect(
    slow(
      [
        [0, {}],
        [2, { requests: 104, requestSeconds: 25 }],
      ],
      2,
    ).requestSeconds,
  ).toBe(6);
});

describe('the brake on series', () => {
  const sample = (script: Step[], at: number) => deliverySample(play(script), true, START_MS + at * 1000, 30);

  test('is a loss from the first reading on that shows dropped rows, and is over after six minutes', () => {
    const script: Step[] = [
      [0, {}],
      [2, { delivered: 101, brakedRows: 500 }],
    ];
    expect(sample(script, 2).brake).toEqual({
      lastAtMs: START_MS + 2000,
      isOngoing: true,
      rows: 500,
      limit: 20_000,
    });
    expect(sample(script, 2 + 361).brake?.isOngoing).toBe(false);
    expect(sample(script, 2 + 601).brake).toBeNull();
    expect(sample(script, 2).sample.state).toBe('delivering');
  });

  test('what was braked before it was first seen is no news', () =>
    expect(
      sample(
        [
          [0, { brakedRows: 9 }],
          [2, { brakedRows: 9 }],
        ],
        2,
      ).brake,
    ).toBeNull());
});
