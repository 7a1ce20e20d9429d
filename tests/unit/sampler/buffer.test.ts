import { describe, expect, test } from 'vitest';
import type { DeliverySample } from '@/lib/schemas/delivery';
import {
  bufferSample,
  bufferStep,
  CAP_FLOOR_BYTES,
  capBytes,
  NO_BUFFER_MEMORY,
} from '@/lib/server/sampler/steps/buffer';
import { type Growth, growth, remember } from '@/lib/server/sampler/steps/counters';
import type { VmagentMetrics } from '@/lib/server/vmagent/metrics';
import { START_MS, vmagentMetrics } from '../../support/fakes/fake-ports';

function play(
  points: number[],
  delivery: DeliverySample['state'],
  stepSeconds = 15,
  rates: { queued: number; sent: number; busy?: number } = { queued: 1000, sent: 0 },
  over: Partial<VmagentMetrics> = {},
) {
  let memory = NO_BUFFER_MEMORY;
  let history: Growth[] = [];
  let last: { metrics: VmagentMetrics; atMs: number } | null = null;
  let sample = bufferSample(memory, null, [], delivery, null, START_MS);
  const trends = points.map((pendingBytes, index) => {
    const seconds = index * stepSeconds;
    const atMs = START_MS + seconds * 1000;
    const metrics = vmagentMetrics({
      pendingBytes,
      bytesQueued: rates.queued * seconds,
      bytesSent: rates.sent * seconds,
      requestSeconds: (rates.busy ?? 0) * seconds,
      ...over,
    });
    if (last) history = remember(history, growth(last, { metrics, atMs }));
    last = { metrics, atMs };
    memory = bufferStep(memory, metrics, atMs, delivery, history);
    sample = bufferSample(memory, metrics, history, delivery, 2 ** 30, atMs);
    return sample.trend;
  });
  return { trends, sample };
}

describe('trend', () => {
  test('single blocks on their way are idle', () =>
    expect(new Set(play([0, 20_000, 0, 0, 40_000, 275, 0, 9000, 0, 0], 'delivering').trends)).toEqual(
      new Set(['idle']),
    ));

  test('an outage fills it from the first reading on, even between two scrapes', () =>
    expect(new Set(play([0, 0, 0, 8000, 8000, 8000, 8000, 16_000, 16_000], 'waiting').trends)).toEqual(
      new Set(['filling']),
    ));

  test('after an outage it drains', () => {
    const falling = Array.from({ length: 14 }, (_, index) => 10_000_000 - index * 500_000);
    expect(play(falling, 'delivering').trends.at(-1)).toBe('draining');
  });

  test('a backlog that neither grows nor shrinks keeps its trend', () => {
    const flat = [1e7, 9e6, 8e6, 7e6, 6e6, 5e6, 5e6, 5e6, 5e6, 5e6, 5e6, 5e6, 5e6, 5e6, 5e6];
    expect(play(flat, 'delivering').trends.at(-1)).toBe('draining');
  });

  test('nothing is known of a vmagent that does not answer', () => {
    const before = {
      points: [{ atMs: 1, bytes: 2 }],
      trend: 'filling' as const,
      drainBytesPerSecond: 9,
      outrunSinceMs: 1,
    };
    const memory = bufferStep(before, null, 2, 'unknown', []);
    expect(memory).toEqual({ ...NO_BUFFER_MEMORY, drainBytesPerSecond: 9 });
    expect(bufferSample(memory, null, [], 'unknown', 1, 2)).toMatchObject({ bytes: null, trend: 'unknown' });
  });
});

describe('a destination that is outrun', () => {
  const rising = Array.from({ length: 14 }, (_, index) => index * 500_000);
  const since = (delivery: DeliverySample['state']) => {
    let memory = NO_BUFFER_MEMORY;
    for (const [index, pendingBytes] of rising.entries()) {
      memory = bufferStep(memory, vmagentMetrics({ pendingBytes }), START_MS + index * 15_000, delivery, []);
    }
    return memory.outrunSinceMs;
  };

  test('is one while data is delivered and the buffer fills, from when it began', () =>
    expect(since('delivering')).toBe(START_MS + 15_000));

  test('is none during an outage', () => expect(since('waiting')).toBeNull());
});

describe('time', () => {
  test('to full: the room by what comes in, though some was sent minutes ago', () => {
    const { sample } = play(Array(21).fill(1e6), 'waiting', 15, { queued: 1000, sent: 500 });
    expect(sample.secondsToFull).toBe(1_070_000);
    expect(sample.secondsToDrain).toBeNull();
  });

  test('a disk with less room than the cap is the limit', () => {
    const { sample } = play(
      Array(21).fill(1e6),
      'waiting',
      15,
      { queued: 1000, sent: 0 },
      { freeDiskBytes: 5e6 },
    );
    expect(sample.secondsToFull).toBeCloseTo(5000, 0);
  });

  test('to drain: the backlog by what goes out more than comes in', () => {
    const falling = Array.from({ length: 21 }, (_, index) => 40_000_000 - index * 60_000);
    const { sample } = play(falling, 'delivering', 15, { queued: 1000, sent: 5000 });
    expect(sample.secondsToDrain).toBeCloseTo(38_800_000 / 4000, 0);
    expect(sample.secondsToFull).toBeNull();
  });

  test('for which the destination may be away, at any moment, by the room and what comes in', () => {
    expect(
      play(Array(21).fill(0), 'delivering', 15, { queued: 1000, sent: 1000 }).sample.offlineSeconds,
    ).toBe(1_100_000);
    expect(
      play(Array(21).fill(0), 'delivering', 15, { queued: 0, sent: 0 }).sample.offlineSeconds,
    ).toBeNull();
  });

  test('for which samples have waited, by what comes in', () => {
    expect(play(Array(21).fill(7_200_000), 'waiting').sample.backlogSeconds).toBe(7200);
    expect(play(Array(21).fill(275), 'delivering').sample.backlogSeconds).toBeNull();
  });

  test('to drain, while nothing is taken: by what the destination took in a second of sending before', () => {
    // 1000 bytes a second were sent in a tenth of each second: 10,000 a second at most, of which 1000 come in.
    const { sample } = play(Array(21).fill(9e6), 'waiting', 15, { queued: 1000, sent: 1000, busy: 0.1 });
    expect(sample.secondsToDrain).toBe(1000);
    expect(play(Array(21).fill(9e6), 'waiting').sample.secondsToDrain).toBeNull();
  });

  test('none while idle', () =>
    expect(play(Array(21).fill(0), 'delivering').sample).toMatchObject({
      secondsToFull: null,
      secondsToDrain: null,
    }));
});

test.each([
  [2 ** 30, 5, 2 ** 30],
  [100e6, 5, CAP_FLOOR_BYTES],
  [null, 2 ** 31, 2 ** 31],
  [null, 1e6, CAP_FLOOR_BYTES],
  [0, 2 ** 31, null],
  [null, null, null],
])('given %s and set to %s, the cap is %s', (maxDiskUsageBytes, setting, cap) =>
  expect(capBytes(vmagentMetrics({ maxDiskUsageBytes }), setting)).toBe(cap),
);
