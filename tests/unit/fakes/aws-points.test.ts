import { describe, expect, test } from 'vitest';
import { isPeriod, isStatistic, pointsOf, settledValue } from '../../support/fakes/aws/points';
import { type Series, seriesOf } from '../../support/fakes/aws/resources';
import { cluster, ecsService, httpApi, lambda, restApi } from '../../support/fakes/aws/world';

const series = (value?: Series['value']): Series => ({
  namespace: 'AWS/Lambda',
  name: 'Invocations',
  dimensions: { FunctionName: 'orders' },
  value,
});
const window = { statistic: 'Sum', periodSeconds: 300, startSeconds: 1200, endSeconds: 2100 };

describe('points of the fake CloudWatch', () => {
  test('a point begins with its period, and the end of the window is not in it', () => {
    expect(pointsOf(series(8), window, 10_000, 0)).toEqual([
      { atSeconds: 1200, value: 8 },
      { atSeconds: 1500, value: 8 },
      { atSeconds: 1800, value: 8 },
    ]);
  });

  test('a period that still runs has no point', () => {
    expect(pointsOf(series(8), window, 2000, 0).map(({ atSeconds }) => atSeconds)).toEqual([1200, 1500]);
  });

  test('a value may tell when its period ends', () => {
    expect(pointsOf(series('end'), window, 10_000, 0).map(({ value }) => value)).toEqual([1500, 1800, 2100]);
  });

  test('the value of a point grows until it has settled', () => {
    const at = (nowSeconds: number) => pointsOf(series(8), window, nowSeconds, 600).map(({ value }) => value);
    expect(at(2100)).toEqual([8, 4]);
    expect(at(2250)).toEqual([8, 6, 2]);
    expect(at(2700)).toEqual([8, 8, 8]);
    expect(at(99_999)).toEqual([8, 8, 8]);
  });

  test('a value is told, told for each statistic, or made up and always the same', () => {
    expect(settledValue(series(0), 'Sum', 300)).toBe(0);
    expect(settledValue(series({ Sum: 3, p95: null }), 'Sum', 300)).toBe(3);
    expect(settledValue(series({ Sum: 3, p95: null }), 'p95', 300)).toBeNull();
    expect(settledValue(series(), 'Sum', 300)).toBe(settledValue(series(), 'Sum', 600));
    expect(settledValue(series(), 'Sum', 300)).not.toBe(settledValue(series(), 'Average', 300));
    expect(pointsOf(series(null), window, 10_000, 0)).toEqual([]);
  });

  test.each([
    ['Sum', true],
    ['SampleCount', true],
    ['p95', true],
    ['p99.9', true],
    ['p100', true],
    ['tm90', true],
    ['TM(10%:90%)', true],
    ['Summ', false],
    ['sum', false],
    ['p101', false],
    ['95', false],
    ['None', false],
  ])('%s as a statistic: %s', (text, isOne) => {
    expect(isStatistic(text)).toBe(isOne);
  });

  test.each([
    [60, true],
    [300, true],
    [1, true],
    [10, true],
    [30, true],
    [90, false],
    [7, false],
    [0, false],
    [-60, false],
  ])('%d seconds as a period: %s', (seconds, isOne) => {
    expect(isPeriod(seconds)).toBe(isOne);
  });
});

/** The combinations of dimensions of one metric. */
const combinations = (all: Series[], name: string) =>
  all.filter((one) => one.name === name).map(({ dimensions }) => Object.keys(dimensions).join('+'));

test('CloudWatch has every combination of dimensions, of resources with and without tags', () => {
  const all = seriesOf([
    lambda('orders', null),
    cluster('main', { env: 'prod' }),
    ecsService('main', 'web', null),
    restApi('a1', 'shop', null),
    httpApi('h1', 'hooks', {}),
  ]);
  expect(combinations(all, 'Invocations')).toEqual(['', 'FunctionName', 'FunctionName+Resource']);
  expect(combinations(all, 'CPUUtilization')).toEqual(['ClusterName', 'ClusterName+ServiceName']);
  expect(combinations(all, 'Count')).toEqual(['ApiName', 'ApiName+Stage', 'ApiId', 'ApiId+Stage']);
  expect(combinations(all, '4XXError')).toEqual(['ApiName', 'ApiName+Stage']);
  expect(combinations(all, '4xx')).toEqual(['ApiId', 'ApiId+Stage']);
  expect(combinations(all, 'RunningTaskCount')).toEqual([]);
  expect(seriesOf([{ kind: 'cluster', name: 'main', tags: null, hasInsights: true }])).toHaveLength(5);
});
