import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { NO_YACE_MEMORY, parseYaceMetrics, yaceBlindness, yaceStep } from '@/lib/server/sampler/sources/aws';
import { type FakeAws, type FakeAwsState, startFakeAws } from '../../../support/fakes/fake-aws';
import type { AwsError } from '../../../support/fakes/fake-aws-protocols';
import { waitFor } from '../../../support/run/exec';
import { projectPrefix, runDir } from '../../../support/run/run-dir';
import { type Engine, ensureEngine } from '../../../support/stack/engine';
import { localImages } from '../../../support/stack/images';
import { bridgeAddress } from '../../../support/stack/stack';

/**
 * The real YACE, each time with another fault of a fake AWS that checks signatures as AWS does: what it then logs has to
 * give the panel the true cause. One code has several (`SignatureDoesNotMatch` is a clock or a secret).
 */
const KEY = 'AKIAFAKEFAKEFAKEFAKE';
const SECRET = 'fake/secret+of/a+stand-in+for+tests+only';
const MINUTE_MS = 60_000;
const keys = { [KEY]: SECRET };
const denied = (words: string): AwsError => ({ status: 403, code: 'AccessDenied', message: words });
const user = 'User: arn:aws:iam::123456789012:user/weir is not authorized to perform:';

interface Case {
  what: string;
  state: Partial<FakeAwsState>;
  secret?: string;
  cause: string | RegExp;
}

const on = (action: string, error: AwsError): Partial<FakeAwsState> => ({
  keys,
  errors: { [action]: error },
});

const cases: Case[] = [
  {
    what: 'a clock that is half an hour behind',
    state: { keys, clockAheadMs: 30 * MINUTE_MS },
    cause: 'AWS refuses the request for its time: the Pi’s clock is behind.',
  },
  {
    what: 'a clock that is half an hour ahead',
    state: { keys, clockAheadMs: -30 * MINUTE_MS },
    cause: 'AWS refuses the request for its time: the Pi’s clock is ahead.',
  },
  {
    what: 'a clock that is ten minutes behind, which the first service still bears',
    state: { keys, clockAheadMs: 10 * MINUTE_MS },
    cause: 'AWS refuses the request for its time: the Pi’s clock is behind.',
  },
  {
    what: 'the secret of another key',
    state: { keys },
    secret: 'fake/secret+of/another+key+for+tests+onl',
    cause: 'AWS refuses the secret: it does not belong to this access key.',
  },
  { what: 'a key that does not exist', state: {}, cause: /^AWS refuses the access key: it does not exist/ },
  {
    what: 'a temporary key that has expired',
    state: on('*', {
      status: 403,
      code: 'ExpiredToken',
      message: 'The security token included in the request is expired',
    }),
    cause: /^AWS refuses the access key: it was a temporary one and has expired/,
  },
  {
    what: 'a missing permission',
    state: on(
      'tag:GetResources',
      denied(`${user} tag:GetResources because no identity-based policy allows the tag:GetResources action`),
    ),
    cause: 'AWS knows the access key, but it lacks a permission. Missing: tag:GetResources.',
  },
  {
    what: 'a missing permission for CloudWatch',
    state: on(
      'cloudwatch:ListMetrics',
      denied(`${user} cloudwatch:ListMetrics because no identity-based policy allows it`),
    ),
    cause: 'AWS knows the access key, but it lacks a permission. Missing: cloudwatch:ListMetrics.',
  },
  {
    what: 'a rule of the organisation',
    state: on(
      'sts:GetCallerIdentity',
      denied(`${user} sts:GetCallerIdentity with an explicit deny in a service control policy`),
    ),
    cause: /^AWS: a rule of the organisation \(service control policy\) forbids it/,
  },
  {
    what: 'a region that is no region of the key',
    state: on('*', {
      status: 403,
      code: 'SignatureDoesNotMatch',
      message: "Credential should be scoped to a valid region, not 'eu-west-1'. ",
    }),
    cause: 'AWS: this region, or this service in it, is not switched on for the account.',
  },
  {
    what: 'a region that is not switched on',
    state: on('*', {
      status: 403,
      code: 'OptInRequired',
      message: 'The AWS Access Key Id needs a subscription for the service',
    }),
    cause: 'AWS: this region, or this service in it, is not switched on for the account.',
  },
  {
    what: 'too many questions',
    state: on('*', { status: 400, code: 'Throttling', message: 'Rate exceeded' }),
    cause: 'AWS is limiting how often it may be asked.',
  },
  {
    what: 'a fault of AWS',
    state: on('*', {
      status: 500,
      code: 'InternalFailure',
      message: 'The request processing has failed because of an unknown error',
    }),
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

let engine: Engine;
const clouds: FakeAws[] = [];
const names = cases.map((_, index) => `${projectPrefix()}-aws-${index}`);

beforeAll(async () => {
  engine = await ensureEngine();
  const image = (await localImages(engine)).YACE_IMAGE ?? '';
  const folder = runDir('aws-causes');
  writeFileSync(path.join(folder, 'config.yml'), CONFIG);
  const address = await bridgeAddress(engine);
  for (const [index, { state, secret = SECRET }] of cases.entries()) {
    const cloud = await startFakeAws(address, state);
    clouds.push(cloud);
    const env = { AWS_ACCESS_KEY_ID: KEY, AWS_SECRET_ACCESS_KEY: secret, AWS_REGION: 'eu-west-1' };
    const variables = { ...env, AWS_ENDPOINT_URL: cloud.url, AWS_EC2_METADATA_DISABLED: 'true' };
    await engine.docker(
      ...['run', '-d', '--name', names[index] ?? '', '-v', `${folder}:/etc/yace:ro`],
      ...Object.entries(variables).flatMap(([name, value]) => ['-e', `${name}=${value}`]),
      ...[image, '-config.file=/etc/yace/config.yml', '-log.format=json', '-scraping-interval=3600'],
    );
  }
});
afterAll(async () => {
  for (const name of names) await engine.docker('rm', '-f', name).catch(() => undefined);
  await Promise.all(clouds.map((cloud) => cloud.close()));
});

/** What the panel makes of this container's log and its own counters. */
async function causeOf(name: string): Promise<string | null> {
  const at = await engine.docker('inspect', '-f', '{{.NetworkSettings.IPAddress}}', name);
  const text = await (await fetch(`http://${at}:5000/metrics`)).text();
  const atMs = Date.now();
  const lines = (await engine.logs(name))
    .split('\n')
    .map((line) => ({ atMs, stream: 'stderr' as const, level: 'unknown' as const, text: line }));
  const found = yaceBlindness(yaceStep(NO_YACE_MEMORY, parseYaceMetrics(text), atMs), lines, 3600, atMs);
  return found?.words ?? null;
}

describe('the true cause is named for', () => {
  test.each(cases.map((one, index) => ({ ...one, name: names[index] ?? '' })))(
    '$what',
    async ({ cause, name }) => {
      // The first cause that is named has to be the right one.
      const named = await waitFor(`a cause (${name})`, () => causeOf(name), {
        timeoutMs: 90_000,
        everyMs: 500,
      });
      expect(named).toEqual(typeof cause === 'string' ? cause : expect.stringMatching(cause));
    },
  );
});
