import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AskedJob, roundOf } from '@/lib/pipeline/sources/aws/price';
import { parseYaceMetrics } from '@/lib/server/sampler/eye/aws/metrics';
import { countAws } from '@/lib/server/sources/aws/counted';
import { discoveryJobs } from '@/lib/server/sources/aws/jobs';
import { yamlData } from '@/lib/server/yaml';
import type { AwsResource } from '../../../support/fakes/aws/resources';
import { cluster, ecsService, httpApi, lambda, queue, restApi } from '../../../support/fakes/aws/world';
import { smallWorld } from '../../../support/fixtures/aws-world';
import { withServices } from '../../../support/stack/aws-stack';
import {
  TEMPLATE_REGION as REGION,
  type RoundSetting,
  type Rounds,
  startRounds,
  TEMPLATE,
} from '../../../support/stack/yace-rounds';

/**
 * What AWS would bill, counted three times: by the stand-in’s own log, by YACE’s counters, and by the formula that the forms
 * reckon a price with, of what YACE has found. They agree to the unit.
 */
const TAGS = { env: 'prod' };
const many = (count: number, make: (name: string) => AwsResource) =>
  Array.from({ length: count }, (_, index) => make(`n${index}`));

const insights = (resource: AwsResource): AwsResource => ({ ...resource, hasInsights: true }) as AwsResource;

const worlds: Record<string, RoundSetting> = {
  'the template': { resources: smallWorld() },
  'Container Insights': {
    config: withServices(TEMPLATE, ['container-insights'], [REGION]),
    resources: [
      insights(cluster('main', TAGS)),
      insights(ecsService('main', 'web', TAGS)),
      insights(ecsService('main', 'worker', null)),
    ],
  },
  'an untagged service in a tagged cluster': {
    resources: [cluster('main', TAGS), ecsService('main', 'worker', null), ecsService('main', 'web', null)],
  },
  '300 functions with 40 queues': {
    resources: [...many(300, (name) => lambda(name, TAGS)), ...many(40, (name) => queue(name, TAGS))],
  },
  'more than a page of everything': {
    config: withServices(TEMPLATE, ['api-http'], [REGION]),
    resources: [
      ...many(600, (name) => lambda(`f-${name}`, TAGS)),
      ...many(510, (name) => queue(`q-${name}`, TAGS)),
      ...many(510, (name) => restApi(`r-${name}`, `rest-${name}`, TAGS)),
      ...many(20, (name) => httpApi(`h-${name}`, `http-${name}`, TAGS)),
      cluster('main', TAGS),
      ...many(510, (name) => ecsService('main', `s-${name}`, null)),
    ],
  },
};

let rounds: Rounds;
beforeAll(async () => {
  rounds = await startRounds('counts', worlds);
});
afterAll(() => rounds?.remove());

/** The jobs of a file with the resources that YACE has found of each. */
function askedOf(config: string, metrics: string): AskedJob[] {
  const yaml = yamlData(config);
  const counted = countAws(yaml, metrics) ?? [];
  const { jobs } = (yaml as { discovery: { jobs: { metrics: { name: string; statistics: string[] }[] }[] } })
    .discovery;
  return discoveryJobs(yaml).map((job, index) => ({
    namespace: job.namespace,
    metrics: (jobs[index]?.metrics ?? []).map(({ name, statistics }) => ({
      name,
      statistics: statistics.length,
    })),
    resources: counted[index]?.resources ?? -1,
  }));
}

describe('a round of', () => {
  test.each(Object.keys(worlds))('%s costs what the price says', async (name) => {
    const { aws, metrics, self } = await rounds.of(name);
    const round = roundOf(askedOf(worlds[name]?.config ?? TEMPLATE, metrics));
    const logged = {
      most: Object.values(aws.counters.requested).reduce((sum, count) => sum + count, 0),
      reads: aws.counters.calls['cloudwatch:GetMetricData'],
      lists: aws.counters.calls['cloudwatch:ListMetrics'],
    };
    const { requested, lists } = parseYaceMetrics(metrics);
    const counted = { most: requested, reads: self['requests_total GetMetricData'], lists };
    const { most, reads, lists: reckoned } = round;
    expect(counted).toEqual(logged);
    expect({ most, reads, lists: reckoned }).toEqual(logged);
  });

  test('the least that a bill may say is each metric of each resource once', async () => {
    const { metrics } = await rounds.of('300 functions with 40 queues');
    const { least } = roundOf(askedOf(TEMPLATE, metrics));
    expect(least).toBe(300 * 5 + 40 * 4);
    const counted = countAws(yamlData(TEMPLATE), metrics) ?? [];
    expect(counted.reduce((sum, one) => sum + one.least, 0)).toBe(least);
  });
});
