import { afterAll, beforeAll, expect, test } from 'vitest';
import { ecsService, lambda, queue, restApi } from '../../../support/fakes/aws/world';
import {
  changedTemplate,
  type RoundSetting,
  type Rounds,
  startRounds,
} from '../../../support/stack/yace-rounds';

/**
 * What the real YACE has of numbers that CloudWatch still counts, with the delay of the file that ships and without. How old
 * the newest period is when it is read is chance, between nothing and a period.
 */
const PERIOD_SECONDS = 300;
const SETTLED = 1000;
const NAMES: [namespace: string, series: string][] = [
  ['AWS/Lambda', 'aws_lambda_invocations_sum'],
  ['AWS/SQS', 'aws_sqs_number_of_messages_sent_sum'],
  ['AWS/ECS', 'aws_ecs_cpuutilization_average'],
  ['AWS/ApiGateway', 'aws_apigateway_count_sum'],
];
const TAGS = { env: 'prod' };
const resources = [
  lambda('orders', TAGS, { Invocations: SETTLED }),
  queue('jobs', TAGS, { NumberOfMessagesSent: SETTLED }),
  ecsService('main', 'web', TAGS, { CPUUtilization: SETTLED }),
  restApi('r1', 'shop', TAGS, { Count: SETTLED }),
];
/** Each namespace settles so long after its period has ended. */
const settlesAfter = (seconds: number): RoundSetting => ({
  resources,
  more: { settlingSeconds: Object.fromEntries(NAMES.map(([namespace]) => [namespace, seconds])) },
});
const DELAY = / +delay: .*\n/g;
/** A number that takes longer is never complete in the period that has just ended. */
const slow = settlesAfter(2 * PERIOD_SECONDS);

let rounds: Rounds;
beforeAll(async () => {
  rounds = await startRounds('delay', {
    shipped: settlesAfter(PERIOD_SECONDS),
    without: { ...slow, config: changedTemplate(DELAY, '') },
    'at-metrics': {
      ...slow,
      config: changedTemplate(DELAY, '').replaceAll(
        /( +)(statistics: .*\n)/g,
        `$1$2$1delay: ${2 * PERIOD_SECONDS}\n`,
      ),
    },
    longer: { ...slow, config: changedTemplate(DELAY, `      delay: ${2 * PERIOD_SECONDS}\n`) },
  });
});
afterAll(() => rounds?.remove());

async function values(name: string): Promise<Record<string, number | undefined>> {
  const { series } = await rounds.of(name);
  return Object.fromEntries(
    NAMES.map(([namespace, wanted]) => [namespace, series.find((one) => one.name === wanted)?.value]),
  );
}
const all = (value: unknown) => Object.fromEntries(NAMES.map(([namespace]) => [namespace, value]));

test('the file that ships reads what has settled', async () => {
  expect(await values('shipped')).toEqual(all(SETTLED));
});

test('without a delay numbers are too low, for each service', async () => {
  for (const [namespace, value] of Object.entries(await values('without')))
    expect(value, namespace).toBeLessThan(SETTLED);
});

test('a delay at a metric is ignored, with a warning; that of the job counts', async () => {
  for (const [namespace, value] of Object.entries(await values('at-metrics')))
    expect(value, namespace).toBeLessThan(SETTLED);
  const { complaints } = await rounds.of('at-metrics');
  expect(complaints.map(({ said }) => said).join('\n')).toContain('configured with delay');
  expect(await values('longer')).toEqual(all(SETTLED));
});
