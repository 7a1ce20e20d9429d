import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { POST as setUp } from '@/app/api/setup/route';
import { setupCode } from '@/lib/server/auth/setup-code';
import { recoverApply } from '@/lib/server/change/recover';
import { cookieOf, freshStack, panelRequest } from '../support/panel/route-call';

type Route = (request: Request, context: { params: Promise<Record<string, string>> }) => Promise<Response>;

/** Ten lines that stand for ten to the power of ten values. */
const BOMB = [
  'a: &a [x, x, x, x, x, x, x, x, x, x]',
  ...'bcdefghij'
    .split('')
    .map((name, i) => `${name}: &${name} [${Array(10).fill(`*${'abcdefghij'[i]}`).join(', ')}]`),
  '',
].join('\n');
const DEEP = `a: ${'['.repeat(50_000)}\n`;
const SELF = 'a: &a\n  b: *a\n';
const OPEN_QUOTE = 'global:\n  external_labels: {cluster: "attic}\nscrape_configs: []\n';
const SECRET = 'glc_TheSecretThatNobodyMayRead0123456789';

const FILES: [file: string, what: string, text: (now: string) => string][] = [
  ...[
    'config/vmagent/prometheus.yml',
    'config/yace/config.yml',
    'config/vmagent/targets/node-exporter.yml',
    'docker-compose.yml',
  ].flatMap((file): [string, string, (now: string) => string][] => [
    [file, 'aliases of aliases', () => BOMB],
    [file, 'a bomb behind what was there', (now) => `${now}\nx-${BOMB.replaceAll('\n', '\nx-')}0: 0\n`],
    [file, 'an anchor within itself', () => SELF],
    [file, 'brackets without end', () => DEEP],
    [file, 'a quote that is not closed', () => OPEN_QUOTE],
  ]),
  [
    'config/.env',
    'a quote that is not closed',
    (now) => now.replace(/^REMOTE_WRITE_TOKEN=.*$/m, `REMOTE_WRITE_TOKEN="${SECRET}`),
  ],
  ['config/.env', 'a quote of the other kind', (now) => `${now}\nAWS_SECRET_ACCESS_KEY='${SECRET}\n`],
  ['config/.env', 'a reference that is not closed', (now) => `${now}\nX=\${Y\n`],
];

/** What never ends, or sends files. */
const NOT_ASKED = ['stream', '[[...path]]'];
/** Of routes with parameters. */
const PARAMS = { id: '1', name: 'vmagent', index: '0' };
const settings = { retention: { days: 21 } };
const labels = { labels: { cluster: 'attic' } };
const WRITES: [route: string, method: 'POST' | 'PUT', body: unknown][] = [
  ['settings', 'PUT', settings],
  ['settings', 'PUT', labels],
  ['settings/preview', 'POST', labels],
  ['settings/preview', 'POST', { scrape: { yace: { intervalSeconds: 120 } } }],
  ['settings/aggregation/preview', 'POST', { job: 'node-exporter' }],
  ['settings/filters/preview', 'POST', { job: 'node-exporter', filter: { mode: 'full', rules: [] } }],
  ['changes/adopt', 'POST', {}],
  ['changes/revert', 'POST', {}],
  ['revisions/[id]/restore', 'POST', {}],
  ['wizard/name', 'PUT', { cluster: 'attic' }],
  ['wizard/destination', 'PUT', { kind: 'local' }],
  ['pipeline/start', 'POST', {}],
  ['services/[name]/actions', 'POST', { action: 'start' }],
];

let stack: ReturnType<typeof freshStack>;
let cookie: string;
let reads: string[];

beforeAll(async () => {
  stack = freshStack();
  cpSync(path.join(stack.dir, 'config.example'), path.join(stack.dir, 'config'), { recursive: true });
  cpSync(path.join(stack.dir, '.env.example'), path.join(stack.dir, 'config/.env'));
  cpSync(path.join(stack.dir, '.env.example'), path.join(stack.dir, '.env'));
  await recoverApply();
  const body = { code: await setupCode(), password: 'tall reeds by the pond' };
  cookie = cookieOf(await setUp(panelRequest('/api/setup', { method: 'POST', body })));
  reads = readdirSync('app/api', { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('route.ts'))
    .map((file) => path.dirname(file))
    .filter((route) => !NOT_ASKED.some((part) => route.endsWith(part)))
    .sort();
});
afterAll(() => stack.remove());

async function call(route: string, method: string, body?: unknown) {
  const handlers: Record<string, Route> = await import(
    /* @vite-ignore */ path.resolve('app/api', route, 'route.ts')
  );
  const handler = handlers[method];
  if (handler === undefined) return null;
  const headers = { 'if-match': '*' };
  const response = await handler(panelRequest(`/api/${route}`, { method, body, cookie, headers }), {
    params: Promise.resolve(PARAMS),
  });
  return { status: response.status, text: await response.text() };
}

const isSane = ({ status, text }: { status: number; text: string }) => {
  if (text.includes(SECRET)) return false;
  if (status < 400) return true;
  // There is no engine and no exporter here, which is said with other codes.
  const { code, message } = JSON.parse(text).error;
  return code !== 'internal' && message.length > 0;
};

describe.each(FILES)('%s with %s', (file, _, broken) => {
  test('every handler answers in words, no secret is among them, and all works once the file is mended', async () => {
    // Where the panel finds .env: the link of a real stack is a copy here.
    const places = file === 'config/.env' ? ['.env', file] : [file];
    const before = readFileSync(path.join(stack.dir, file), 'utf8');
    for (const place of places) writeFileSync(path.join(stack.dir, place), broken(before));
    const odd: unknown[] = [];
    try {
      for (const route of reads) {
        const answer = await call(route, 'GET');
        if (answer !== null && !isSane(answer)) odd.push(['GET', route, answer]);
      }
      for (const [route, method, body] of WRITES) {
        const answer = await call(route, method, body);
        if (answer === null || !isSane(answer)) odd.push([method, route, answer]);
      }
      expect(odd).toEqual([]);
      // Nothing that stands in the file is given to a program or written over.
      expect(readFileSync(path.join(stack.dir, file), 'utf8')).toBe(broken(before));
      const health = await call('health', 'GET');
      expect(health?.status).toBe(200);
    } finally {
      for (const place of places) writeFileSync(path.join(stack.dir, place), before);
    }
    const mended = await call('settings', 'GET');
    expect(mended?.status).toBe(200);
    expect(JSON.parse(mended?.text ?? '').locked).toEqual({});
  });
});

test.each([
  ['config/vmagent/prometheus.yml', BOMB, 'changes/adopt', 'prometheus.yml'],
  ['docker-compose.yml', BOMB, 'changes/adopt', 'docker-compose.yml'],
  ['docker-compose.yml', 'services: ["', 'settings/preview', 'docker-compose.yml'],
])('%s: what is refused names the file', async (file, text, route, name) => {
  const before = readFileSync(path.join(stack.dir, file), 'utf8');
  writeFileSync(path.join(stack.dir, file), text);
  try {
    const answer = await call(route, 'POST', route === 'settings/preview' ? settings : {});
    expect(answer?.status).toBe(409);
    expect(JSON.parse(answer?.text ?? '').error.message).toContain(name);
  } finally {
    writeFileSync(path.join(stack.dir, file), before);
  }
});

test('a quote that is not closed in .env: the settings say its line, and never show nothing in the place of what is there', async () => {
  const before = readFileSync(path.join(stack.dir, '.env'), 'utf8');
  writeFileSync(path.join(stack.dir, '.env'), `${before}REMOTE_WRITE_TOKEN="${SECRET}\n`);
  try {
    const answer = await call('settings', 'GET');
    const line = before.split('\n').length;
    expect(answer?.status).toBe(409);
    expect(JSON.parse(answer?.text ?? '').error.message).toContain(`ine ${line} of .env`);
  } finally {
    writeFileSync(path.join(stack.dir, '.env'), before);
  }
});
