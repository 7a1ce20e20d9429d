import { copyFileSync, cpSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { dashboards } from '@/lib/dashboards/dashboards';
import type { LookPis, LookSpan } from '@/lib/schemas/look/dashboard';
import { setEnv } from '@/lib/server/files/env/env-file';
import { readExpression } from '@/lib/server/look/expression';
import { readDashboard } from '@/lib/server/look/look';
import { hub } from '@/lib/server/sampler/hub';
import { storeAnswer } from '../../support/fakes/fake-store';
import { lanAddress } from '../../support/fakes/receivers';
import { snapshots } from '../../support/fixtures/snapshots';
import { freshStack } from '../../support/panel/route-call';

interface Asked {
  path: string;
  query: URLSearchParams;
  token: string;
}

let stack: ReturnType<typeof freshStack>;
let server: Server;
let origin: string;
let asked: Asked[];
/** This Pi, as its file has it. */
let isNamed: string;
let clusters: string[];
let refuse: (promql: string, response: ServerResponse) => boolean;

const isOfClusters = (promql: string) => promql.startsWith('count by (cluster)');

function answer(promql: string, query: URLSearchParams, response: ServerResponse): void {
  if (refuse(promql, response)) return;
  const value = [0, '1.5'];
  const end = Number(query.get('end'));
  if (isOfClusters(promql))
    response.end(storeAnswer(...clusters.map((cluster) => ({ metric: { cluster }, value }))));
  else response.end(storeAnswer({ metric: { cluster: 'attic' }, value, values: [[end, '2.5']] }));
}

const envFile = () => path.join(stack.dir, '.env');
function write(changes: Record<string, string>): void {
  writeFileSync(envFile(), setEnv(readFileSync(envFile(), 'utf8'), changes));
}
function sendTo(url: string): void {
  const destination = { kind: 'grafana-cloud', url } as const;
  write({ WEIR_DESTINATION: destination.kind, REMOTE_WRITE_URL: url });
  hub().publish({ ...snapshots.delivering, destination });
}
function nameThisPi(name: string): void {
  const file = path.join(stack.dir, 'config/vmagent/prometheus.yml');
  writeFileSync(
    file,
    readFileSync(file, 'utf8').replace(`cluster: ${isNamed}`, () => `cluster: ${name}`),
  );
  isNamed = name;
}

beforeEach(async () => {
  asked = [];
  clusters = ['attic'];
  refuse = () => false;
  server = createServer(({ url = '', headers }, response) => {
    const { pathname, searchParams } = new URL(url, 'http://destination');
    const token = Buffer.from(headers.authorization?.replace('Basic ', '') ?? '', 'base64').toString();
    asked.push({ path: pathname, query: searchParams, token });
    answer(searchParams.get('query') ?? '', searchParams, response);
  });
  const host = lanAddress();
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  origin = `http://${host}:${(server.address() as AddressInfo).port}`;
  stack = freshStack();
  cpSync(path.join(stack.dir, 'config.example'), path.join(stack.dir, 'config'), { recursive: true });
  copyFileSync(path.join(stack.dir, '.env.example'), envFile());
  isNamed = 'raspberrypi';
  nameThisPi('attic');
  write({
    REMOTE_WRITE_USERNAME: '123456',
    WEIR_PROOF_TOKEN: 'glc_read',
    WEIR_PROOF_FOR: `${origin}/123456`,
  });
  sendTo(`${origin}/api/prom/push`);
});
afterEach(async () => {
  vi.restoreAllMocks();
  stack.remove();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const read = (span: LookSpan = '6', pis: LookPis = 'this', id = 'pi') => readDashboard(id, span, pis);
const expressions = dashboards.find(({ id }) => id === 'pi')?.panels.flatMap((one) => one.expressions) ?? [];
const ofPanels = () => asked.filter(({ query }) => !isOfClusters(query.get('query') ?? ''));
const later = (ms: number) => vi.spyOn(performance, 'now').mockReturnValue(performance.now() + ms);

describe('with a token for reading', () => {
  test('a dashboard is drawn from there, with that token, each expression asked once', async () => {
    const view = await read();
    expect(view).toMatchObject({
      state: 'read',
      where: 'Grafana Cloud',
      spans: ['1', '6', '24', '168', '336'],
      holdsMs: 60_000,
      stepSeconds: 90,
    });
    if (view.state !== 'read') return;
    expect(view.panels.filter(({ problem }) => problem !== null)).toEqual([]);
    expect(view.panels.find(({ id }) => id === 'load')).toMatchObject({ lines: [{ name: '' }] });
    expect(ofPanels()).toHaveLength(expressions.length);
    expect(new Set(asked.map(({ token }) => token))).toEqual(new Set(['123456:glc_read']));
    const paths = new Set(asked.map((one) => one.path));
    expect(paths).toEqual(new Set(['/api/prom/api/v1/query', '/api/prom/api/v1/query_range']));
  });

  test('at most 14 days are shown, in at most 241 moments', async () => {
    const view = await read('all');
    if (view.state !== 'read') throw new Error(view.state);
    expect(Math.round((view.toMs - view.fromMs) / 86_400_000)).toBe(14);
    for (const { query } of asked.filter((one) => one.path.endsWith('query_range'))) {
      const [start = 0, end = 0, step = 1] = ['start', 'end', 'step'].map((name) =>
        Number.parseInt(query.get(name) ?? '', 10),
      );
      expect((end - start) / step).toBeLessThanOrEqual(240);
    }
  });

  test.each([
    ['1', 59_000, 61_000],
    ['168', 299_000, 301_000],
  ] as const)(
    'an answer of %s h holds, whoever looks, for longer than one of the Pi',
    async (span, within, after) => {
      await Promise.all([read(span), read(span)]);
      const once = ofPanels().length;
      expect(once).toBe(expressions.length);
      later(within);
      await read(span);
      expect(ofPanels()).toHaveLength(once);
      later(after);
      await read(span);
      expect(ofPanels()).toHaveLength(2 * once);
    },
  );

  test('another token is tried at once', async () => {
    refuse = (_, response) => {
      response.writeHead(401).end();
      return true;
    };
    expect(await read()).toMatchObject({ state: 'silent' });
    refuse = () => false;
    write({ WEIR_PROOF_TOKEN: 'glc_new' });
    expect(await read()).toMatchObject({ state: 'read' });
    expect(asked.at(-1)?.token).toBe('123456:glc_new');
  });
});

describe('whose data', () => {
  test('of this Pi first, or of all, where others send there too', async () => {
    clusters = ['attic', 'barn'];
    expect(await read()).toMatchObject({ pis: 'this' });
    for (const { query } of ofPanels()) expect(query.get('query')).toContain('cluster=~"attic"');
    asked = [];
    expect(await read('6', 'all')).toMatchObject({ pis: 'all' });
    for (const { query } of ofPanels()) expect(query.get('query')).toContain('cluster=~".*"');
    // Whether there are others is asked once in ten minutes.
    expect(asked).toHaveLength(expressions.length);
  });

  test('there is no choice where no other does, or where that is not answered', async () => {
    expect(await read()).toMatchObject({ pis: null });
    later(601_000);
    refuse = (promql, response) => isOfClusters(promql) && Boolean(response.writeHead(503).end());
    expect(await read()).toMatchObject({ state: 'read', pis: null });
  });

  test('of all where the name of this Pi is not known', async () => {
    clusters = ['attic', 'barn'];
    nameThisPi("'%{HOST}'");
    expect(await read()).toMatchObject({ pis: null });
    for (const { query } of ofPanels()) expect(query.get('query')).toContain('cluster=~".*"');
  });

  test('a name is no pattern', async () => {
    nameThisPi(`'a.c"|.*'`);
    await read();
    for (const { query } of ofPanels())
      expect(query.get('query')).toContain(String.raw`cluster=~"a\\.c\"\\|\\.\\*"`);
  });
});

describe('where it gives no answer', () => {
  test.each([
    [401, 'The token for reading is refused (HTTP 401).', /metrics:read/],
    [403, 'The token may not read (HTTP 403).', /metrics:read/],
    [429, 'The destination takes no more queries now (HTTP 429).', /some minutes/],
    [503, 'The destination does not answer the question (HTTP 503).', /status page/],
  ])(
    'HTTP %d: it is told once, with a way out, and asked no more for a minute',
    async (status, why, hint) => {
      refuse = (_, response) => Boolean(response.writeHead(status).end('<b>no</b>'));
      const silent = { state: 'silent', where: 'Grafana Cloud', why, hint: expect.stringMatching(hint) };
      expect(await read()).toMatchObject(silent);
      const before = asked.length;
      expect(before).toBeLessThanOrEqual(4);
      later(59_000);
      expect(await read()).toMatchObject(silent);
      expect(asked).toHaveLength(before);
    },
  );

  test.each([
    ['it takes too much', 422, '', /does not answer the question \(HTTP 422\)/],
    ['its answer is too long', 200, 'x'.repeat(3 * 1024 * 1024), /more than Weir reads/],
  ])('to one question, as %s, the others stand', async (_, status, body, problem) => {
    refuse = (promql, response) =>
      promql.includes('node_load5') && Boolean(response.writeHead(status).end(body));
    const view = await read();
    if (view.state !== 'read') throw new Error(view.state);
    const broken = view.panels.filter((panel) => panel.problem !== null);
    expect(broken.map((panel) => [panel.id, panel.problem])).toEqual([
      ['load', expect.stringMatching(problem)],
    ]);
  });
});

describe('without one', () => {
  test.each([
    ['none is set', () => write({ WEIR_PROOF_TOKEN: '' }), true],
    ['it is for another', () => write({ WEIR_PROOF_FOR: 'https://other.example/123456' }), true],
    ['nobody knows where it is read', () => sendTo(`${origin}/in`), false],
  ])('%s: nothing is asked', async (_, change, canBeAsked) => {
    change();
    expect(await read()).toEqual({
      state: 'elsewhere',
      title: 'Pi host',
      where: 'Grafana Cloud',
      canBeAsked,
    });
    expect(asked).toEqual([]);
  });
});

describe('an expression', () => {
  test('is of this Pi where it says so, and there is a choice only then', async () => {
    clusters = ['attic', 'barn'];
    expect(await readExpression('up{cluster=~"$cluster"}', '1', 'this')).toMatchObject({ pis: 'this' });
    expect(asked[0]?.query.get('query')).toBe('up{cluster=~"attic"}');
    expect(await readExpression('up', '1', 'this')).toMatchObject({ pis: null });
    expect(asked.at(-1)?.query.get('query')).toBe('up');
  });

  test('that is refused says why in the words of the destination, without the token', async () => {
    const error = 'invalid parameter "query": 1:4: parse error, glc_read';
    refuse = (_, response) =>
      Boolean(response.writeHead(400).end(JSON.stringify({ status: 'error', error })));
    expect(await readExpression('up{', '1', 'this')).toMatchObject({
      state: 'silent',
      refusal: 'It is refused: invalid parameter "query": 1:4: parse error, …',
    });
    expect(asked).toHaveLength(1);
  });
});
