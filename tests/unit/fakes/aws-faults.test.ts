import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { askCbor, askJson, askPath, askQuery } from '../../support/fakes/aws/ask';
import { decodeCbor } from '../../support/fakes/aws/cbor';
import { type FakeAws, startFakeAws } from '../../support/fakes/aws/fake-aws';
import type { Fault } from '../../support/fakes/aws/faults';
import { cluster, KEY_ID, key, lambda, oneAccount, queue } from '../../support/fakes/aws/world';

const TAGS = { env: 'prod' };
let aws: FakeAws;
beforeAll(async () => {
  aws = await startFakeAws(
    '127.0.0.1',
    oneAccount([lambda('orders', TAGS), queue('jobs', TAGS), cluster('main', TAGS)]),
  );
});
afterAll(() => aws.close());
beforeEach(() => {
  Object.assign(aws.world, { keys: { [KEY_ID]: key() }, faults: [], clockAheadMs: 0 });
});

interface Said {
  status: number;
  code: string | undefined;
  message: string | undefined;
}
/** The error of an answer in the form of its protocol. */
async function errorOf(answer: Promise<Response>): Promise<Said> {
  const response = await answer;
  const { status, headers } = response;
  const body = Buffer.from(await response.arrayBuffer());
  if (headers.get('content-type') === 'text/xml') {
    const part = (name: string) => body.toString().match(`<${name}>(.*?)</${name}>`)?.[1];
    return { status, code: part('Code'), message: part('Message') };
  }
  const isCbor = headers.get('smithy-protocol') === 'rpc-v2-cbor';
  const value = (isCbor ? decodeCbor(body) : JSON.parse(body.toString())) as Record<string, string>;
  const code = headers.get('x-amzn-query-error') ?? headers.get('x-amzn-errortype') ?? value.__type;
  return { status, code, message: value.message ?? value.Message };
}

const identity = () => askQuery(aws, 'sts', { Action: 'GetCallerIdentity' });
const resources = (...ResourceTypeFilters: string[]) =>
  askJson(aws, 'tagging', 'GetResources', { ResourceTypeFilters });
const metrics = () => askCbor(aws, 'ListMetrics', { Namespace: 'AWS/SQS' });
const apis = () => askPath(aws, 'apigateway', '/restapis');

const USER = 'User: arn:aws:iam::123456789012:user/weir is not authorized to perform:';
const POLICY = 'because no identity-based policy allows the';

describe('what is denied is told in the words of each protocol', () => {
  test.each([
    ['sts:GetCallerIdentity', identity, 403, 'AccessDenied', ''],
    ['tag:GetResources', resources, 400, 'com.amazon.coral.service#AccessDeniedException', ''],
    ['cloudwatch:ListMetrics', metrics, 403, 'AccessDenied;Sender', ''],
    [
      'cloudwatch:ListMetrics',
      () => askJson(aws, 'monitoring', 'ListMetrics'),
      400,
      'AccessDenied;Sender',
      '',
    ],
    [
      'apigateway:GET',
      apis,
      403,
      'AccessDeniedException',
      ' on resource: arn:aws:apigateway:eu-west-1::/restapis',
    ],
    [
      'lambda:ListFunctions',
      () => askPath(aws, 'lambda', '/2015-03-31/functions'),
      403,
      'AccessDeniedException:http://internal.amazon.com/coral/com.amazon.coral.service/',
      ' on resource: *',
    ],
    [
      'ecs:ListClusters',
      () => askJson(aws, 'ecs', 'ListClusters'),
      400,
      'com.amazon.coral.service#AccessDeniedException',
      ' on resource: *',
    ],
  ])('%s', async (action, ask, status, code, where) => {
    expect((await ask()).status).toBe(200);
    aws.world.keys = { [KEY_ID]: key({ denied: [action] }) };
    const message = `${USER} ${action}${where} ${POLICY} ${action} action`;
    expect(await errorOf(ask())).toEqual({ status, code, message });
    aws.world.keys = { [KEY_ID]: key() };
    aws.world.faults = [{ does: 'forbid', action }];
    expect((await errorOf(ask())).message).toBe(
      `${USER} ${action}${where} with an explicit deny in a service control policy`,
    );
  });

  test('SQS writes its action in small letters', async () => {
    aws.world.keys = { [KEY_ID]: key({ denied: ['sqs:ListQueues'] }) };
    const { message } = await errorOf(askJson(aws, 'sqs', 'ListQueues'));
    expect(message).toMatch(/perform: sqs:listqueues on resource: arn:aws:sqs:eu-west-1:123456789012:\*/);
  });
});

describe('other faults', () => {
  test.each<[Fault['does'], number, string[]]>([
    ['throttle', 400, ['Throttling', 'ThrottlingException', 'Throttling;Sender', 'TooManyRequestsException']],
    [
      'expire',
      403,
      ['ExpiredToken', 'ExpiredTokenException', 'ExpiredToken;Sender', 'ExpiredTokenException'],
    ],
    ['fail', 500, ['InternalFailure', 'InternalFailure', 'InternalFailure;Receiver', 'InternalFailure']],
  ])('%s', async (does, status, codes) => {
    aws.world.faults = [{ does } as Fault];
    const said = await Promise.all([identity(), resources(), metrics(), apis()].map(errorOf));
    expect(said.map(({ code }) => code)).toEqual(codes);
    expect(said[0]?.status).toBe(status);
  });

  test('a fault is about an action, a region, a service, or all three', async () => {
    const isFine = async (fault: Fault) => {
      aws.world.faults = [fault];
      const lambdas = await resources('lambda:function');
      const queues = await resources('sqs');
      return [await identity(), lambdas, queues, await metrics()].map(({ ok }) => ok);
    };
    expect(await isFine({ does: 'deny', action: 'tag:GetResources' })).toEqual([true, false, false, true]);
    expect(await isFine({ does: 'deny', namespace: 'AWS/SQS' })).toEqual([true, true, false, false]);
    expect(await isFine({ does: 'deny', action: 'tag:GetResources', namespace: 'AWS/SQS' })).toEqual([
      ...[true, true, false, true],
    ]);
    expect(await isFine({ does: 'deny', region: 'us-east-1' })).toEqual([true, true, true, true]);
    expect(await isFine({ does: 'deny', region: 'eu-west-1' })).toEqual([false, false, false, false]);
  });

  test('untagged is one service of several in one answer', async () => {
    aws.world.faults = [{ does: 'untag', namespace: 'AWS/Lambda' }];
    const { ResourceTagMappingList } = (await (await resources()).json()) as {
      ResourceTagMappingList: object[];
    };
    expect(ResourceTagMappingList).toHaveLength(2);
  });

  test('what hangs is never answered, and is in the list of calls', async () => {
    aws.world.faults = [{ does: 'hang', action: 'sts:GetCallerIdentity' }];
    const before = aws.calls.length;
    let isAnswered = false;
    const asked = identity().finally(() => {
      isAnswered = true;
    });
    asked.catch(() => undefined);
    await expect.poll(() => aws.calls.length).toBe(before + 1);
    expect((await resources()).ok).toBe(true);
    expect(isAnswered).toBe(false);
  });

  test('a clock that is off refuses signatures and shows in every answer', async () => {
    const aheadMs = 10 * 60_000;
    aws.world.clockAheadMs = aheadMs;
    const beforeMs = Date.now();
    const answer = await identity();
    expect(answer.ok).toBe(true);
    // The header has whole seconds.
    const dateMs = Date.parse(answer.headers.get('date') ?? '');
    expect(dateMs).toBeGreaterThan(beforeMs + aheadMs - 1000);
    expect(await errorOf(resources())).toMatchObject({
      code: 'InvalidSignatureException',
      message: expect.stringMatching(/^Signature expired: \d{8}T\d{6}Z is now earlier than .* - 5 min\.\)$/),
    });
  });

  test('a wrong secret is another error than a key that does not exist', async () => {
    const asked = (more: object) => errorOf(askQuery(aws, 'sts', { Action: 'GetCallerIdentity' }, more));
    expect((await asked({ secret: 'wrong' })).code).toBe('SignatureDoesNotMatch');
    expect((await asked({ keyId: 'AKIAFAKEFAKEFAKEOTHE' })).code).toBe('InvalidClientTokenId');
  });
});

test('calls are listed with what they were about', async () => {
  aws.world.faults = [{ does: 'deny', action: 'cloudwatch:ListMetrics' }];
  const before = aws.counters.calls['cloudwatch:ListMetrics'] ?? 0;
  await metrics();
  expect(aws.calls.at(-1)).toMatchObject({
    action: 'cloudwatch:ListMetrics',
    protocol: 'cbor',
    region: 'eu-west-1',
    key: KEY_ID,
    about: 'AWS/SQS',
    error: 'AccessDenied',
  });
  expect(aws.counters.calls['cloudwatch:ListMetrics']).toBe(before + 1);
});
