import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { awsEye } from '@/lib/server/sampler/eye/aws/aws';
import { type FakeAws, startFakeAws } from '../../../support/fakes/aws/fake-aws';
import type { Fault } from '../../../support/fakes/aws/faults';
import { type AwsWorld, KEY_ID, key, lambda, oneAccount } from '../../../support/fakes/aws/world';
import { waitFor } from '../../../support/run/exec';
import { ensureEngine } from '../../../support/stack/engine';
import { bridgeAddress } from '../../../support/stack/stack';
import { startYace, type Yace } from '../../../support/stack/yace';

/**
 * The real YACE, each time with another fault of a fake AWS that checks signatures as AWS does: what it then logs has to
 * give the panel the true cause. One code has several (`SignatureDoesNotMatch` is a clock or a secret).
 */
const MINUTE_MS = 60_000;
const world = (more: Partial<AwsWorld> = {}) => oneAccount([lambda('orders', { env: 'prod' })], more);
const broken = (...faults: Fault[]) => world({ faults });
const refused = (code: string, message: string): Fault => ({
  does: 'fail',
  error: { status: 403, code, message },
});

interface Case {
  what: string;
  world: Partial<AwsWorld>;
  secret?: string;
  cause: string | RegExp;
}

const cases: Case[] = [
  {
    what: 'a clock that is half an hour behind',
    world: world({ clockAheadMs: 30 * MINUTE_MS }),
    cause: 'AWS refuses the request for its time: the Pi’s clock is behind.',
  },
  {
    what: 'a clock that is half an hour ahead',
    world: world({ clockAheadMs: -30 * MINUTE_MS }),
    cause: 'AWS refuses the request for its time: the Pi’s clock is ahead.',
  },
  {
    what: 'a clock that is ten minutes behind, which the first service still bears',
    world: world({ clockAheadMs: 10 * MINUTE_MS }),
    cause: 'AWS refuses the request for its time: the Pi’s clock is behind.',
  },
  {
    what: 'the secret of another key',
    world: world(),
    secret: 'fake/secret+of/another+key+for+tests+onl',
    cause: 'AWS refuses the secret: it does not belong to this access key.',
  },
  { what: 'a key that does not exist', world: {}, cause: /^AWS refuses the access key: it does not exist/ },
  {
    what: 'a temporary key that has expired',
    world: broken({ does: 'expire' }),
    cause: /^AWS refuses the access key: it was a temporary one and has expired/,
  },
  {
    what: 'a missing permission',
    world: world({ keys: { [KEY_ID]: key({ denied: ['tag:GetResources'] }) } }),
    cause: 'AWS knows the access key, but it lacks a permission. Missing: tag:GetResources.',
  },
  {
    what: 'a missing permission for CloudWatch',
    world: broken({ does: 'deny', action: 'cloudwatch:ListMetrics' }),
    cause: 'AWS knows the access key, but it lacks a permission. Missing: cloudwatch:ListMetrics.',
  },
  {
    what: 'a rule of the organisation',
    world: broken({ does: 'forbid', action: 'sts:GetCallerIdentity' }),
    cause: /^AWS: a rule of the organisation \(service control policy\) forbids it/,
  },
  {
    what: 'a region that is no region of the key',
    world: broken(
      refused('SignatureDoesNotMatch', "Credential should be scoped to a valid region, not 'eu-west-1'. "),
    ),
    cause: 'AWS: this region, or this service in it, is not switched on for the account.',
  },
  {
    what: 'a region that is not switched on',
    world: broken(refused('OptInRequired', 'The AWS Access Key Id needs a subscription for the service')),
    cause: 'AWS: this region, or this service in it, is not switched on for the account.',
  },
  {
    what: 'too many questions',
    world: broken({ does: 'throttle' }),
    cause: 'AWS is limiting how often it may be asked.',
  },
  {
    what: 'a fault of AWS',
    world: broken({ does: 'fail' }),
    cause: 'AWS has a fault of its own at the moment.',
  },
];

const CONFIG = `apiVersion: v1alpha1
discovery:
  jobs:
    - type: AWS/Lambda
      regions: [eu-west-1]
      period: 300
      length: 300
      metrics: [{name: Invocations, statistics: [Sum]}]
`;

const clouds: FakeAws[] = [];
const exporters: Yace[] = [];

beforeAll(async () => {
  const engine = await ensureEngine();
  const address = await bridgeAddress(engine);
  for (const [index, one] of cases.entries()) {
    const cloud = await startFakeAws(address, one.world);
    clouds.push(cloud);
    const setting = { name: `cause-${index}`, config: CONFIG, url: cloud.url, secret: one.secret };
    exporters.push(await startYace(engine, setting));
  }
});
afterAll(async () => {
  for (const exporter of exporters) await exporter.remove();
  await Promise.all(clouds.map((cloud) => cloud.close()));
});

/** What the panel makes of its log and its own counters. */
async function causeOf(exporter: Yace | undefined): Promise<string | null> {
  if (!exporter) return null;
  // As if it had only just been started: what it then has not said, it has not had the time to say.
  const startedAtMs = Date.now();
  const follower = awsEye.follow?.();
  follower?.asks?.hear(await exporter.metrics(), startedAtMs);
  const look = { lines: await exporter.log(), target: undefined, isRunning: true, expected: [] };
  const sight = follower?.sight({ ...look, clockSeconds: 3600, startedAtMs, nowMs: Date.now() });
  return sight?.words ?? null;
}

describe('the true cause is named for', () => {
  test.each(cases.map((one, index) => ({ ...one, index })))('$what', async ({ cause, what, index }) => {
    // The first cause that is named has to be the right one.
    const named = await waitFor(`a cause (${what})`, () => causeOf(exporters[index]), {
      timeoutMs: 90_000,
      everyMs: 500,
    });
    expect(named).toEqual(typeof cause === 'string' ? cause : expect.stringMatching(cause));
  });
});
