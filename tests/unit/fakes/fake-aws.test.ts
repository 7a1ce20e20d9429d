import { afterEach, describe, expect, test } from 'vitest';
import { askCbor, askJson, askQuery } from '../../support/fakes/aws/ask';
import { decodeCbor, Timestamp } from '../../support/fakes/aws/cbor';
import { type FakeAws, startFakeAws } from '../../support/fakes/aws/fake-aws';
import type { AwsResource } from '../../support/fakes/aws/resources';
import {
  type AwsWorld,
  KEY_ID,
  key,
  lambda,
  oneAccount,
  queue,
  restApi,
} from '../../support/fakes/aws/world';

const TAGS = { env: 'prod' };
const many = (count: number, make: (name: string) => AwsResource) =>
  Array.from({ length: count }, (_, index) => make(`n${index}`));

const open: FakeAws[] = [];
async function fakeAws(resources: AwsResource[] = [], more: Partial<AwsWorld> = {}): Promise<FakeAws> {
  const aws = await startFakeAws('127.0.0.1', oneAccount(resources, more));
  open.push(aws);
  return aws;
}
afterEach(async () => {
  await Promise.all(open.splice(0).map((aws) => aws.close()));
});

// biome-ignore lint/suspicious/noExplicitAny: answers of many shapes, each looked at by its test
const json = async (response: Promise<Response>): Promise<any> => (await response).json();
const cbor = async (response: Response) => decodeCbor(Buffer.from(await response.arrayBuffer()));

describe('who asks', () => {
  test('an account, its alias, and a role of another account behind an external id', async () => {
    const ROLE = 'arn:aws:iam::222222222222:role/reader';
    const aws = await fakeAws([], {
      keys: { [KEY_ID]: key({ roles: [ROLE] }) },
      roles: { [ROLE]: { externalId: 'x1', denied: ['iam:ListAccountAliases'] } },
    });
    const who = await (await askQuery(aws, 'sts', { Action: 'GetCallerIdentity' })).text();
    expect(who).toContain('<Account>123456789012</Account>');
    expect(who).toContain('<Arn>arn:aws:iam::123456789012:user/weir</Arn>');
    const alias = await (await askQuery(aws, 'iam', { Action: 'ListAccountAliases' })).text();
    expect(alias).toContain('<AccountAliases><member>acme-prod</member></AccountAliases>');

    const assume = (ExternalId: string) =>
      askQuery(aws, 'sts', { Action: 'AssumeRole', RoleArn: ROLE, RoleSessionName: 's', ExternalId });
    const refused = await assume('x2');
    expect(refused.status).toBe(403);
    expect(await refused.text()).toContain(
      `User: arn:aws:iam::123456789012:user/weir is not authorized to perform: sts:AssumeRole on resource: ${ROLE}<`,
    );
    const text = await (await assume('x1')).text();
    const part = (name: string) => text.match(`<${name}>(.+?)</${name}>`)?.[1] ?? '';
    const temporary = {
      keyId: part('AccessKeyId'),
      secret: part('SecretAccessKey'),
      headers: { 'x-amz-security-token': part('SessionToken') },
    };
    const other = await (await askQuery(aws, 'sts', { Action: 'GetCallerIdentity' }, temporary)).text();
    expect(other).toContain('<Arn>arn:aws:sts::222222222222:assumed-role/reader/s</Arn>');
    expect((await askQuery(aws, 'iam', { Action: 'ListAccountAliases' }, temporary)).status).toBe(403);
    const tokenless = await askQuery(
      aws,
      'sts',
      { Action: 'GetCallerIdentity' },
      { ...temporary, headers: undefined },
    );
    expect(await tokenless.text()).toContain('<Code>InvalidClientTokenId</Code>');
  });

  test('a region without resources has none, a region that is off refuses the key', async () => {
    const aws = await fakeAws([lambda('orders', TAGS)], { regionsOff: ['ap-east-1'] });
    const found = (region: string) => askJson(aws, 'tagging', 'GetResources', {}, { region });
    expect((await json(found('eu-west-1'))).ResourceTagMappingList).toHaveLength(1);
    expect((await json(found('us-east-1'))).ResourceTagMappingList).toEqual([]);
    expect(await json(found('ap-east-1'))).toEqual({
      __type: 'UnrecognizedClientException',
      message: 'The security token included in the request is invalid.',
    });
  });
});

describe('tags', () => {
  test('filters of types and tags; what was never tagged is not known', async () => {
    const aws = await fakeAws([
      lambda('orders', { env: 'prod', team: 'money' }),
      lambda('never', null),
      lambda('no-longer', {}),
      queue('jobs', { env: 'test' }),
      restApi('a1', 'shop', TAGS),
    ]);
    const arns = async (input: object) =>
      (await json(askJson(aws, 'tagging', 'GetResources', input))).ResourceTagMappingList.map(
        ({ ResourceARN }: { ResourceARN: string }) => ResourceARN.split(/[:/]/).at(-1),
      );
    expect(await arns({})).toEqual(['orders', 'no-longer', 'jobs', 'a1']);
    expect(await arns({ ResourceTypeFilters: ['lambda:function'] })).toEqual(['orders', 'no-longer']);
    expect(await arns({ ResourceTypeFilters: ['apigateway', 'sqs'] })).toEqual(['jobs', 'a1']);
    expect(await arns({ TagFilters: [{ Key: 'env' }] })).toEqual(['orders', 'jobs', 'a1']);
    expect(await arns({ TagFilters: [{ Key: 'env', Values: ['prod'] }, { Key: 'team' }] })).toEqual([
      'orders',
    ]);
  });

  test('250 resources are three pages of a hundred', async () => {
    const aws = await fakeAws(many(250, (name) => lambda(name, TAGS)));
    const sizes: number[] = [];
    for (let token = ''; sizes.length === 0 || token !== ''; ) {
      const page = await json(
        askJson(aws, 'tagging', 'GetResources', { ResourcesPerPage: 100, PaginationToken: token }),
      );
      sizes.push(page.ResourceTagMappingList.length);
      token = page.PaginationToken;
    }
    expect(sizes).toEqual([100, 100, 50]);
  });
});

describe('CloudWatch', () => {
  test('metrics in pages of 500, the same in both protocols', async () => {
    const aws = await fakeAws(many(300, (name) => lambda(name, null)));
    const input = { Namespace: 'AWS/Lambda', MetricName: 'Errors' };
    const first = await json(askJson(aws, 'monitoring', 'ListMetrics', input));
    const second = await json(
      askJson(aws, 'monitoring', 'ListMetrics', { ...input, NextToken: first.NextToken }),
    );
    expect([first.Metrics.length, second.Metrics.length]).toEqual([500, 101]);
    expect(second.NextToken).toBeUndefined();
    const response = await askCbor(aws, 'ListMetrics', input);
    expect(response.headers.get('smithy-protocol')).toBe('rpc-v2-cbor');
    expect(await cbor(response)).toEqual(first);
    const Dimensions = [{ Name: 'FunctionName', Value: 'n7' }];
    const named = await json(askJson(aws, 'monitoring', 'ListMetrics', { ...input, Dimensions }));
    expect(named.Metrics).toHaveLength(2);
  });

  const query = (more: object = {}, Id = 'id_0') => ({
    Id,
    MetricStat: {
      Metric: {
        Namespace: 'AWS/SQS',
        MetricName: 'NumberOfMessagesSent',
        Dimensions: [{ Name: 'QueueName', Value: 'jobs' }],
      },
      Period: 300,
      Stat: 'Sum',
      ...more,
    },
  });
  const window = { StartTime: 1_700_000_100, EndTime: 1_700_000_700 };

  test('points come newest first, in both protocols', async () => {
    const aws = await fakeAws([queue('jobs', null, { NumberOfMessagesSent: 7 })]);
    const input = { ...window, MetricDataQueries: [query()] };
    const result = { Id: 'id_0', Label: 'NumberOfMessagesSent Sum', StatusCode: 'Complete', Values: [7, 7] };
    const { MetricDataResults } = await json(askJson(aws, 'monitoring', 'GetMetricData', input));
    expect(MetricDataResults).toEqual([{ ...result, Timestamps: [1_700_000_400, 1_700_000_100] }]);
    const times = { StartTime: new Timestamp(window.StartTime), EndTime: new Timestamp(window.EndTime) };
    const response = await askCbor(aws, 'GetMetricData', { ...times, MetricDataQueries: [query()] });
    const Timestamps = [new Timestamp(1_700_000_400), new Timestamp(1_700_000_100)];
    expect(await cbor(response)).toEqual({ Messages: [], MetricDataResults: [{ ...result, Timestamps }] });
    expect(aws.counters.requested).toEqual({ 'AWS/SQS': 2 });
  });

  test('one bad query spoils the whole call, and nothing is billed', async () => {
    const aws = await fakeAws([queue('jobs', null)]);
    const said = async (...MetricDataQueries: object[]) =>
      json(askJson(aws, 'monitoring', 'GetMetricData', { ...window, MetricDataQueries }));
    expect(await said(query(), query({ Stat: 'Summ' }, 'id_1'))).toEqual({
      __type: 'ValidationError',
      message:
        'The value Summ for parameter MetricDataQueries.member.2.MetricStat.Stat is not a valid statistic.',
    });
    expect((await said(query({ Period: 90 }))).message).toMatch(/Period must be 1, 5, 10, 20, 30 or a mul/);
    expect((await said(...Array.from({ length: 501 }, () => query()))).message).toMatch(/greater than 500/);
    expect(aws.counters.requested).toEqual({});
    expect((await said(...Array.from({ length: 500 }, () => query()))).MetricDataResults).toHaveLength(500);
    expect(aws.counters.requested).toEqual({ 'AWS/SQS': 500 });
  });
});
