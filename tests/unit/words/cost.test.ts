import { describe, expect, it } from 'vitest';
import {
  bufferHours,
  bytesPerSample,
  grafanaSeriesFactor,
  type LiveLoad,
  loadWith,
  pointsPerMinute,
  requestFactor,
} from '@/lib/cost';
import { awsDollarsPerMonth } from '@/lib/pipeline/sources/aws/record';
import { gcpSource } from '@/lib/pipeline/sources/gcp/record';
import { prices } from '@/lib/pipeline/sources/prices';

const live: LiveLoad = {
  targets: [
    { job: 'node-exporter', samples: 593, intervalSeconds: 60 },
    { job: 'vmagent', samples: 293, intervalSeconds: 30 },
    { job: 'yace', samples: null, intervalSeconds: 300 },
  ],
  // Half of the 20 samples a second that the targets offer passes the filters.
  delivery: { samplesPerSecond: 10, bytesPerSecond: 20 },
};

describe('the cost of an interval', () => {
  it('is counted in data points a minute', () => {
    expect([15, 30, 60, 300].map(pointsPerMinute)).toEqual([4, 2, 1, 0.2]);
    expect([15, 60, 300].map(grafanaSeriesFactor)).toEqual([4, 1, 1]);
  });

  it('follows the share of samples that is delivered now', () => {
    expect(loadWith(live, {})).toEqual({ samplesPerSecond: 10, bytesPerSecond: 20 });
    expect(loadWith(live, { 'node-exporter': 15 })).toEqual({ samplesPerSecond: 25, bytesPerSecond: 50 });
    expect(loadWith(live, { vmagent: 60, yace: 60 })).toEqual({ samplesPerSecond: 7.5, bytesPerSecond: 15 });
  });

  it('is unknown while nothing is delivered', () => {
    const unknown = { samplesPerSecond: null, bytesPerSecond: null };
    for (const samplesPerSecond of [null, 0]) {
      const quiet = { ...live, delivery: { samplesPerSecond, bytesPerSecond: 0 } };
      expect(loadWith(quiet, { vmagent: 15 })).toEqual(unknown);
      expect(bytesPerSample(quiet)).toBeNull();
    }
    expect(loadWith({ ...live, targets: [] }, {})).toEqual(unknown);
  });

  it('is hours of buffer and money', () => {
    expect(bufferHours(1024 ** 3, 20)).toBeCloseTo(14_913, 0);
    expect(bufferHours(1024 ** 3, null)).toBeNull();
    expect(bufferHours(1024 ** 3, 0)).toBeNull();
    expect(requestFactor(300, 60)).toBe(5);
    expect(awsDollarsPerMonth).toBeCloseTo(0.0864);
    const google = (series: number) =>
      gcpSource.price.dollars({ least: series, most: series, lists: 0 }, 60, prices).most;
    expect(google(20)).toBe(0);
    expect(google(100)).toBeCloseTo(1.66);
  });
});
