import { afterEach, describe, expect, test } from 'vitest';
import { isGlobal, regionsOf } from '@/lib/pipeline/sources/aws/partition';
import { kindOf } from '@/lib/server/sources/aws/doctor/kinds';
import { listMetrics } from '@/lib/server/sources/aws/doctor/metrics';
import { type FakeAws, startFakeAws } from '../../support/fakes/aws/fake-aws';
import { type AwsWorld, KEY_ID, key, lambda, oneAccount, SECRET } from '../../support/fakes/aws/world';
import { lanAddress } from '../../support/fakes/receivers';

const OWN = { roles: [], ownAccount: true, stsRegion: 'eu-west-1' };
let aws: FakeAws | undefined;
afterEach(() => aws?.close());

async function list(namespace: string, regions: string[], more: Partial<AwsWorld> = {}) {
  const resources = Array.from({ length: 150 }, (_, i) => lambda(`f${i}`, { env: 'prod' }));
  aws = await startFakeAws(lanAddress(), { ...oneAccount(resources), ...more });
  const signal = new AbortController().signal;
  const caller = { key: { accessKeyId: KEY_ID, secretAccessKey: SECRET }, endpoint: aws.url, signal };
  return listMetrics(caller, OWN, namespace, regions);
}

describe('the metrics of an account', () => {
  test('are those that CloudWatch lists, by the dimensions that were seen, page by page', async () => {
    const answer = await list('AWS/Lambda', ['eu-west-1']);
    expect(answer).toMatchObject({ problem: null, places: ['eu-west-1'] });
    const own = answer.sets.find(({ dimensions }) => dimensions.join() === 'FunctionName');
    expect(own?.metrics).toContainEqual({ name: 'Invocations', series: 150 });
    expect(answer.sets.every(({ dimensions }) => dimensions.length > 0)).toBe(true);
    const calls = aws?.counters.calls['cloudwatch:ListMetrics'] ?? 0;
    expect(calls).toBeGreaterThan(1);
    expect(calls).toBeLessThanOrEqual(10);
  });

  test('of which there are none are none', async () => {
    expect(await list('AWS/Kafka', ['eu-west-1'])).toMatchObject({ sets: [], isAll: true, problem: null });
  });

  test('that may not be listed have their reason', async () => {
    const keys = { [KEY_ID]: key({ denied: ['cloudwatch:ListMetrics'] }) };
    const { sets, problem } = await list('AWS/Lambda', ['eu-west-1'], { keys });
    expect(sets).toEqual([]);
    expect(problem?.message).toMatch(/Missing: cloudwatch:ListMetrics\./);
  });

  test('of a service that is one for all regions are asked in its own', async () => {
    expect((await list('AWS/CloudFront', ['eu-west-1', 'eu-north-1'])).places).toEqual(['us-east-1']);
  });

  test('without a region are not asked for', async () => {
    expect((await list('AWS/Lambda', [])).problem?.fix).toBe('Choose a region first.');
    expect(aws?.calls).toEqual([]);
  });
});

test.each([
  ['AWS/Billing', ['Currency'], ['us-east-1']],
  ['AWS/GlobalAccelerator', ['Accelerator'], ['us-west-2']],
  ['AWS/WAFV2', ['WebACL', 'Rule'], ['us-east-1']],
  ['AWS/WAFV2', ['WebACL', 'Rule', 'Region'], ['eu-west-1', 'eu-north-1']],
  ['AWS/SQS', ['QueueName'], ['eu-west-1', 'eu-north-1']],
])('%s by %s is asked in %s', (namespace, dimensions, regions) => {
  expect(regionsOf(namespace, dimensions, ['eu-west-1', 'eu-north-1'])).toEqual(regions);
  expect(isGlobal(namespace, dimensions)).toBe(regions.length === 1);
});

test('resources of a namespace are looked for by its types, where it has any', () => {
  expect(kindOf({ namespace: 'AWS/DynamoDB', service: 'dynamodb' })?.types).toEqual(['dynamodb:table']);
  expect(kindOf({ namespace: 'AWS/Kafka', service: null })?.types).toEqual(['kafka:cluster']);
  expect(kindOf({ namespace: 'AWS/Billing', service: 'billing' })).toBeUndefined();
});
