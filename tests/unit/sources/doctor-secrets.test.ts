import type { IncomingHttpHeaders } from 'node:http';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { SourceAnswer } from '@/lib/schemas/source-answer';
import { answerLines } from '@/lib/server/cli/answer-lines';
import type { Asked } from '@/lib/server/sources/aws/doctor/account-rows';
import { askDoctor as askAws } from '@/lib/server/sources/aws/doctor/doctor';
import { keyIn } from '@/lib/server/sources/gcp/doctor/assertion';
import { askDoctor as askGoogle } from '@/lib/server/sources/gcp/doctor/doctor';
import { type FakeAws, startFakeAws } from '../../support/fakes/aws/fake-aws';
import type { Fault } from '../../support/fakes/aws/faults';
import {
  ACCOUNT,
  type AwsWorld,
  key as awsKey,
  KEY_ID,
  oneAccount,
  SECRET,
} from '../../support/fakes/aws/world';
import { accountsOf, fakeGoogleKey, readGoogleKey } from '../../support/fakes/gcp/keys';
import { exampleProject } from '../../support/fakes/gcp/projects';
import { startFakeGoogle } from '../../support/fakes/gcp/server';
import type { Fault as GoogleFault, GoogleState } from '../../support/fakes/gcp/state';
import { httpReceiver, lanAddress, type Receiver } from '../../support/fakes/receivers';
import { smallWorld } from '../../support/fixtures/aws-world';

const PROJECT = 'garden-pond';
const keyJson = fakeGoogleKey(PROJECT);
const { email, privateKey } = readGoogleKey(keyJson);
const asked = { projects: [PROJECT], services: ['run', 'pubsub'], prefixes: ['x.googleapis.com/y'] } as const;
const OTHER = '210987654321';
const ROLE = `arn:aws:iam::${OTHER}:role/weir`;
const accounts = { roles: [{ arn: ROLE, externalId: '' }], ownAccount: true, stsRegion: 'eu-west-1' };
/** An account, and another that its key has a role in. */
const world = (more: Partial<AwsWorld> = {}): Partial<AwsWorld> => {
  const own = oneAccount(smallWorld());
  const others = { [OTHER]: { alias: null, regions: { 'eu-west-1': smallWorld() } } };
  return {
    ...own,
    accounts: { ...own.accounts, ...others },
    keys: { [KEY_ID]: awsKey({ roles: [ROLE] }) },
    roles: { [ROLE]: { externalId: null, denied: [] } },
    ...more,
  };
};
const jobs: Asked[] = [
  { namespace: 'AWS/SQS', service: 'sqs', regions: ['eu-west-1', 'us-east-1'], accounts: ['', OTHER] },
  { namespace: 'AWS/ApiGateway', service: 'api-rest', regions: ['eu-west-1'], accounts: ['', OTHER] },
];

/** What is long enough not to come about by chance. */
const MIN_CHARS = 12;
const formsOf = (secret: string) => [
  secret,
  encodeURIComponent(secret),
  JSON.stringify(secret).slice(1, -1),
  ...(['base64', 'base64url', 'hex'] as const).map((form) => Buffer.from(secret).toString(form)),
];
const lines = privateKey.split('\n').filter((line) => line.length >= MIN_CHARS && !line.startsWith('-----'));
const secrets = [SECRET, privateKey, ...lines].flatMap(formsOf);

/** All that could be read of what was done. */
let said: string[];
beforeEach(() => {
  said = [];
  const hear = (text: unknown) => said.push(String(text)) > 0;
  vi.spyOn(process.stdout, 'write').mockImplementation(hear);
  vi.spyOn(process.stderr, 'write').mockImplementation(hear);
  for (const name of ['log', 'info', 'warn', 'error', 'debug'] as const)
    vi.spyOn(console, name).mockImplementation(hear);
});
afterEach(() => vi.restoreAllMocks());

function hold(source: 'aws' | 'gcp', answer: SourceAnswer): void {
  said.push(JSON.stringify(answer), ...answerLines({ [source]: answer }));
}

const aws = (endpoint: string, signal: AbortSignal, secretAccessKey = SECRET) =>
  askAws({ key: { accessKeyId: KEY_ID, secretAccessKey }, endpoint, signal }, accounts, jobs);
function google(endpoint: string, signal: AbortSignal) {
  const key = keyIn(keyJson);
  if (key === null) throw new Error('The key of the test is none.');
  return askGoogle({ key, endpoint, signal }, asked);
}
const soon = () => AbortSignal.timeout(400);
const found = (forms: readonly string[]) => forms.filter((form) => said.some((text) => text.includes(form)));

test('no secret is in what AWS’s doctor says, whatever AWS does', async () => {
  const does = ['deny', 'forbid', 'throttle', 'fail', 'expire', 'hang', 'untag'] as const;
  /** The temporary keys of roles, and their tokens. */
  const lent: string[] = [];
  const hear = (cloud: FakeAws) => {
    for (const [id, { secret, token }] of Object.entries(cloud.world.keys))
      if (token !== undefined) lent.push(id, secret, token);
    return cloud.close();
  };
  const actions = [
    'sts:GetCallerIdentity',
    'sts:AssumeRole',
    'tag:GetResources',
    'cloudwatch:GetMetricData',
    'apigateway:GET',
  ];
  const faults: Fault[] = does.flatMap((one) => actions.map((action) => ({ does: one, action })));
  for (const fault of faults) {
    const cloud = await startFakeAws(lanAddress(), world({ faults: [fault] }));
    hold('aws', await aws(cloud.url, soon()));
    await hear(cloud);
  }
  const worlds: Partial<AwsWorld>[] = [
    { clockAheadMs: 31 * 60_000 },
    { keys: {} },
    { keys: { [KEY_ID]: awsKey({ secret: `${SECRET}x` }) } },
  ];
  for (const more of worlds) {
    const cloud = await startFakeAws(lanAddress(), world(more));
    hold('aws', await aws(cloud.url, soon()));
    await hear(cloud);
    hold('aws', await aws(cloud.url, soon()));
  }
  expect(said.length).toBeGreaterThan(2 * faults.length);
  expect(lent.length).toBeGreaterThan(faults.length);
  expect(found([...secrets, ...lent.flatMap(formsOf)])).toEqual([]);
});

test('no secret is in what Google’s doctor says, whatever Google does', async () => {
  const kinds = [
    'api-off',
    'billing-off',
    'no-permission',
    'not-found',
    'rate-limit',
    'unauthenticated',
    'unavailable',
    'hang',
    'no-series',
  ] as const;
  const faults: GoogleFault[] = [
    ...kinds.flatMap((kind) => (['metricDescriptors', 'timeSeries'] as const).map((at) => ({ kind, at }))),
    { kind: 'unavailable', at: 'token' },
    { kind: 'hang', at: 'token' },
  ];
  const worlds: Partial<GoogleState>[] = [
    ...faults.map((fault) => ({ faults: [fault] })),
    ...[{ accounts: {} }, { accounts: { [email]: {} } }, { clockAheadMs: 125 * 60_000 }, { projects: {} }],
  ];
  for (const more of worlds) {
    const cloud = await startFakeGoogle(lanAddress(), {
      accounts: accountsOf(keyJson),
      projects: { [PROJECT]: exampleProject(PROJECT, [email]) },
      ...more,
    });
    hold('gcp', await google(cloud.url, soon()));
    await cloud.close();
  }
  expect(said.length).toBeGreaterThan(2 * worlds.length);
  expect(found(secrets)).toEqual([]);
});

const IDENTITY = `<Account>${ACCOUNT}</Account><Arn>arn:aws:iam::${ACCOUNT}:user/weir</Arn>`;
const lentKey = ['ASIAFAKEFAKEFAKELENT', 'fake/secret+of/a+lent/key', 'fake/token+of/a+lent/key'] as const;
const LENT = `<AccessKeyId>${lentKey[0]}</AccessKeyId><SecretAccessKey>${lentKey[1]}</SecretAccessKey><SessionToken>${lentKey[2]}</SessionToken>`;

/** Says everything that it was sent, in each form that an answer may have. */
const echoes: ((text: string) => [status: number, body: string])[] = [
  (text) => [200, JSON.stringify({ access_token: 'ya29.a-token-of-a-test', note: text })],
  (text) => [200, text],
  (text) => [200, `${IDENTITY}${LENT}<Note>${text}</Note>`],
  (text) => [200, `${IDENTITY}${LENT}<GetResourcesResponse>${text}</GetResourcesResponse>`],
  (text) => [400, JSON.stringify({ error: text.slice(0, 400), error_description: text })],
  (text) => [403, JSON.stringify({ error: { message: text, status: text, details: [{ reason: text }] } })],
  (text) => [403, JSON.stringify({ __type: `x#${text}`, message: text })],
  (text) => [
    403,
    `<ErrorResponse><Error><Code>AccessDenied</Code><Message>${text}</Message></Error></ErrorResponse>`,
  ],
  (text) => [500, `<html>${text}</html>`],
];

test('nor what a key has signed, or the token that was given for it, also where the other side repeats it', async () => {
  const server: Receiver = await httpReceiver();
  const signed: string[] = ['ya29.a-token-of-a-test', ...lentKey];
  for (const echo of echoes) {
    server.answer = (_request, response) => {
      const { headers, body } = server.seen.at(-1) ?? { headers: {}, body: '' };
      const { authorization = '', ...others }: IncomingHttpHeaders = headers;
      const token = others['x-amz-security-token'] ?? '';
      const assertion = new URLSearchParams(body).get('assertion') ?? '';
      signed.push(
        authorization,
        authorization.split('Signature=')[1] ?? '',
        assertion,
        ...assertion.split('.').slice(1),
      );
      const [status, text] = echo(`${authorization} ${token} ${assertion} ${body}`);
      response.writeHead(status, { 'content-type': 'application/json', 'x-amzn-errortype': 'Odd' }).end(text);
    };
    hold('aws', await aws(server.origin, soon()));
    hold('gcp', await google(server.origin, soon()));
  }
  await server.stop();
  const long = [...new Set(signed)].filter((text) => text.length >= MIN_CHARS);
  expect(long.length).toBeGreaterThan(5);
  expect(found([...secrets, ...long.flatMap(formsOf)])).toEqual([]);
});
