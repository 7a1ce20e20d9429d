import { describe, expect, test } from 'vitest';
import { intervalWords, nextDeliveryWords } from '@/lib/next-delivery';
import {
  deliverySample,
  deliveryStep,
  NO_DELIVERY_MEMORY,
  recentMs,
} from '@/lib/server/sampler/steps/delivery';
import { vmagentMetrics } from '../../support/fakes/fake-ports';

const NOW = Date.UTC(2026, 10, 22, 12);
const targets = (...intervals: number[]) =>
  intervals.map((intervalSeconds) => ({ intervalSeconds, lastScrapeAtMs: null }));
const wordsAfter = (seconds: number, intervals: number[]) =>
  nextDeliveryWords(NOW - seconds * 1000, targets(...intervals), NOW);

describe('the newest delivery', () => {
  test.each([
    // every 60 s
    [0, [60], 'next in about 70 s'],
    [28, [60], 'next in about 40 s'],
    [59, [60], 'next in about 10 s'],
    [60, [60], 'next in about 10 s'],
    [61, [60], 'next any moment'],
    [85, [60], 'next any moment'],
    [86, [60], 'overdue by about 30 s'],
    [150, [60], 'overdue by about 90 s'],
    // AWS only, every 5 min
    [28, [300], 'next in about 5 min'],
    [200, [300], 'next in about 2 min'],
    [240, [300], 'next in about 70 s'],
    [305, [300], 'next any moment'],
    [325, [300], 'next any moment'],
    [326, [300], 'overdue by about 30 s'],
    [600, [300], 'overdue by about 5 min'],
    // as shipped: the fastest says when something comes
    [28, [30, 60, 300], 'next in about 10 s'],
  ])('%i s ago, read every %j s, is told with: %s', (seconds, intervals, words) =>
    expect(wordsAfter(seconds, intervals)).toBe(words),
  );

  test('comes after the next scrape of any target, where that is sooner', () => {
    const scraped = [
      { intervalSeconds: 60, lastScrapeAtMs: NOW - 50_000 },
      { intervalSeconds: 60, lastScrapeAtMs: NOW - 5_000 },
    ];
    expect(nextDeliveryWords(NOW - 5_000, scraped, NOW)).toBe('next in about 20 s');
    // A scrape that has long been due says nothing of the next one.
    expect(nextDeliveryWords(NOW - 5_000, [{ intervalSeconds: 60, lastScrapeAtMs: NOW - 66_000 }], NOW)).toBe(
      'next in about 60 s',
    );
  });

  test('is told without a next one where no interval or no delivery is known', () => {
    expect(wordsAfter(28, [])).toBeNull();
    expect(nextDeliveryWords(null, targets(60), NOW)).toBeNull();
  });

  test('changes its words at most every ten seconds while all is well', () => {
    for (const interval of [60, 300]) {
      const words = new Set(Array.from({ length: interval }, (_, second) => wordsAfter(second, [interval])));
      expect(words.size).toBeLessThanOrEqual(interval / 10 + 2);
    }
  });

  test('names the intervals in force', () => {
    expect(intervalWords(targets(60))).toBe('every 60 s');
    expect(intervalWords(targets(30, 60, 300))).toBe('every 30 s to 5 min');
    expect(intervalWords([])).toBeNull();
  });
});

describe('AWS alone, read every 5 min', () => {
  test('is delivering from one delivery to the next, and stalled 11 min after the last one', () => {
    expect(recentMs(300)).toBe(660_000);
    const first = deliveryStep(NO_DELIVERY_MEMORY, vmagentMetrics({ delivered: 10 }), NOW, 300);
    const last = deliveryStep(first, vmagentMetrics({ delivered: 11 }), NOW + 1000, 300);
    const state = (seconds: number) =>
      deliverySample(last, true, NOW + 1000 + seconds * 1000, 300).sample.state;
    for (let seconds = 0; seconds <= 660; seconds += 2) expect(state(seconds)).toBe('delivering');
    expect(state(661)).toBe('stalled');
  });
});
