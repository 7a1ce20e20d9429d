import { afterAll, beforeAll, expect, test } from 'vitest';
import { awsPolicy } from '@/lib/pipeline/sources/aws/policy';
import { httpApi, KEY_ID, key } from '../../../support/fakes/aws/world';
import { smallWorld } from '../../../support/fixtures/aws-world';
import { withServices } from '../../../support/stack/aws-stack';
import {
  TEMPLATE_REGION as REGION,
  type Rounds,
  startRounds,
  TEMPLATE,
} from '../../../support/stack/yace-rounds';
import { tellingOf } from '../../../support/stack/yace-telling';

/** The policy that the form shows, to the action: the real YACE with all ready-made services, and a key with nothing more. */
const NAMESPACES = ['AWS/Lambda', 'AWS/SQS', 'AWS/ECS', 'ECS/ContainerInsights', 'AWS/ApiGateway'];
const CONFIG = withServices(TEMPLATE, ['container-insights', 'api-http'], [REGION]);
const RESOURCES = [
  ...smallWorld().map((one) => (one.kind === 'service' ? { ...one, hasInsights: true } : one)),
  httpApi('h7', 'web', { env: 'prod' }),
];

const actionsOf = (namespaces: readonly string[]) =>
  (JSON.parse(awsPolicy(namespaces, [REGION])).Statement as { Action: string[] }[]).flatMap(
    ({ Action }) => Action,
  );
const ACTIONS = actionsOf(NAMESPACES);
const allowing = (allowed: readonly string[], config = CONFIG) => ({
  resources: RESOURCES,
  config,
  more: { keys: { [KEY_ID]: key({ allowed }) } },
});

let rounds: Rounds;
beforeAll(async () => {
  const without = ACTIONS.map((left) => [left, allowing(ACTIONS.filter((one) => one !== left))]);
  rounds = await startRounds('policy', {
    all: allowing(ACTIONS),
    template: allowing(actionsOf(['AWS/Lambda', 'AWS/SQS', 'AWS/ECS', 'AWS/ApiGateway']), TEMPLATE),
    ...Object.fromEntries(without),
  });
});
afterAll(() => rounds?.remove());

test('with exactly the policy everything is well', async () => {
  expect(tellingOf(await rounds.of('all'), CONFIG)).toEqual([]);
  expect(tellingOf(await rounds.of('template'), TEMPLATE)).toEqual([]);
});

test.each(ACTIONS)('without %s, exactly what needs it is blind, and the action is named', async (action) => {
  const needing = action === 'apigateway:GET' ? ['AWS/ApiGateway'] : NAMESPACES;
  const kind = `permission-${action.toLowerCase().replace(':', '-')}`;
  expect(tellingOf(await rounds.of(action), CONFIG)).toEqual(
    needing.map((namespace) => `${namespace} blind ${kind}`).toSorted(),
  );
});
