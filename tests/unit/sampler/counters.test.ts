import { describe, expect, test } from 'vitest';
import {
  type Growth,
  grownSince,
  growth,
  longRatePerSecond,
  REMEMBERED_MS,
  ratePerSecond,
  remember,
} from '@/lib/server/sampler/steps/counters';
import { START_MS, vmagentMetrics } from '../../support/fakes/fake-ports';

/** Readings every `stepSeconds`; a burst of `size` bytes is sent each `everySeconds`. */
function bursts(totalSeconds: number, stepSeconds: number, everySeconds: number, size: number): Growth[] {
  let history: Growth[] = [];
  let sent = 0;
  let last = { metrics: vmagentMetrics({ bytesSent: 0 }), atMs: START_MS };
  for (let at = stepSeconds; at <= totalSeconds; at += stepSeconds) {
    sent = Math.floor((at + 7) / everySeconds) * size;
    const now = { metrics: vmagentMetrics({ bytesSent: sent }), atMs: START_MS + at * 1000 };
    history = remember(history, growth(last, now));
    last = now;
  }
  return history;
}

describe('rates', () => {
  test.each([
    [60, 6000],
    [30, 3000],
    [15, 1500],
  ])('bursts every %i s show their mean at every moment', (everySeconds, size) => {
    for (let total = 130; total < 200; total += 2) {
      const history = bursts(total, 2, everySeconds, size);
      const rate = ratePerSecond(history, 'bytesSent', START_MS + total * 1000);
      expect(rate).toBeGreaterThan(97);
      expect(rate).toBeLessThan(103);
    }
  });

  test('also with readings every 15 s', () => {
    const history = bursts(240, 15, 60, 6000);
    expect(ratePerSecond(history, 'bytesSent', START_MS + 240_000)).toBeCloseTo(100, 0);
  });

  test('nothing is said after less than ten seconds', () => {
    expect(ratePerSecond([], 'bytesSent', START_MS)).toBeNull();
    expect(ratePerSecond(bursts(8, 2, 2, 10), 'bytesSent', START_MS + 8000)).toBeNull();
    expect(longRatePerSecond(bursts(8, 2, 2, 10), 'bytesSent', START_MS + 8000)).toBeNull();
  });

  test('what stopped falls to nought', () => {
    const history = bursts(200, 2, 30, 3000);
    expect(ratePerSecond(history, 'bytesSent', START_MS + 330_000)).toBe(0);
  });
});

describe('growth', () => {
  test('a counter that fell was reset', () => {
    const step = growth(
      { metrics: vmagentMetrics({ delivered: 100 }), atMs: START_MS },
      { metrics: vmagentMetrics({ delivered: 7 }), atMs: START_MS + 2000 },
    );
    expect(step.by.delivered).toBe(7);
  });

  test('a metric that a version lacks does not grow', () => {
    const step = growth(
      { metrics: vmagentMetrics({ overflowBytes: null }), atMs: START_MS },
      { metrics: vmagentMetrics({ overflowBytes: null }), atMs: START_MS + 2000 },
    );
    expect(step.by.overflowBytes).toBe(0);
  });

  test('a part of a step counts by its share', () => {
    const step = growth(
      { metrics: vmagentMetrics({ delivered: 0 }), atMs: START_MS },
      { metrics: vmagentMetrics({ delivered: 10 }), atMs: START_MS + 10_000 },
    );
    expect(grownSince([step], 'delivered', START_MS + 5000)).toBe(5);
  });

  test('history is bounded by time', () => {
    const history = bursts(1200, 2, 30, 1);
    expect(history.length).toBeLessThanOrEqual(REMEMBERED_MS / 2000 + 1);
  });
});
