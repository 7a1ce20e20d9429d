import { describe, expect, test } from 'vitest';
import { GRAFANA_FREE, levelOf, limitsAt, NO_LIMITS } from '@/lib/budget';
import { budgetJobs } from '@/lib/server/budget/jobs';
import { budgetReading, budgetStep, NO_BUDGET, NO_BUDGET_MEMORY } from '@/lib/server/sampler/steps/budget';
import { START_MS, vmagentMetrics } from '../../support/fakes/fake-ports';

const MINUTE = 60_000;

describe('limits', () => {
  const own = { series: 15_000, pointsPerMinute: null };

  test('are the plan’s at Grafana Cloud, and own numbers anywhere but on this Pi', () => {
    expect(limitsAt(GRAFANA_FREE, 'grafana-cloud')).toEqual(GRAFANA_FREE);
    expect(limitsAt(own, 'grafana-cloud')).toEqual(own);
    expect(limitsAt(own, 'other')).toEqual(own);
    expect(limitsAt(own, 'local')).toEqual(NO_LIMITS);
  });

  test('Grafana Cloud’s free plan does not bind another server', () =>
    expect(limitsAt(GRAFANA_FREE, 'other')).toEqual(NO_LIMITS));

  test.each([
    [null, 100, 'unknown'],
    [50, null, 'unknown'],
    [0, 100, 'within'],
    [89, 100, 'within'],
    [90, 100, 'near'],
    [100, 100, 'near'],
    [101, 100, 'over'],
  ] as const)('%j of %j is %s', (value, limit, level) => expect(levelOf(value, limit)).toBe(level));
});

/** Readings every 15 s; `at` makes the metrics of a moment from its seconds. */
function watch(seconds: number, at: (second: number) => Parameters<typeof vmagentMetrics>[0]) {
  let memory = NO_BUDGET_MEMORY;
  for (let second = 0; second <= seconds; second += 15) {
    memory = budgetStep(memory, vmagentMetrics(at(second)), START_MS + second * 1000);
  }
  return { memory, reading: budgetReading(memory, START_MS + seconds * 1000) };
}

describe('what is used, by vmagent’s counts', () => {
  test('is unknown before the first reading, and points are until five minutes were seen', () => {
    expect(budgetReading(NO_BUDGET_MEMORY, START_MS)).toEqual(NO_BUDGET);
    expect(watch(240, () => ({ activeSeries: 700 })).reading).toEqual({
      series: 700,
      isAggregated: false,
      pointsPerMinute: null,
      maxSeries: 20_000,
      droppedSamples: 0,
    });
  });

  test('points a minute are the mean of the bursts of slow and fast jobs', () => {
    const rows = (second: number) => 400 * Math.floor(second / 60) + 2000 * Math.floor(second / 300);
    const { reading, memory } = watch(7200, (second) => ({ rowsQueued: rows(second) }));
    expect(reading.pointsPerMinute).toBeCloseTo(800, -2);
    expect(memory.marks.length).toBeLessThanOrEqual(17);
  });

  test('series that are aggregated are counted before, and that is known from the first sample taken', () => {
    const at = (second: number) => ({ activeSeries: 700, aggregatedSamples: second < 300 ? 0 : 40 });
    expect(watch(285, at).reading.isAggregated).toBe(false);
    expect(watch(300, at).reading).toMatchObject({ isAggregated: true, series: 700 });
  });

  test('a change of the sources shows within a quarter of an hour', () => {
    const rows = (second: number) => 1000 * (second / 60) + 3000 * (Math.max(0, second - 3600) / 60);
    expect(watch(4560, (second) => ({ rowsQueued: rows(second) })).reading.pointsPerMinute).toBeCloseTo(4000);
  });

  test('while the count of series begins anew, that of the hour before stands; then the new one', () => {
    const series = (second: number) => ({
      activeSeries: second < 3600 ? 9400 : Math.min(2000, second - 3600),
    });
    expect(watch(3585, series).reading.series).toBe(9400);
    expect(watch(3600 + 585, series).reading.series).toBe(9400);
    expect(watch(3600 + 600, series).reading.series).toBe(600);
  });

  test('a vmagent that was started anew says nothing of the sources from before', () => {
    const { reading } = watch(600, (second) =>
      second < 585
        ? { activeSeries: 9400, rowsQueued: 1e6 + second }
        : { activeSeries: 12, rowsQueued: 30, startedAtMs: START_MS },
    );
    expect(reading).toMatchObject({ series: 12, pointsPerMinute: null });
  });

  test('no answer leaves what is remembered; a vmagent without the count says unknown', () => {
    const { memory } = watch(600, () => ({}));
    expect(budgetStep(memory, null, START_MS + 700_000)).toBe(memory);
    const nothing = { activeSeries: null, brakeSeries: null, brakedRows: null, rowsQueued: null };
    expect(watch(600, () => nothing).reading).toEqual(NO_BUDGET);
  });

  test('a clock that was set back makes no negative rate', () => {
    let { memory } = watch(600, (second) => ({ rowsQueued: second * 10 }));
    memory = budgetStep(memory, vmagentMetrics({ rowsQueued: 7000 }), START_MS - 60 * MINUTE);
    expect(budgetReading(memory, START_MS - 60 * MINUTE).pointsPerMinute).toBeNull();
  });
});

describe('who uses how much', () => {
  const target = (job: string, samples: number | null, intervalSeconds = 60) => ({
    job,
    samples,
    intervalSeconds,
  });

  test('is reckoned from the filters’ parts and the intervals, worst first', () => {
    const targets = [target('vmagent', 1000, 30), target('yace', 2000, 300), target('node-exporter', 1200)];
    const shares = new Map([
      ['vmagent', 0.05],
      ['yace', 0.5],
      ['node-exporter', 0.25],
    ]);
    expect(budgetJobs(targets, shares, null)).toEqual([
      {
        job: 'yace',
        targets: 1,
        offered: 2000,
        filtered: 1000,
        limit: null,
        kept: 1007,
        isEstimate: false,
        intervalSeconds: 300,
        pointsPerMinute: 1007 / 5,
        share: null,
      },
      {
        job: 'node-exporter',
        targets: 1,
        offered: 1200,
        filtered: 300,
        limit: null,
        kept: 307,
        isEstimate: false,
        intervalSeconds: 60,
        pointsPerMinute: 307,
        share: null,
      },
      {
        job: 'vmagent',
        targets: 1,
        offered: 1000,
        filtered: 50,
        limit: null,
        kept: 57,
        isEstimate: false,
        intervalSeconds: 30,
        pointsPerMinute: 114,
        share: null,
      },
    ]);
  });

  test('a job that cannot be asked gets what the others leave of all that is sent', () => {
    const targets = [target('node-exporter', 1000), target('stackdriver-exporter', 400)];
    const shares = new Map([['node-exporter', 0.3]]);
    const [, google] = budgetJobs(targets, shares, 507);
    expect(google).toMatchObject({ job: 'stackdriver-exporter', kept: 200, isEstimate: true });
    expect(budgetJobs(targets, shares, 100)[1]?.kept).toBe(7);
    expect(budgetJobs(targets, shares, 99_999)[0]).toMatchObject({ job: 'stackdriver-exporter', kept: 407 });
  });

  test('what nobody knows is unknown, never nought', () => {
    const targets = [
      target('node-exporter', 1000),
      target('stackdriver-exporter', 400),
      target('yace', null),
    ];
    const jobs = budgetJobs(targets, new Map([['node-exporter', 0.3]]), null);
    expect(jobs.map(({ job, kept }) => [job, kept])).toEqual([
      ['node-exporter', 307],
      ['stackdriver-exporter', null],
      ['yace', null],
    ]);
    expect(budgetJobs([], new Map(), 100)).toEqual([]);
  });

  test('all targets of a job count together', () => {
    const [job] = budgetJobs(
      [target('node-exporter', 1000), target('node-exporter', 600)],
      new Map([['node-exporter', 0.5]]),
      null,
    );
    expect(job).toMatchObject({ targets: 2, offered: 1600, filtered: 800, kept: 814 });
  });

  test('a job sends no more than its limit from each target, and what vmagent adds', () => {
    const two = [target('yace', 1000), target('yace', 600)];
    const kept = (limit: number) =>
      budgetJobs(two, new Map([['yace', 0.5]]), null, new Map([['yace', limit]]))[0];
    expect(kept(100)).toMatchObject({ filtered: 800, limit: 100, kept: 220 });
    expect(kept(5000)).toMatchObject({ filtered: 800, limit: 5000, kept: 820 });
  });
});
