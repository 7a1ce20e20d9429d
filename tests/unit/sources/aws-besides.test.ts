import { afterEach, expect, test } from 'vitest';
import { besidesOf } from '@/lib/pipeline/sources/aws/policy';
import { untriedOf } from '@/lib/server/sources/aws/doctor/besides';
import { askDoctor } from '@/lib/server/sources/aws/doctor/doctor';
import { type FakeAws, startFakeAws } from '../../support/fakes/aws/fake-aws';
import { type AwsWorld, KEY_ID, key, oneAccount, SECRET } from '../../support/fakes/aws/world';
import { lanAddress } from '../../support/fakes/receivers';

let aws: FakeAws | undefined;
afterEach(() => aws?.close());

async function rowOf(namespace: string, denied: string[] = []) {
  const resource = (type: string) => ({
    ...({
      kind: 'other',
      type,
      arn: `arn:aws:x:eu-west-1:1:${type}`,
      tags: { env: 'prod' },
      namespace,
    } as const),
    ...{ dimensions: {}, metrics: [] },
  });
  const types = [
    'shield:protection',
    'dms:rep',
    'storagegateway:gateway',
    'ec2:transit-gateway',
    'apigateway:x',
  ];
  const given: Partial<AwsWorld> = {
    ...oneAccount(types.map(resource)),
    keys: { [KEY_ID]: key({ denied }) },
  };
  aws = await startFakeAws(lanAddress(), given);
  const caller = {
    key: { accessKeyId: KEY_ID, secretAccessKey: SECRET },
    endpoint: aws.url,
    signal: new AbortController().signal,
  };
  const accounts = { roles: [], ownAccount: true, stsRegion: 'eu-west-1' };
  const jobs = [{ namespace, service: null, regions: ['eu-west-1'], accounts: [''] }];
  return (await askDoctor(caller, accounts, jobs)).rows[0];
}

const NAMESPACES = [
  'AWS/ApiGateway',
  'AWS/AutoScaling',
  'AWS/DDoSProtection',
  'AWS/DMS',
  'AWS/EC2Spot',
  'AWS/Prometheus',
  'AWS/TransitGateway',
];

test.each(NAMESPACES)('all that %s needs besides is tried', async (namespace) => {
  expect(untriedOf(namespace)).toEqual([]);
  expect(await rowOf(namespace)).toMatchObject({ state: 'ok' });
  for (const action of besidesOf(namespace)) expect(aws?.counters.calls[action]).toBeGreaterThan(0);
});

const cases = NAMESPACES.flatMap((namespace) =>
  besidesOf(namespace).map((action) => [namespace, action] as const),
);

test.each(cases)('%s without %s gives nothing, and names it', async (namespace, action) => {
  expect(await rowOf(namespace, [action])).toMatchObject({
    state: 'wrong',
    message: `AWS knows the access key, but it lacks a permission. Missing: ${action}.`,
  });
});

test('what needs something that has to be known before is not tried, and is said', async () => {
  const row = await rowOf('AWS/StorageGateway');
  expect(row).toMatchObject({
    state: 'unknown',
    message: expect.stringMatching(
      /all else that it needs; storagegateway:ListTagsForResource was not tried\.$/,
    ),
  });
  await aws?.close();
  expect((await rowOf('AWS/StorageGateway', ['storagegateway:ListGateways']))?.message).toMatch(
    /Missing: storagegateway:ListGateways\.$/,
  );
});
