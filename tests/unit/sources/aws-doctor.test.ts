import { afterEach, describe, expect, test } from 'vitest';
import type { AwsServiceId } from '@/lib/pipeline/sources/aws/service-ids';
import { awsService } from '@/lib/pipeline/sources/aws/services';
import type { AnswerRow, SourceAnswer } from '@/lib/schemas/source-answer';
import type { Asked } from '@/lib/server/sources/aws/doctor/account-rows';
import { askDoctor } from '@/lib/server/sources/aws/doctor/doctor';
import { type FakeAws, startFakeAws } from '../../support/fakes/aws/fake-aws';
import type { Fault } from '../../support/fakes/aws/faults';
import {
  ACCOUNT,
  type AwsWorld,
  cluster,
  ecsService,
  emptyWorld,
  httpApi,
  KEY_ID,
  key,
  lambda,
  oneAccount,
  queue,
  restApi,
  SECRET,
} from '../../support/fakes/aws/world';
import { lanAddress } from '../../support/fakes/receivers';
import { abortWhen } from '../../support/run/abort-when';

const OWN = { roles: [], ownAccount: true, stsRegion: 'eu-west-1' };
const TAG = { env: 'prod' };
const ALL: AwsServiceId[] = ['lambda', 'sqs', 'ecs', 'api-rest', 'api-http'];
const WORDS = ['Lambda', 'SQS', 'ECS', 'API Gateway, REST', 'API Gateway, HTTP'];
const APIS = WORDS.slice(-2);
const REGIONS = ['eu-west-1', 'us-east-1'];
const resources = [
  lambda('orders', TAG),
  lambda('billing', TAG),
  queue('jobs', TAG),
  cluster('main', null),
  ecsService('main', 'web', TAG),
  restApi('a1b2c3d4e5', 'shop', TAG),
  httpApi('zz11yy22xx', 'front', TAG),
];
const world = (more: Partial<AwsWorld> = {}): Partial<AwsWorld> => ({
  ...oneAccount(),
  accounts: {
    [ACCOUNT]: { alias: 'acme-prod', regions: { 'eu-west-1': resources, 'us-east-1': resources } },
  },
  ...more,
});

let aws: FakeAws | undefined;
afterEach(() => aws?.close());

interface More {
  services?: AwsServiceId[];
  regions?: string[];
  secret?: string;
  keyId?: string;
  signal?: AbortSignal;
}

async function ask(given: Partial<AwsWorld>, more: More = {}): Promise<SourceAnswer> {
  aws = await startFakeAws(lanAddress(), given);
  const { services = ALL, regions = REGIONS, secret = SECRET, keyId = KEY_ID } = more;
  const jobs: Asked[] = services.map((service) => ({
    namespace: awsService(service).namespace,
    service,
    regions,
    accounts: [''],
  }));
  const signal = more.signal ?? new AbortController().signal;
  const caller = { key: { accessKeyId: keyId, secretAccessKey: secret }, endpoint: aws.url, signal };
  return askDoctor(caller, OWN, jobs);
}

const denied = (...actions: string[]): Partial<AwsWorld> =>
  world({ keys: { [KEY_ID]: key({ denied: actions }) } });
const faults = (...all: Fault[]) => world({ faults: all });
const nameOf = ({ service, place }: AnswerRow) => `${service} ${place}`;
/** The rows that are not well, with what they say. */
const unwell = ({ rows }: SourceAnswer) => rows.filter(({ state }) => state !== 'ok');
const namesOf = (rows: AnswerRow[]) => rows.map(nameOf);

describe('a good key', () => {
  test('is somebody’s, and every service of every region gives data', async () => {
    const answer = await ask(world());
    expect(answer.problem).toBeNull();
    expect(answer.identity).toEqual({ account: ACCOUNT, who: `arn:aws:iam::${ACCOUNT}:user/weir` });
    expect(answer.notes).toEqual([expect.stringContaining('account_alias="acme-prod"')]);
    expect(answer.rows.map((row) => [nameOf(row), row.state, row.found, row.message])).toEqual(
      REGIONS.flatMap((region) => [
        [`Lambda ${region}`, 'ok', 2, '2 functions have a tag and are read.'],
        [`SQS ${region}`, 'ok', 1, '1 queue has a tag and is read.'],
        [`ECS ${region}`, 'ok', 1, '1 service has a tag and is read.'],
        [`API Gateway, REST ${region}`, 'ok', 1, '1 REST API has a tag and is read.'],
        [`API Gateway, HTTP ${region}`, 'ok', 1, '1 HTTP API has a tag and is read.'],
      ]),
    );
    expect(aws?.counters.calls).toMatchObject({
      'sts:GetCallerIdentity': 2,
      'iam:ListAccountAliases': 1,
      'cloudwatch:ListMetrics': 2,
      'cloudwatch:GetMetricData': 2,
    });
    // What AWS bills: one metric a region.
    expect(Object.values(aws?.counters.requested ?? {}).reduce((sum, one) => sum + one, 0)).toBe(2);
  });
});

describe('each permission', () => {
  const everywhere = (...services: string[]) =>
    REGIONS.flatMap((region) => services.map((service) => `${service} ${region}`));
  test.each([
    ['tag:GetResources', everywhere(...WORDS)],
    ['cloudwatch:ListMetrics', everywhere(...WORDS)],
    ['cloudwatch:GetMetricData', everywhere(...WORDS)],
    ['apigateway:GET', everywhere(...APIS)],
  ])('without %s exactly its rows are red, and name it', async (action, names) => {
    const rows = unwell(await ask(denied(action)));
    expect(namesOf(rows)).toEqual(names);
    for (const row of rows) {
      expect(row).toMatchObject({
        state: 'wrong',
        message: `AWS knows the access key, but it lacks a permission. Missing: ${action}.`,
        fix: expect.stringContaining('Add the permission to the policy'),
      });
    }
  });

  test('that are missing together are named together', async () => {
    const answer = await ask(denied('tag:GetResources', 'cloudwatch:GetMetricData'), {
      services: ['sqs'],
      regions: ['eu-west-1'],
    });
    expect(answer.rows[0]?.message).toBe(
      'AWS knows the access key, but it lacks a permission. Missing: tag:GetResources, cloudwatch:GetMetricData.',
    );
  });

  test.each(['lambda:ListFunctions', 'sqs:ListQueues', 'ecs:ListClusters', 'ecs:ListServices'])(
    'the key needs no %s',
    async (action) => {
      const answer = await ask(denied(action));
      expect(unwell(answer)).toEqual([]);
      expect(answer.notes.join(' ')).toContain('Resources without a tag cannot be named');
    },
  );

  test('nor iam:ListAccountAliases, and it is told beforehand what granting it does', async () => {
    const answer = await ask(denied('iam:ListAccountAliases'));
    expect(unwell(answer)).toEqual([]);
    expect(answer.notes.join(' ')).toContain('adds the label account_alias to every series');
  });

  test('is tried in each region', async () => {
    const rows = unwell(await ask(faults({ does: 'deny', action: 'tag:GetResources', region: 'us-east-1' })));
    expect(namesOf(rows)).toEqual(WORDS.map((name) => `${name} us-east-1`));
  });

  test('that an organisation forbids is no matter of the key', async () => {
    const [row] = unwell(
      await ask(faults({ does: 'forbid', action: 'apigateway:GET', region: 'us-east-1' })),
    );
    expect(row).toMatchObject({ state: 'wrong', message: expect.stringContaining('service control policy') });
  });
});

describe('a key that nobody takes', () => {
  test.each<[string, Partial<AwsWorld>, More, string]>([
    [
      'of no account',
      world(),
      { keyId: 'AKIAFAKEFAKEFAKEGONE' },
      'AWS refuses the access key: it does not exist',
    ],
    ['with another secret', world(), { secret: `${SECRET}x` }, 'AWS refuses the secret'],
    ['that has expired', faults({ does: 'expire' }), {}, 'it was a temporary one and has expired'],
    [
      'whose organisation forbids all',
      faults({ does: 'forbid', action: 'sts:GetCallerIdentity' }),
      {},
      'service control policy',
    ],
  ])('%s', async (_what, given, more, words) => {
    const answer = await ask(given, more);
    expect(answer).toMatchObject({ identity: null, rows: [] });
    expect(answer.problem).toMatchObject({ state: 'wrong', message: expect.stringContaining(words) });
    expect(JSON.stringify(answer)).not.toContain(SECRET);
  });

  test.each([
    [30, 'the Pi’s clock is behind. It is 30 min ', 'behind.'],
    [-30, 'the Pi’s clock is ahead. It is ', 'ahead.'],
  ])('while the clock is %s min off', async (minutes, words, end) => {
    const { problem } = await ask(world({ clockAheadMs: minutes * 60_000 }));
    expect(problem?.state).toBe('wrong');
    expect(problem?.message).toContain(words);
    expect(problem?.message).toMatch(new RegExp(`(?:30 min [01]|29 min 59) s ${end}$`));
    expect(problem?.fix).toContain('timedatectl');
  });
});

describe('a region', () => {
  test('that the account has not switched on', async () => {
    const rows = unwell(await ask(world({ regionsOff: ['us-east-1'] })));
    expect(new Set(rows.map(({ place }) => place))).toEqual(new Set(['us-east-1']));
    expect(rows[0]).toMatchObject({
      state: 'wrong',
      message: 'AWS: this region, or this service in it, is not switched on for the account.',
    });
  });

  test('alone, and off: the home region tells it from a key that does not exist', async () => {
    const answer = await ask(world({ regionsOff: ['eu-west-1'] }), { regions: ['eu-west-1'] });
    expect(answer.problem).toBeNull();
    expect(answer.identity?.account).toBe(ACCOUNT);
    expect(unwell(answer)).toHaveLength(ALL.length);
  });

  test('whose name has not the form of one is not asked', async () => {
    const answer = await ask(world(), {
      regions: ['eu-west-1', 'evil.example.com#'],
      services: ['sqs'],
    });
    expect(unwell(answer)).toMatchObject([
      { state: 'wrong', message: 'evil.example.com# is no region: it would look like eu-west-1.' },
    ]);
    expect(aws?.calls.every(({ region }) => REGIONS.includes(region))).toBe(true);
  });
});

describe('what AWS has', () => {
  const inOne = (...own: (typeof resources)[number][]) => ({
    ...oneAccount(own),
  });
  const one = { regions: ['eu-west-1'] };

  test('without a tag is named, with the command that tags it', async () => {
    const queues = ['a', 'b', 'c', 'd'].map((name) => queue(name, null));
    const answer = await ask(inOne(queue('jobs', TAG), ...queues), { ...one, services: ['sqs'] });
    expect(answer.rows).toMatchObject([
      {
        state: 'warn',
        message: '1 queue has a tag and is read. 4 queues have no tag and are not seen.',
        found: 1,
        unseen: {
          names: ['a', 'b', 'c', 'd'],
          count: 4,
          command: `aws resourcegroupstaggingapi tag-resources --region eu-west-1 --tags weir=yes --resource-arn-list ${[
            'a',
            'b',
            'c',
            'd',
          ]
            .map((name) => `'arn:aws:sqs:eu-west-1:${ACCOUNT}:${name}'`)
            .join(' ')}`,
        },
      },
    ]);
  });

  test('names ten at most, and none that a shell would read', async () => {
    const hostile = queue("x'; rm -rf ~; '", null);
    const many = Array.from({ length: 30 }, (_, i) => queue(`q${i}`, null));
    const answer = await ask(inOne(hostile, ...many), { ...one, services: ['sqs'] });
    const unseen = answer.rows[0]?.unseen;
    expect(unseen).toMatchObject({ count: 31 });
    expect(unseen?.names).toHaveLength(10);
    expect(unseen?.command).not.toContain('rm -rf');
  });

  test('an ECS service is seen by the tag of its cluster', async () => {
    const answer = await ask(
      inOne(cluster('main', TAG), ecsService('main', 'web', TAG), ecsService('main', 'worker', null)),
      { ...one, services: ['ecs'] },
    );
    expect(answer.rows).toMatchObject([
      { state: 'ok', found: 2, message: '2 services have a tag and are read, 1 by the tag of the cluster.' },
    ]);
  });

  test('nothing at all, or nothing with a tag', async () => {
    const answer = await ask(inOne(lambda('orders', null)), {
      ...one,
      services: ['lambda', 'sqs'],
    });
    expect(answer.rows).toMatchObject([
      { state: 'warn', found: 0, message: '1 function has no tag and is not seen.' },
      { state: 'warn', found: 0, message: 'There is no queue here.' },
    ]);
  });

  test('more than a page of everything', async () => {
    const many = [
      ...Array.from({ length: 300 }, (_, i) => lambda(`f${i}`, TAG)),
      ...Array.from({ length: 30 }, (_, i) => httpApi(`api${i}`, `api ${i}`, i === 29 ? null : TAG)),
    ];
    const answer = await ask(inOne(...many), { ...one, services: ['lambda', 'api-http'] });
    expect(answer.rows).toMatchObject([
      { state: 'ok', found: 300 },
      { state: 'warn', found: 29, unseen: { names: ['api 29'], count: 1 } },
    ]);
  });
});

describe('AWS itself', () => {
  test('limits how often it is asked', async () => {
    const rows = unwell(await ask(faults({ does: 'throttle', action: 'cloudwatch:GetMetricData' })));
    expect(rows).toHaveLength(10);
    expect(rows[0]).toMatchObject({
      state: 'unknown',
      message: 'AWS is limiting how often it may be asked.',
    });
  });

  test('has a fault of its own', async () => {
    const rows = unwell(await ask(faults({ does: 'fail', action: 'tag:GetResources' })));
    expect(rows[0]).toMatchObject({
      state: 'unknown',
      message: 'AWS has a fault of its own at the moment.',
      fix: 'Ask again in a minute.',
    });
  });

  test('never answers: it is given up, and ends when nobody waits any more', async () => {
    const signal = abortWhen(
      () =>
        aws?.calls.some(({ action, region }) => region === 'us-east-1' && action.startsWith('tag:')) === true,
    );
    const answer = await ask(faults({ does: 'hang', region: 'us-east-1' }), { signal });
    expect(new Set(unwell(answer).map(({ state }) => state))).toEqual(new Set(['unknown']));
  });

  test('cannot be reached', async () => {
    const dead = await startFakeAws(lanAddress(), emptyWorld());
    await dead.close();
    const caller = {
      key: { accessKeyId: KEY_ID, secretAccessKey: SECRET },
      endpoint: dead.url,
      signal: new AbortController().signal,
    };
    const answer = await askDoctor(caller, OWN, [
      { namespace: 'AWS/SQS', service: 'sqs', regions: REGIONS, accounts: [''] },
    ]);
    expect(answer).toMatchObject({
      problem: { state: 'unknown', message: expect.stringContaining('refuses connections') },
      rows: [],
    });
  });
});
