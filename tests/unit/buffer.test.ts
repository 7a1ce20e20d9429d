import { describe, expect, test } from 'vitest';
import type { DeliverySample } from '@/lib/schemas/snapshot';
import {
  bufferSample,
  bufferStep,
  CAP_FLOOR_BYTES,
  capBytes,
  NO_BUFFER_MEMORY,
} from '@/lib/server/sampler/buffer';
import { type Growth, growth, remember } from '@/lib/server/sampler/counters';
import type { VmagentMetrics } from '@/lib/server/vmagent/metrics';
import { START_MS, vmagentMetrics } from '../support/fake-ports';

function play(
  points: number[],
  delivery: DeliverySample['state'],
  stepSeconds = 15,
  rates = { queued: 1000, sent: 0 },
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
      ...over,
    });
    if (last) history = remember(history, growth(last, { metrics, atMs }));
    last = { metrics, atMs };
    memory = bufferStep(memory, metrics, atMs, delivery);
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
    const memory = bufferStep({ points: [{ atMs: 1, bytes: 2 }], trend: 'filling' }, null, 2, 'unknown');
    expect(memory).toEqual(NO_BUFFER_MEMORY);
    expect(bufferSample(memory, null, [], 'unknown', 1, 2)).toMatchObject({ bytes: null, trend: 'unknown' });
  });
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
