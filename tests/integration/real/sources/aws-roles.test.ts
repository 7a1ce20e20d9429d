import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { awsPlace } from '@/lib/pipeline/sources/aws/accounts';
import { awsPolicy } from '@/lib/pipeline/sources/aws/policy';
import type { SourcePart } from '@/lib/schemas/snapshot';
import { countAws } from '@/lib/server/sources/aws/counted';
import { yamlData } from '@/lib/server/yaml';
import { missingParts } from '@/lib/verdict/terms/parts';
import type { FakeAws } from '../../../support/fakes/aws/fake-aws';
import type { AwsResource } from '../../../support/fakes/aws/resources';
import {
  ACCOUNT,
  type AwsWorld,
  KEY_ID,
  key,
  lambda,
  queue,
  restApi,
} from '../../../support/fakes/aws/world';
import { smallWorld } from '../../../support/fixtures/aws-world';
import {
  changedTemplate,
  TEMPLATE_REGION as REGION,
  type RoundSetting,
  type Rounds,
  startRounds,
} from '../../../support/stack/yace-rounds';
import { partsAfter } from '../../../support/stack/yace-telling';

/** The real YACE with the account of its key and those of two roles: each part says what is true of its own account. */
const SHOP = '210987654321';
const LAB = '333333333333';
const SHOP_ROLE = `arn:aws:iam::${SHOP}:role/weir`;
const LAB_ROLE = `arn:aws:iam::${LAB}:role/team/reader`;
const OTHER_REGION = 'eu-central-1';
const TAGS = { env: 'prod' };
/** The same names as in the other accounts. */
const FEW: AwsResource[] = [lambda('orders', TAGS), queue('jobs', TAGS), restApi('a1', 'shop', TAGS)];
const NAMESPACES = ['AWS/Lambda', 'AWS/SQS', 'AWS/ECS', 'AWS/ApiGateway'];

const OWN = '{}';
const SHOP_TAKEN = `{roleArn: "${SHOP_ROLE}", externalId: shop-1}`;
const LAB_TAKEN = `{roleArn: "${LAB_ROLE}"}`;
const configOf = (roles: readonly string[], regions = [REGION]) =>
  changedTemplate(
    `regions: [${REGION}]`,
    `regions: [${regions.join(', ')}]\n      roles: [${roles.join(', ')}]`,
  );
const ALL = configOf([OWN, SHOP_TAKEN, LAB_TAKEN]);

const everywhere = (resources: AwsResource[]) => ({ [REGION]: resources, [OTHER_REGION]: resources });
const world = (more: Partial<AwsWorld> = {}): Partial<AwsWorld> => ({
  accounts: {
    [ACCOUNT]: { alias: 'acme-prod', regions: everywhere(smallWorld()) },
    [SHOP]: { alias: 'acme-shop', regions: everywhere(FEW) },
    [LAB]: { alias: null, regions: everywhere([lambda('orders', TAGS), lambda('two', TAGS)]) },
  },
  keys: { [KEY_ID]: key({ roles: [SHOP_ROLE, LAB_ROLE] }) },
  roles: {
    [SHOP_ROLE]: { externalId: 'shop-1', denied: [] },
    [LAB_ROLE]: { externalId: null, denied: [] },
  },
  ...more,
});
const shopRole = (denied: string[], externalId = 'shop-1') => ({
  roles: { ...world().roles, [SHOP_ROLE]: { externalId, denied } },
});
const setting = (config = ALL, more: Partial<AwsWorld> = {}): RoundSetting => ({
  resources: [],
  config,
  more: world(more),
});

const actionsOf = (policy: string) =>
  (JSON.parse(policy).Statement as { Action: string[] }[]).flatMap(({ Action }) => Action);
const POLICY = actionsOf(awsPolicy(NAMESPACES, [REGION]));

const settings: Record<string, RoundSetting> = {
  'no more than the policies': setting(ALL, {
    keys: { [KEY_ID]: key({ allowed: [...POLICY, 'sts:AssumeRole'], roles: [SHOP_ROLE, LAB_ROLE] }) },
    roles: {
      [SHOP_ROLE]: { externalId: 'shop-1', denied: [], allowed: POLICY },
      [LAB_ROLE]: { externalId: null, denied: [], allowed: POLICY },
    },
  }),
  'all of them': setting(),
  'a role that does not trust the key': setting(ALL, { keys: { [KEY_ID]: key({ roles: [LAB_ROLE] }) } }),
  'another external id': setting(ALL, shopRole([], 'another')),
  'no tag:GetResources': setting(ALL, shopRole(['tag:GetResources'])),
  'no cloudwatch:ListMetrics': setting(ALL, shopRole(['cloudwatch:ListMetrics'])),
  'no cloudwatch:GetMetricData': setting(ALL, shopRole(['cloudwatch:GetMetricData'])),
  'without its own account': setting(configOf([SHOP_TAKEN, LAB_TAKEN])),
  'a region that one account lacks': setting(configOf([OWN, SHOP_TAKEN], [REGION, OTHER_REGION]), {
    regionsOff: [`${OTHER_REGION}/${SHOP}`],
  }),
  'no AWS_REGION': { ...setting(), region: '' },
  'no ARN': setting(configOf([OWN, '{roleArn: "role/weir"}'])),
  'two roles of an account': setting(configOf([OWN, SHOP_TAKEN, `{roleArn: "${SHOP_ROLE}-2"}`])),
  'a role of the key’s own account': setting(
    configOf([OWN, `{roleArn: "arn:aws:iam::${ACCOUNT}:role/own"}`]),
    {
      keys: { [KEY_ID]: key({ roles: [`arn:aws:iam::${ACCOUNT}:role/own`] }) },
      roles: { [`arn:aws:iam::${ACCOUNT}:role/own`]: { externalId: null, denied: [] } },
    },
  ),
};

let rounds: Rounds;
beforeAll(async () => {
  rounds = await startRounds('roles', settings);
});
afterAll(() => rounds?.remove());

const seen = async (name: string) => partsAfter(await rounds.of(name), settings[name]?.config ?? '');
const partsOf = (parts: readonly SourcePart[], account: string, region = REGION) =>
  parts.filter(({ id }) => id.endsWith(` ${awsPlace(region, account)}`));
const states = (parts: readonly SourcePart[], account: string, region = REGION) =>
  partsOf(parts, account, region).map(({ state, kind }) => [state, kind].filter(Boolean).join(' '));

/** Metric-statistics that an account was asked for, by the stand-in's own log. */
const askedOf = ({ calls, world: { keys } }: FakeAws, account: string) =>
  calls
    .filter(({ action, error, key: id }) => {
      const isRead = action === 'cloudwatch:GetMetricData' && error === null;
      return isRead && id !== null && keys[id]?.account === account;
    })
    .reduce((sum, { about }) => sum + Number(/(\d+) queries/.exec(about)?.[1]), 0);

const FLOWING = ['flowing', 'flowing', 'flowing', 'flowing'];
/** What an account has no resource of is told as anywhere. */
const SHOP_FLOWING = ['flowing', 'flowing', 'blind untagged', 'flowing'];
const LAB_FLOWING = ['flowing', 'blind untagged', 'blind untagged', 'blind untagged'];
const every = (state: string) => NAMESPACES.map(() => state);

test('all that the accounts have arrives, each part has its own, and the counts are those of AWS’s log', async () => {
  const { aws, metrics } = await rounds.of('all of them');
  const parts = await seen('all of them');
  expect(parts).toHaveLength(NAMESPACES.length * 3);
  expect(states(parts, '')).toEqual(FLOWING);
  expect(states(parts, SHOP)).toEqual(SHOP_FLOWING);
  expect(states(parts, LAB)).toEqual(LAB_FLOWING);
  const counted = countAws(yamlData(ALL), metrics) ?? [];
  for (const [account, name, asked] of [
    [ACCOUNT, '', 33],
    [SHOP, SHOP, 6 + 4 + 5],
    [LAB, LAB, 2 * 6],
  ] as const) {
    const ofIt = counted.filter(({ place }) => place === awsPlace(REGION, name));
    const most = ofIt.reduce((sum, one) => sum + one.most, 0);
    expect(most).toBe(asked);
    expect(askedOf(aws, account)).toBe(asked);
    expect(partsOf(parts, name).reduce((sum, { series }) => sum + series, 0)).toBe(asked);
  }
});

describe('a role that is not to be taken', () => {
  test.each(['a role that does not trust the key', 'another external id'])(
    '%s: its account is blind, is told with the role, and no other is coloured',
    async (name) => {
      const parts = await seen(name);
      expect(states(parts, '')).toEqual(FLOWING);
      expect(states(parts, SHOP)).toEqual(every(`blind role-${SHOP}`));
      expect(states(parts, LAB)).toEqual(LAB_FLOWING);
      const [told] = partsOf(parts, SHOP);
      expect(told?.message).toContain(`take the role ${SHOP_ROLE}:`);
      expect(told?.message).not.toContain('shop-1');
      expect(told?.fix).toMatch(/trust policy.*external id.*sts:AssumeRole/);
      expect(missingParts(parts).map(({ kind }) => kind)).toEqual([`role-${SHOP}`, 'untagged']);
    },
  );

  test('one of two roles of an account: its series come by the other, and it is told', async () => {
    const parts = await seen('two roles of an account');
    expect(states(parts, '')).toEqual(FLOWING);
    expect(states(parts, SHOP)).toEqual(every(`blind role-${SHOP}`));
    expect(partsOf(parts, SHOP)[0]).toMatchObject({
      series: 6,
      message: expect.stringContaining(`${SHOP_ROLE}-2:`),
    });
  });

  test('what is no ARN of a role is blind by its name', async () => {
    const parts = await seen('no ARN');
    expect(states(parts, '')).toEqual(FLOWING);
    expect(states(parts, 'role/weir')).toEqual(every('blind role-arn'));
    expect(parts.at(-1)).toMatchObject({
      name: `API Gateway in ${REGION} of account role/weir`,
      message: 'AWS: role/weir is no ARN of a role.',
    });
  });

  test('without AWS_REGION none is, and what lacks it is said', async () => {
    const parts = await seen('no AWS_REGION');
    expect(states(parts, '')).toEqual(FLOWING);
    expect([...partsOf(parts, SHOP), ...partsOf(parts, LAB)].map(({ kind }) => kind)).toEqual([
      ...every('role-region'),
      ...every('role-region'),
    ]);
    expect(partsOf(parts, LAB)[0]?.fix).toContain('AWS_REGION');
  });
});

describe('what AWS refuses one account', () => {
  test.each(['tag:GetResources', 'cloudwatch:ListMetrics', 'cloudwatch:GetMetricData'])(
    'without %s it is named there and nowhere else',
    async (action) => {
      const parts = await seen(`no ${action}`);
      const kind = `permission-${action.toLowerCase().replace(':', '-')}-${SHOP}`;
      const ofEcs = action === 'tag:GetResources' ? `blind ${kind}` : 'blind untagged';
      expect(states(parts, '')).toEqual(FLOWING);
      expect(states(parts, SHOP)).toEqual(every(`blind ${kind}`).with(2, ofEcs));
      expect(states(parts, LAB)).toEqual(LAB_FLOWING);
      expect(parts).toHaveLength(NAMESPACES.length * 3);
      expect(partsOf(parts, SHOP)[0]).toMatchObject({
        message: `AWS knows the role weir of account ${SHOP}, but it lacks a permission. Missing: ${action}.`,
        fix: expect.stringContaining(`the policy of the role weir of account ${SHOP}`),
      });
    },
  );

  test('a region that it has not switched on says nothing of the key', async () => {
    const parts = await seen('a region that one account lacks');
    expect(states(parts, '', OTHER_REGION)).toEqual(FLOWING);
    expect(states(parts, SHOP)).toEqual(SHOP_FLOWING);
    expect(states(parts, SHOP, OTHER_REGION)).toEqual(every('blind region'));
  });
});

describe('the account of the key', () => {
  test('is not measured where only roles are', async () => {
    const { aws } = await rounds.of('without its own account');
    const parts = await seen('without its own account');
    expect(partsOf(parts, '')).toEqual([]);
    expect(states(parts, SHOP)).toEqual(SHOP_FLOWING);
    expect(states(parts, LAB)).toEqual(LAB_FLOWING);
    expect(askedOf(aws, ACCOUNT)).toBe(0);
  });

  test('and a role in it: what is measured twice is counted once, and said', async () => {
    const parts = await seen('a role of the key’s own account');
    expect(states(parts, ACCOUNT)).toEqual(FLOWING);
    expect(states(parts, '')).toEqual(every('idle same-account'));
  });
});

test('with exactly the policies that the form shows, all is well', async () => {
  const parts = await seen('no more than the policies');
  expect(states(parts, '')).toEqual(FLOWING);
  expect(states(parts, SHOP)).toEqual(SHOP_FLOWING);
  expect(states(parts, LAB)).toEqual(LAB_FLOWING);
});
