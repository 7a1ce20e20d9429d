import { describe, expect, test } from 'vitest';
import type { LogLine } from '@/lib/schemas/log-line';
import { awsEye } from '@/lib/server/sampler/eye/aws/aws';
import { parseYaceMetrics } from '@/lib/server/sampler/eye/aws/metrics';
import { partsIn } from '@/lib/server/sources/aws/jobs';
import { START_MS } from '../../support/fakes/fake-ports';
import { logLines } from '../../support/fixtures/log-lines';

const OWN = '123456789012';
const SHOP = '210987654321';
const LAB = '333333333333';
const roleIn = (account: string, name = 'weir') => `arn:aws:iam::${account}:role/${name}`;
const job = (type: string, roles: object[]) => ({
  ...{ type, regions: ['eu-west-1'], roles, statistics: ['Sum'] },
  metrics: [{ name: 'Invocations' }],
});
const roles = [{}, { roleArn: roleIn(SHOP), externalId: 'geheim' }, { roleArn: roleIn(LAB) }];
const EXPECTED = partsIn({ discovery: { jobs: [job('AWS/Lambda', roles)] } });

const series = (account: string, count = 1) =>
  Array.from(
    { length: count },
    (_, at) => `aws_lambda_invocations_sum{account_id="${account}",region="eu-west-1",name="n${at}"} 3`,
  );

/** What a job says, of the role that it takes; without a role's ARN what CloudWatch is asked says. */
const said = (arn: string | null, msg: string, err: string, level = 'ERROR') =>
  logLines([
    {
      ...{ atMs: START_MS + 2000, level, msg, err },
      ...(arn !== null && { namespace: 'AWS/Lambda', region: 'eu-west-1', arn }),
    },
  ]);
const nothingFound = (arn: string) => said(arn, 'No metrics data found', '', 'INFO');
const refused = (who: string, action: string) =>
  `api error AccessDenied: User: ${who} is not authorized to perform: ${action} because no identity-based policy allows it`;
const NOT_TAKEN = `operation error STS: GetCallerIdentity, get identity: get credentials: failed to refresh cached credentials, operation error STS: AssumeRole, https response error StatusCode: 403, api error AccessDenied: User: arn:aws:iam::${OWN}:user/weir is not authorized to perform: sts:AssumeRole on resource: ${roleIn(SHOP)}`;

function tell(lines: LogLine[], metrics: string[], { expected = EXPECTED, atSeconds = 10 } = {}) {
  const follower = awsEye.follow?.();
  follower?.asks.hear(metrics.join('\n'), START_MS + atSeconds * 1000);
  const look = { lines, target: undefined, isRunning: true, startedAtMs: START_MS, expected };
  return follower?.tells({ ...look, clockSeconds: 300, nowMs: START_MS + atSeconds * 1000 }) ?? {};
}
const see = (...given: Parameters<typeof tell>) => tell(...given).parts ?? [];
const states = (parts: ReturnType<typeof see>) =>
  parts.map(({ state, kind, series: count }) => [state, kind, count].filter((one) => one !== null).join(' '));

test('lists are counted by account: each may have its own free ones', () => {
  const expected = EXPECTED.map((part, i) => ({ ...part, lists: i + 1 }));
  const metrics = [OWN, SHOP, LAB].flatMap((account) => series(account));
  const { billed } = tell([], metrics, { expected });
  expect(billed?.round).toMatchObject({ lists: 6, listsByAccount: [1, 2, 3] });
});

describe('series', () => {
  test('are those of their account, and of the key’s own where no role has it', () => {
    expect(states(see([], [...series(OWN, 1), ...series(SHOP, 2), ...series(LAB, 3)]))).toEqual([
      'flowing 1',
      'flowing 2',
      'flowing 3',
    ]);
    expect(states(see(nothingFound(roleIn(LAB)), [...series(''), ...series('444444444444')]))[0]).toBe(
      'flowing 2',
    );
  });

  test('are counted by their account', () => {
    const { counts } = parseYaceMetrics([...series(OWN), ...series(SHOP, 2)].join('\n'));
    expect(counts.map(({ account, series: count }) => [account, count])).toEqual([
      [OWN, 1],
      [SHOP, 2],
    ]);
  });

  test('of a role in the key’s own account are those of the role', () => {
    const expected = partsIn({ discovery: { jobs: [job('AWS/Lambda', [{}, { roleArn: roleIn(OWN) }])] } });
    const seen = (atSeconds: number) => states(see([], series(OWN), { expected, atSeconds }));
    expect(seen(10)).toEqual(['pending 0', 'flowing 1']);
    expect(seen(130)).toEqual(['idle same-account 0', 'flowing 1']);
  });

  test('of the key’s own account that do not come are no role’s fault', () => {
    expect(states(see([], [], { atSeconds: 130 }))).toEqual(Array(3).fill('blind silent 0'));
  });
});

test('parts of several accounts say whose they are, by the name that it gives itself', () => {
  const named = (account: string, alias: string) =>
    `aws_lambda_invocations_sum{account_alias="${alias}",account_id="${account}",region="eu-west-1"} 3`;
  const all = [named(OWN, 'acme-prod'), named(SHOP, 'acme-shop'), ...series(LAB)];
  expect(see([], all).map(({ account }) => account)).toEqual([
    'account of the access key: acme-prod',
    `account ${SHOP}: acme-shop`,
    `account ${LAB}`,
  ]);
  expect(see([], []).map(({ account }) => account)[0]).toBe('account of the access key');
  const [only] = see([], all, { expected: partsIn({ discovery: { jobs: [job('AWS/Lambda', [])] } }) });
  expect(only?.account).toBeUndefined();
});

describe('a role that is not to be taken', () => {
  const [own, shop, lab] = see(said(roleIn(SHOP), "Couldn't get account Id", NOT_TAKEN), [
    ...series(OWN),
    ...series(LAB),
  ]);

  test('is named with what to compare, and its external id is not', () => {
    expect(shop).toMatchObject({ state: 'blind', kind: `role-${SHOP}` });
    expect(shop?.message).toContain(`the role ${roleIn(SHOP)}:`);
    expect(shop?.fix).toMatch(/trust policy.*external id.*sts:AssumeRole/);
    expect(JSON.stringify(shop)).not.toContain('geheim');
  });

  test('for what the key may: the permission is named', () => {
    const err = `${NOT_TAKEN} because no identity-based policy allows the sts:AssumeRole action`;
    const part = see(said(roleIn(SHOP), "Couldn't get account Id", err), [])[1];
    expect(part?.kind).toBe(`role-${SHOP}`);
    expect(part?.message).toBe(
      `The access key may not take the role ${roleIn(SHOP)}. Missing: sts:AssumeRole.`,
    );
  });

  test('says nothing of the others', () => expect([own?.state, lab?.state]).toEqual(['flowing', 'flowing']));

  test.each([
    ['api error MissingAuthenticationToken: Request is missing Authentication Token', 'role-region'],
    ['api error InvalidClientTokenId: The security token included in the request is invalid.', 'key'],
    ['get credentials: failed to refresh cached credentials, no EC2 IMDS role found', 'no-key'],
    ['dial tcp: lookup sts.eu-west-1.amazonaws.com: no such host', 'unreached'],
    [
      refused('x', 'sts:AssumeRole').replace('because', 'with an explicit deny because'),
      'denied-sts-assumerole',
    ],
  ])('for another reason: %s', (err, kind) => {
    const text = `operation error STS: GetCallerIdentity, get identity: get credentials: failed to refresh cached credentials, operation error STS: AssumeRole, ${err}`;
    expect(see(said(roleIn(SHOP), "Couldn't get account Id", text), [])[1]?.kind).toBe(kind);
  });

  test('has a wrong ARN: that is told by its name, cut where it is long', () => {
    const arn = `no arn ${'x'.repeat(3000)}`;
    const expected = partsIn({ discovery: { jobs: [job('AWS/Lambda', [{ roleArn: arn }])] } });
    const [part] = see(said(arn, "Couldn't get account Id", NOT_TAKEN), [], { expected });
    expect(part).toMatchObject({ state: 'blind', kind: 'role-arn' });
    expect(part?.message).toHaveLength(200 + 'AWS:  is no ARN of a role.'.length);
  });

  test('of a job that nobody knows colours nothing', () => {
    const all = [...series(OWN), ...series(SHOP), ...series(LAB)];
    const parts = see(said(roleIn('444444444444'), "Couldn't get account Id", NOT_TAKEN), all);
    expect(states(parts)).toEqual(['flowing 1', 'flowing 1', 'flowing 1', 'blind role-444444444444 0']);
  });
});

describe('what CloudWatch refuses without naming the job', () => {
  const loose = (who: string) => said(null, 'GetMetricData error', refused(who, 'cloudwatch:GetMetricData'));
  const ofRole = loose(`arn:aws:sts::${SHOP}:assumed-role/weir/aws-go-sdk-1`);

  test('is that of the account whose role it names', () => {
    const lines = [...ofRole, ...[SHOP, LAB].flatMap((account) => nothingFound(roleIn(account)))];
    const parts = see([...lines, ...nothingFound('')], []);
    const kind = `permission-cloudwatch-getmetricdata-${SHOP}`;
    expect(states(parts)).toEqual(['idle empty 0', `blind ${kind} 0`, 'idle empty 0']);
    expect(parts[1]?.message).toMatch(/^AWS knows the role weir of account 210987654321, but/);
  });

  test('is that of the key’s own account where it names its user', () => {
    const parts = see(
      [...loose(`arn:aws:iam::${OWN}:user/weir`), ...nothingFound(roleIn(LAB))],
      series(SHOP),
    );
    expect(states(parts)).toEqual([
      'blind permission-cloudwatch-getmetricdata 0',
      'flowing 1',
      'idle empty 0',
    ]);
  });

  test('is told beside those that flow, of each account', () => {
    const all = [...series(OWN), ...series(SHOP), ...series(LAB)];
    expect(states(see(ofRole, all)).at(-1)).toBe(`blind permission-cloudwatch-getmetricdata-${SHOP} 0`);
    expect(states(see(ofRole, all)).slice(0, 3)).toEqual(Array(3).fill('flowing 1'));
  });

  test('and names nobody: it may be anybody’s that has nothing', () => {
    const lines = said(null, 'GetMetricData error', 'api error Throttling: Rate exceeded');
    expect(states(see(lines, series(OWN)))).toEqual(['flowing 1', 'blind limited 0', 'blind limited 0']);
  });
});

test('a key that a region refuses says that the account has not switched it on', () => {
  const err =
    'operation error STS: GetCallerIdentity, api error InvalidClientTokenId: The security token included in the request is invalid.';
  const parts = see(said(roleIn(SHOP), "Couldn't get account Id", err), []);
  expect(parts[1]).toMatchObject({ state: 'blind', kind: 'region' });
});
