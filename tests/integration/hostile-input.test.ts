import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PUT as changePassword } from '@/app/api/password/route';
import { POST as setUp } from '@/app/api/setup/route';
import { PUT as saveDestination } from '@/app/api/wizard/destination/route';
import { POST as testDestination } from '@/app/api/wizard/destination/test/route';
import { PUT as saveName } from '@/app/api/wizard/name/route';
import { GET as review } from '@/app/api/wizard/review/route';
import { GET as readWizard } from '@/app/api/wizard/route';
import { PUT as saveSources } from '@/app/api/wizard/sources/route';
import { setupCode } from '@/lib/server/auth/setup-code';
import { cookieOf, freshStack, panelRequest } from '../support/panel/route-call';

type Route = (request: Request) => Promise<Response>;

let stack: ReturnType<typeof freshStack>;
let cookie: string;

beforeAll(async () => {
  stack = freshStack();
  const body = { code: await setupCode(), password: 'tall reeds by the pond' };
  cookie = cookieOf(await setUp(panelRequest('/api/setup', { method: 'POST', body })));
});
afterAll(() => stack.remove());

const send = (route: Route, method: string, body: unknown) =>
  route(panelRequest('/x', { method, body, cookie }));

const cloud = {
  kind: 'grafana-cloud',
  url: 'https://prometheus-prod-13.grafana.net/api/prom/push',
  instanceId: '123456',
  token: 'glc_eyJvIjoiMSJ9SecretOfTheCloud',
};
const other = {
  kind: 'other',
  url: 'http://127.0.0.1:9/write',
  username: 'weir',
  password: 'SecretOfTheOther',
};
const sources = {
  pi: { enabled: true },
  containers: { enabled: false },
  aws: {
    enabled: true,
    accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
    secretAccessKey: 'wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY12',
    regions: ['eu-west-1'],
  },
  gcp: { enabled: false, projectId: 'my-project-123' },
};

/** The value with one field replaced: `at` is its path. */
function withField(value: object, at: string, field: unknown): object {
  const copy = structuredClone(value) as Record<string, unknown>;
  const parts = at.split('.');
  const last = parts.pop() ?? '';
  const parent = parts.reduce((node, part) => node[part] as Record<string, unknown>, copy);
  parent[last] = field;
  return copy;
}

const isList = (at: string) => at === 'aws.regions' || at === 'gcp.prefixes';

const fields: [string, Route, string, object, string[]][] = [
  ['destination', saveDestination, 'PUT', cloud, ['url', 'instanceId', 'token']],
  ['other destination', saveDestination, 'PUT', other, ['url', 'username', 'password']],
  ['live test', testDestination, 'POST', other, ['url', 'username', 'password']],
  ['sources', saveSources, 'PUT', sources, ['aws.accessKeyId', 'aws.secretAccessKey', 'gcp.projectId']],
  ['lists', saveSources, 'PUT', sources, ['aws.regions', 'gcp.prefixes']],
  ['name', saveName, 'PUT', { cluster: 'pond' }, ['cluster']],
];

describe.each(fields)('%s', (_, route, method, good, paths) => {
  test.each(paths)('a line break or control character in %s is refused beside the field', async (at) => {
    for (const bad of [
      'a\nREMOTE_WRITE_URL=http://evil.example',
      'a\r\nb',
      'a\u0000b',
      'a\u001b[2Jb',
      'a\u007fb',
    ]) {
      const response = await send(route, method, withField(good, at, isList(at) ? [bad] : bad));
      expect(response.status).toBe(422);
      const { error } = await response.json();
      expect(Object.keys(error.fieldErrors).some((key) => key.startsWith(at))).toBe(true);
    }
  });

  test.each(paths)('another type or a huge text in %s is refused', async (at) => {
    // A region is a text of any form; a list of texts is one of regions.
    const list = isList(at) ? [1] : ['x'];
    for (const bad of [1, null, {}, list, { toString: 'x' }, 'x'.repeat(20_000)]) {
      const response = await send(route, method, withField(good, at, bad));
      expect(response.status).toBe(422);
    }
  });
});

test.each([
  'http://good.example/write,http://evil.example/write',
  'https://good.example/%{AWS_SECRET_ACCESS_KEY}',
  '"https://good.example/write"',
  'https://user:secret@good.example/write',
  'file:///etc/passwd',
  'ftp://good.example/',
  'javascript:alert(1)',
  '//good.example/write',
])('%s is no destination', async (url) => {
  for (const input of [cloud, other]) {
    expect((await send(saveDestination, 'PUT', { ...input, url })).status).toBe(422);
  }
});

test.each(['http://169.254.169.254/latest/meta-data', 'http://[fd00:ec2::254]/', 'http://0.0.0.0:8430/'])(
  'the live test asks no metadata service: %s',
  async (url) => {
    const response = await send(testDestination, 'POST', { ...other, url });
    expect((await response.json()).outcome).not.toBe('ok');
    expect(response.status).toBe(200);
  },
);

test('no answer shows a secret, and neither does the review', async () => {
  const secrets = [cloud.token, sources.aws.secretAccessKey];
  const answers = [
    await send(saveDestination, 'PUT', cloud),
    await send(saveSources, 'PUT', sources),
    await send(saveName, 'PUT', { cluster: 'pond' }),
    await readWizard(panelRequest('/x', { cookie })),
    await review(panelRequest('/x', { cookie })),
  ];
  for (const answer of answers) {
    expect(answer.status).toBe(200);
    const text = await answer.text();
    for (const secret of secrets) expect(text).not.toContain(secret);
  }
});

test('a kept secret goes to no other host', async () => {
  await send(saveDestination, 'PUT', cloud);
  const { token: _, ...elsewhere } = { ...cloud, url: 'https://evil.example/api/prom/push' };
  const response = await send(saveDestination, 'PUT', elsewhere);
  expect(response.status).toBe(422);
});

test('what the panel keeps is readable by its user only', () => {
  const files = readdirSync(stack.stateDir).filter((name) => name !== 'stack');
  expect(files).toContain('setup-draft.json');
  for (const name of files) expect(statSync(path.join(stack.stateDir, name)).mode & 0o077).toBe(0);
});

test('a new password is text of 10 to 256 characters', async () => {
  for (const password of ['', 'short', 'x'.repeat(257), 1, null, ['long enough password']]) {
    const body = { current: 'tall reeds by the pond', password };
    expect((await send(changePassword, 'PUT', body)).status).toBe(422);
  }
});

test('without an engine the review still says what would be done, and that the engine is away', async () => {
  const plan = await (await review(panelRequest('/x', { cookie }))).json();
  expect(plan.files.length).toBeGreaterThan(0);
  expect(plan.problems.map(({ message }: { message: string }) => message).join()).toMatch(/engine/i);
});

test('the shipped files stay as they are', () => {
  expect(readFileSync(path.join(stack.dir, 'docker-compose.yml'), 'utf8')).toBe(
    readFileSync('compose/docker-compose.yml', 'utf8'),
  );
});
