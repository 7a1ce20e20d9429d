import { afterEach, describe, expect, test } from 'vitest';
import type { AwsRole } from '@/lib/schemas/aws/job';
import type { AnswerRow, SourceAnswer } from '@/lib/schemas/source-answer';
import type { Asked } from '@/lib/server/sources/aws/doctor/account-rows';
import { apiNames } from '@/lib/server/sources/aws/doctor/api-names';
import { askDoctor } from '@/lib/server/sources/aws/doctor/doctor';
import { listMetrics } from '@/lib/server/sources/aws/doctor/metrics';
import { type FakeAws, startFakeAws } from '../../support/fakes/aws/fake-aws';
import type { AwsError, Fault } from '../../support/fakes/aws/faults';
import {
  ACCOUNT,
  type AwsWorld,
  httpApi,
  KEY_ID,
  key,
  lambda,
  oneAccount,
  queue,
  SECRET,
} from '../../support/fakes/aws/world';
import { lanAddress } from '../../support/fakes/receivers';
import { abortWhen } from '../../support/run/abort-when';

const OTHER = '210987654321';
const THIRD = '333333333333';
const arnIn = (account: string, name = 'weir') => `arn:aws:iam::${account}:role/${name}`;
const role = (arn: string, externalId = ''): AwsRole => ({ arn, externalId });
const ROLE = arnIn(OTHER);
const TAG = { env: 'prod' };
const REGIONS = ['eu-west-1', 'us-east-1'];
const taken = { externalId: null, denied: [] };

const accountOf = (name: string, alias: string | null = null) => {
  const here = [lambda(name, TAG), queue(name, TAG), httpApi(`${name}00`, `api ${name}`, TAG)];
  return { alias, regions: { 'eu-west-1': here, 'us-east-1': here } };
};
const world = (more: Partial<AwsWorld> = {}): Partial<AwsWorld> => ({
  ...oneAccount(),
  accounts: {
    [ACCOUNT]: accountOf('own', 'acme-prod'),
    [OTHER]: accountOf('other', 'acme-lab'),
    [THIRD]: accountOf('third'),
  },
  keys: { [KEY_ID]: key({ roles: [ROLE, arnIn(OTHER, 'second'), arnIn(THIRD), arnIn(ACCOUNT)] }) },
  roles: {
    [ROLE]: taken,
    [arnIn(OTHER, 'second')]: taken,
    [arnIn(THIRD)]: taken,
    [arnIn(ACCOUNT)]: taken,
  },
  ...more,
});

let aws: FakeAws | undefined;
afterEach(() => aws?.close());

interface More {
  roles?: AwsRole[];
  ownAccount?: boolean;
  regions?: string[];
  stsRegion?: string;
  signal?: AbortSignal;
}

async function start(given: Partial<AwsWorld>, signal = new AbortController().signal) {
  aws = await startFakeAws(lanAddress(), given);
  return { key: { accessKeyId: KEY_ID, secretAccessKey: SECRET }, endpoint: aws.url, signal };
}

async function ask(given: Partial<AwsWorld>, more: More = {}): Promise<SourceAnswer> {
  const { roles = [role(ROLE)], ownAccount = true, regions = REGIONS, stsRegion = 'eu-west-1' } = more;
  const accounts = [
    ...new Set([...(ownAccount ? [''] : []), ...roles.map(({ arn }) => /::(\d{12}):/.exec(arn)?.[1] ?? arn)]),
  ];
  const jobs: Asked[] = [
    { namespace: 'AWS/Lambda', service: 'lambda', regions, accounts },
    { namespace: 'AWS/SQS', service: 'sqs', regions, accounts },
  ];
  return askDoctor(await start(given, more.signal), { roles, ownAccount, stsRegion }, jobs);
}

const stateOf = ({ service, place, state }: AnswerRow) => `${service} ${place} ${state}`;
const unwell = ({ rows }: SourceAnswer) => rows.filter(({ state }) => state !== 'ok');
const everywhere = (account: string, state: string) =>
  REGIONS.flatMap((region) =>
    ['Lambda', 'SQS'].map((name) => `${name} ${region}${account && `/${account}`} ${state}`),
  );

describe('several accounts', () => {
  test('are asked each with its own credentials', async () => {
    const answer = await ask(world(), { roles: [role(ROLE), role(arnIn(THIRD))] });
    expect(answer.problem).toBeNull();
    expect(answer.identity?.account).toBe(ACCOUNT);
    expect(answer.rows.map(stateOf)).toEqual([
      ...everywhere('', 'ok'),
      ...everywhere(OTHER, 'ok'),
      ...everywhere(THIRD, 'ok'),
    ]);
    expect(answer.notes).toEqual([
      expect.stringContaining(
        'Every series of the key’s own account has the label account_alias="acme-prod"',
      ),
      expect.stringContaining(`Every series of account ${OTHER} has the label account_alias="acme-lab"`),
    ]);
    const lent = aws?.calls.filter(({ action }) => action === 'sts:AssumeRole') ?? [];
    expect(lent.map(({ region }) => region)).toEqual(['eu-west-1', 'eu-west-1']);
    expect(lent[0]?.input).toMatchObject({ RoleSessionName: 'weir', DurationSeconds: '900' });
    expect(lent[0]?.input).not.toHaveProperty('ExternalId');
    expect(aws?.counters.calls['cloudwatch:GetMetricData']).toBe(6);
  });

  test('have each what the other lacks: the role is named, not the key', async () => {
    const roles = { [ROLE]: { externalId: 'x1', denied: ['tag:GetResources', 'iam:ListAccountAliases'] } };
    const answer = await ask(world({ roles }), { roles: [role(ROLE, 'x1')] });
    expect(unwell(answer).map(stateOf)).toEqual(everywhere(OTHER, 'wrong'));
    expect(unwell(answer)[0]).toMatchObject({
      message: `AWS knows the role weir of account ${OTHER}, but it lacks a permission. Missing: tag:GetResources.`,
      fix: expect.stringContaining(`policy of the role weir of account ${OTHER}`),
    });
    expect(answer.notes[1]).toBe(
      `The role in account ${OTHER} has no iam:ListAccountAliases, and needs none. Granting it later adds the label account_alias to every series of the account, which makes each of them a new one.`,
    );
  });

  test('without that of the key, which then needs nothing but the role', async () => {
    const keys = { [KEY_ID]: key({ roles: [ROLE], allowed: ['sts:AssumeRole'] }) };
    const answer = await ask(world({ keys }), { ownAccount: false });
    expect(answer.rows.map(stateOf)).toEqual(everywhere(OTHER, 'ok'));
    expect(answer.identity?.account).toBe(ACCOUNT);
    const own = aws?.calls.filter((call) => call.key === KEY_ID).map(({ action }) => action);
    expect(new Set(own)).toEqual(new Set(['sts:GetCallerIdentity', 'sts:AssumeRole']));
  });

  test('of which one is measured twice are said so', async () => {
    const same = await ask(world(), { roles: [role(arnIn(ACCOUNT))] });
    expect(unwell(same)).toMatchObject([
      {
        service: 'Role weir',
        place: `eu-west-1/${ACCOUNT}`,
        state: 'warn',
        message: expect.stringMatching(
          /asked for twice, and billed twice: it is the account of the access key/,
        ),
      },
    ]);
    await aws?.close();
    const two = await ask(world(), { roles: [role(ROLE), role(arnIn(OTHER, 'second'))] });
    expect(unwell(two)).toMatchObject([
      {
        service: 'Role second',
        place: `eu-west-1/${OTHER}`,
        message: expect.stringContaining('another role'),
      },
    ]);
  });

  test('of which one has a region switched off: its rows there say so', async () => {
    const rows = unwell(await ask(world({ regionsOff: [`us-east-1/${OTHER}`] })));
    expect(rows.map(stateOf)).toEqual([`Lambda us-east-1/${OTHER} wrong`, `SQS us-east-1/${OTHER} wrong`]);
    expect(rows[0]?.message).toMatch(/this region, .* is not switched on for the account/);
  });

  test('end with what is known when nobody waits any more', async () => {
    const signal = abortWhen(
      () => aws?.calls.some(({ action, key: id }) => id !== KEY_ID && action.startsWith('tag:')) === true,
    );
    const faults: Fault[] = [{ does: 'hang', region: 'us-east-1', action: 'tag:GetResources' }];
    const answer = await ask(world({ faults }), { signal });
    expect(answer.rows).toHaveLength(8);
    expect(new Set(unwell(answer).map(({ state }) => state))).toEqual(new Set(['unknown']));
  });
});

const says = (code: string, message: string, status = 403): Fault => ({
  ...{ does: 'fail', action: 'sts:AssumeRole' },
  error: { status, code, message } satisfies AwsError,
});
const denied = (why: string) =>
  says('AccessDenied', `User: x is not authorized to perform: sts:AssumeRole on resource: ${ROLE} ${why}`);

describe('a role that the key cannot take', () => {
  test.each<[string, Partial<AwsWorld>, AwsRole]>([
    [
      'with another external id',
      world({ roles: { [ROLE]: { ...taken, externalId: 'x1' } } }),
      role(ROLE, 'x2'),
    ],
    ['without its external id', world({ roles: { [ROLE]: { ...taken, externalId: 'x1' } } }), role(ROLE)],
    ['that does not exist', world({ roles: {} }), role(ROLE)],
    ['that does not trust it', world({ keys: { [KEY_ID]: key() } }), role(ROLE)],
  ])(
    '%s: all that is possible is said once, and the account of the key is examined',
    async (_what, given, one) => {
      const answer = await ask(given, { roles: [one] });
      expect(answer.rows.map(stateOf)).toEqual([...everywhere('', 'ok'), ...everywhere(OTHER, 'wrong')]);
      const rows = unwell(answer);
      expect(new Set(rows.map(({ message }) => message))).toEqual(
        new Set(['AWS does not let the key take the role weir, and does not say why.']),
      );
      expect(rows.filter(({ fix }) => fix !== null)).toHaveLength(1);
      expect(rows[0]?.fix).toMatch(
        new RegExp(
          `sts:AssumeRole for ${ROLE}; .*names arn:aws:iam::${ACCOUNT}:user/weir, .*asks for ${one.externalId === '' ? 'no external id' : 'the external id'}.*account ${OTHER} has a role weir`,
        ),
      );
    },
  );

  test('hides no other', async () => {
    const roles = { [arnIn(THIRD)]: taken };
    const answer = await ask(world({ roles }), {
      roles: [role(ROLE), role(arnIn(THIRD))],
      ownAccount: false,
    });
    expect(answer.rows.map(stateOf)).toEqual([...everywhere(OTHER, 'wrong'), ...everywhere(THIRD, 'ok')]);
  });

  test('leaves its account to another role of it', async () => {
    const roles = { [arnIn(OTHER, 'second')]: taken };
    const answer = await ask(world({ roles }), { roles: [role(ROLE), role(arnIn(OTHER, 'second'))] });
    expect(unwell(answer).map(stateOf)).toEqual([`Role weir eu-west-1/${OTHER} wrong`]);
  });

  test.each<[Fault, state: AnswerRow['state'], message: RegExp, fix: RegExp]>([
    [
      denied('because no identity-based policy allows the sts:AssumeRole action'),
      'wrong',
      /^The key may not take the role weir\. Missing: sts:AssumeRole\.$/,
      /policy of the key’s user, for arn:/,
    ],
    [
      denied('because no role trust policy allows the sts:AssumeRole action'),
      'wrong',
      /^The role weir of account 210987654321 does not trust the key\.$/,
      /trust policy name arn:aws:iam::123456789012:user\/weir\.$/,
    ],
    [
      denied('with an explicit deny in an identity-based policy'),
      'wrong',
      /denies explicitly/,
      /^Take the Deny/,
    ],
    [
      denied('with an explicit deny in a service control policy'),
      'wrong',
      /rule of an organisation/,
      /ask who/,
    ],
    [
      denied('with an explicit deny in a resource control policy'),
      'wrong',
      /rule of an organisation/,
      /ask who/,
    ],
    [
      denied('because no permissions boundary allows the sts:AssumeRole action'),
      'wrong',
      /permissions boundary of the key’s user/,
      /boundary allow/,
    ],
    [
      says('ValidationError', `${ROLE} is invalid`, 400),
      'wrong',
      /is no ARN of a role\.$/,
      /it would look like arn:aws:iam/,
    ],
    [
      says('ValidationError', "Value 'x' at 'externalId' failed to satisfy constraint", 400),
      'wrong',
      /cannot read the external id/,
      /2 to 1224/,
    ],
    [
      says('RegionDisabledException', 'STS is not activated in this region for account:210987654321.'),
      'wrong',
      /has STS switched off in eu-west-1/,
      /Account settings/,
    ],
    [{ does: 'throttle', action: 'sts:AssumeRole' }, 'unknown', /limiting/, /less often/],
    [{ does: 'fail', action: 'sts:AssumeRole' }, 'unknown', /fault of its own/, /Ask again/],
  ])('for a reason that AWS names: %o', async (fault, state, message, fix) => {
    const rows = unwell(await ask(world({ faults: [fault] })));
    expect(rows.map(stateOf)).toEqual(everywhere(OTHER, state));
    expect(rows[0]?.message).toMatch(message);
    expect(rows[0]?.fix).toMatch(fix);
  });

  test('as its ARN is none: it is not asked for', async () => {
    const answer = await ask(world(), { roles: [role('arn:aws:iam::12:user/x')], regions: ['eu-west-1'] });
    expect(unwell(answer)[0]).toMatchObject({
      place: 'eu-west-1/arn:aws:iam::12:user/x',
      message: 'arn:aws:iam::12:user/x is no ARN of a role.',
    });
    expect(aws?.counters.calls['sts:AssumeRole']).toBeUndefined();
  });

  test('as the clock is wrong or the region of STS is none: said of the key, or of that region', async () => {
    const clock = await ask(world({ clockAheadMs: 31 * 60_000 }), { ownAccount: false });
    expect(clock.problem?.message).toContain('the Pi’s clock is behind');
    await aws?.close();
    const region = await ask(world(), { stsRegion: 'evil.example.com#' });
    expect(unwell(region)[0]?.message).toBe(
      'Roles are asked for at the STS of evil.example.com#, which is no region.',
    );
    expect(aws?.calls.every((call) => REGIONS.includes(call.region))).toBe(true);
  });

  test('as no STS knows the key in its region, which is off', async () => {
    const given = world({ regionsOff: ['eu-south-1'] });
    const rows = unwell(await ask(given, { stsRegion: 'eu-south-1' }));
    expect(rows.map(stateOf)).toEqual(everywhere(OTHER, 'wrong'));
    expect(rows[0]?.message).toBe(
      'Roles are asked for at the STS of eu-south-1, which is not switched on for the account of the key.',
    );
  });
});

describe('what several accounts have', () => {
  const all = { roles: [role(ROLE), role(arnIn(THIRD))], ownAccount: true, stsRegion: 'eu-west-1' };
  const invocations = ({ sets }: Awaited<ReturnType<typeof listMetrics>>) =>
    sets.find(({ dimensions }) => dimensions.join() === 'FunctionName')?.metrics[0]?.series;

  test('of a namespace is one list', async () => {
    const answer = await listMetrics(await start(world()), all, 'AWS/Lambda', ['eu-west-1']);
    expect(answer).toMatchObject({
      ...{ problem: null, isAll: true },
      places: ['eu-west-1', `eu-west-1/${OTHER}`, `eu-west-1/${THIRD}`],
    });
    expect(invocations(answer)).toBe(3);
  });

  test('is not all where an account is refused, and has its reason where all are', async () => {
    const caller = await start(world({ roles: { [arnIn(THIRD)]: taken } }));
    const some = await listMetrics(caller, { ...all, ownAccount: false }, 'AWS/Lambda', ['eu-west-1']);
    expect([some.isAll, some.problem, invocations(some)]).toEqual([false, null, 1]);
    const own = { ...all, roles: [role(ROLE)], ownAccount: false };
    const none = await listMetrics(caller, own, 'AWS/Lambda', ['eu-west-1']);
    expect(none.problem?.message).toContain('does not let the key take the role weir');
  });

  test('of HTTP APIs are their names', async () => {
    const names = await apiNames(await start(world()), all, ['eu-west-1', `eu-west-1/${OTHER}`]);
    expect(Object.fromEntries(names)).toEqual({
      own00: 'api own',
      other00: 'api other',
      third00: 'api third',
    });
  });
});
