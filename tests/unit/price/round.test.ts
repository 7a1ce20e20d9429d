import { describe, expect, test } from 'vitest';
import { type AskedJob, listsIn, roundOf, roundsOf } from '@/lib/pipeline/sources/aws/price';
import type { AwsServiceId } from '@/lib/pipeline/sources/aws/service-ids';
import { awsService } from '@/lib/pipeline/sources/aws/services';
import { awsDollars, gcpDollars, prices, pricesIn } from '@/lib/pipeline/sources/prices';

const job = (id: AwsServiceId, resources: number): AskedJob => {
  const { namespace, metrics } = awsService(id);
  const asked = metrics.map(({ name, statistics }) => ({ name, statistics: statistics.length }));
  return { namespace, metrics: asked, resources };
};

describe('a round of YACE', () => {
  test('of the template: 2 functions, 2 queues, 2 services and a REST API are 33 statistics', () => {
    const jobs = [job('lambda', 2), job('sqs', 2), job('ecs', 2), job('api-rest', 1)];
    expect(roundOf(jobs)).toEqual({ least: 2 * 5 + 2 * 4 + 2 * 2 + 4, most: 33, lists: 15, reads: 4 });
  });

  test('of more than a page: 300 functions and 40 queues are 1,960 in five calls, with 14 pages of lists', () => {
    const jobs = [job('lambda', 300), job('sqs', 40), job('ecs', 0), job('api-rest', 0)];
    expect(roundOf(jobs)).toMatchObject({ most: 1960, reads: 5, lists: 14 });
  });

  test('lists of two jobs that share a namespace are each asked for', () => {
    const both = roundOf([job('api-rest', 1), job('api-http', 1)]);
    expect(both.lists).toBe(4 + 4);
    expect(both.most).toBe(5 + 5);
  });

  test('asks for nothing where nothing is found, and for each region by itself', () => {
    expect(roundOf([job('lambda', 0)])).toEqual({ least: 0, most: 0, lists: 0, reads: 0 });
    const one = roundOf([job('sqs', 3)]);
    expect(roundsOf([one, one])).toEqual({ least: 24, most: 24, lists: 8, reads: 2 });
  });

  test('counts each six of a metric’s statistics as two at least', () => {
    const metrics = [{ name: 'Duration', statistics: 6 }];
    expect(roundOf([{ namespace: 'AWS/Lambda', metrics, resources: 1 }])).toMatchObject({
      least: 2,
      most: 6,
    });
  });
});

describe('a month', () => {
  test('of one metric every 5 minutes costs 0.0864 dollars, every minute five times that', () => {
    const round = { least: 1, most: 2, lists: 0 };
    expect(awsDollars(round, 300, prices).least).toBeCloseTo(0.0864, 6);
    expect(awsDollars(round, 60, prices).most).toBeCloseTo(0.864, 6);
  });

  test('has a million lists for nothing: 15 a round pass it in eight regions', () => {
    const of = (lists: number) => awsDollars({ least: 0, most: 0, lists }, 300, prices).most;
    expect(of(15 * 7)).toBe(0);
    expect(of(15 * 8)).toBeCloseTo((15 * 8 * 8640 - 1_000_000) * 0.00001, 6);
  });

  test('has a million lists for nothing once on one bill, and for each account with a bill of its own', () => {
    const places = ['eu-west-1', 'us-east-1', 'eu-west-1/210987654321', 'eu-west-1/310987654321'];
    const round = listsIn(places.map((place, i) => ({ place, lists: 15 * (i + 3) })));
    expect(round).toEqual({ lists: 15 * 18, listsByAccount: [15 * 7, 15 * 5, 15 * 6] });
    const { least, most } = awsDollars({ least: 0, most: 0, ...round }, 300, prices);
    expect(least).toBe(0);
    expect(most).toBeCloseTo((15 * 18 * 8640 - 1_000_000) * 0.00001, 6);
    const uneven = { least: 0, most: 0, lists: 15 * 9, listsByAccount: [15 * 8, 15] };
    expect(awsDollars(uneven, 300, prices).least).toBeCloseTo((15 * 8 * 8640 - 1_000_000) * 0.00001, 6);
    expect(listsIn([{ place: 'eu-west-1', lists: 4 }])).toEqual({ lists: 4 });
  });

  test('of Google has a million series for nothing: 23 a minute', () => {
    const of = (series: number) => gcpDollars({ least: series, most: series, lists: 0 }, 60, prices).most;
    expect(of(23)).toBe(0);
    expect(of(24)).toBeGreaterThan(0);
    expect(of(100)).toBeCloseTo(1.66);
  });
});

test('an owner with other prices puts them into .env; what is no price is none', () => {
  const of = (values: Record<string, string>) => pricesIn((name) => values[name] ?? '');
  expect(of({ PRICE_AWS_METRICS: '0.008', PRICE_GCP_SERIES_FREE: '0' })).toEqual({
    ...prices,
    metric: 0.008 / 1000,
    seriesFree: 0,
  });
  expect(of({ PRICE_AWS_METRICS: 'much', PRICE_AWS_LISTS: '-1', PRICE_GCP_SERIES: '1e3' })).toEqual(prices);
});
