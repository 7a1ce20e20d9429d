import { copyFileSync, cpSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { GET } from '@/app/api/pis/route';
import type { PisView } from '@/lib/schemas/look/pis';
import { setEnv } from '@/lib/server/files/env/env-file';
import { readPis } from '@/lib/server/pis/pis';
import { questions } from '@/lib/server/pis/questions';
import { hub } from '@/lib/server/sampler/hub';
import { type FakeStore, startFakeStore, storeAnswer } from '../../support/fakes/fake-store';
import { lanAddress } from '../../support/fakes/receivers';
import { snapshots } from '../../support/fixtures/snapshots';
import { claim } from '../../support/panel/panel-client';
import { freshStack, panelRequest } from '../../support/panel/route-call';

let stack: ReturnType<typeof freshStack>;
let answer: (promql: string) => { status?: number; body: string };

const newest = (cluster: string, ageSeconds: number) => ({
  metric: { of: 'newest', cluster },
  value: [0, String(Date.now() / 1000 - ageSeconds)],
});
const envFile = () => path.join(stack.dir, '.env');
function write(changes: Record<string, string>): void {
  writeFileSync(envFile(), setEnv(readFileSync(envFile(), 'utf8'), changes));
}
/** What the next look is at a steady clock that has gone on. */
function later(ms: number): void {
  vi.spyOn(performance, 'now').mockReturnValue(performance.now() + ms);
}

beforeEach(() => {
  answer = (promql) => ({
    body:
      promql === questions[0] ? storeAnswer(newest('raspberrypi', 9), newest('barn', 7_200)) : storeAnswer(),
  });
  stack = freshStack();
  cpSync(path.join(stack.dir, 'config.example'), path.join(stack.dir, 'config'), { recursive: true });
  copyFileSync(path.join(stack.dir, '.env.example'), envFile());
});
afterEach(() => {
  stack.remove();
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

describe('of the store on this Pi', () => {
  let store: FakeStore;
  beforeEach(async () => {
    store = await startFakeStore(({ query }, response) => {
      const { status = 200, body } = answer(query.get('query') ?? '');
      response.writeHead(status).end(body);
    });
    vi.stubEnv('WEIR_VICTORIA_METRICS_URL', store.url);
    write({ WEIR_DESTINATION: 'local' });
  });
  afterEach(() => store.close());

  test('what it has of every Pi is read, without a token', async () => {
    const view = await readPis();
    expect(view).toMatchObject({
      state: 'read',
      where: null,
      hasMore: false,
      includedSeries: null,
      pis: [
        { name: 'barn', state: 'silent', isThisPi: false },
        { name: 'raspberrypi', state: 'not-reporting', isThisPi: true },
      ],
    });
    expect(store.asked.map(({ query }) => query.get('query'))).toEqual(questions);
    expect(questions.length).toBeLessThanOrEqual(5);
  });

  test('however many look, it is asked once, and once more when the answer is old', async () => {
    await Promise.all(Array.from({ length: 5 }, () => readPis()));
    await readPis();
    expect(store.asked).toHaveLength(questions.length);
    later(26_000);
    await readPis();
    expect(store.asked).toHaveLength(2 * questions.length);
  });

  test('that gives no answer for long is left alone for a while after it', async () => {
    answer = () => {
      later(30_000);
      return { status: 500, body: '' };
    };
    await readPis();
    await readPis();
    expect(store.asked).toHaveLength(1);
  });

  test('no row is this Pi where its name is not known', async () => {
    await expect(readPis()).resolves.toMatchObject({ isNameKnown: true });
    const file = path.join(stack.dir, 'config/vmagent/prometheus.yml');
    writeFileSync(file, readFileSync(file, 'utf8').replace('cluster: raspberrypi', 'site: here'));
    await expect(readPis()).resolves.toMatchObject({
      isNameKnown: false,
      pis: [{ isThisPi: false }, { isThisPi: false }],
    });
  });

  test('one that catches up is told from one that is silent, if the look before was not long ago', async () => {
    const barn = async () => {
      const view = await readPis();
      return view.state === 'read' && view.pis.find(({ name }) => name === 'barn')?.state;
    };
    const at = (ageSeconds: number) => {
      answer = () => ({ body: storeAnswer(newest('barn', ageSeconds)) });
    };
    expect(await barn()).toBe('silent');
    later(30_000);
    at(7_000);
    expect(await barn()).toBe('waiting');
    later(130_000);
    at(1_200);
    expect(await barn()).toBe('silent');
  });

  test('that does not answer, a sentence says why, and it is asked no more', async () => {
    answer = () => ({ status: 500, body: '' });
    const silent = {
      state: 'silent',
      where: null,
      message: 'The store on this Pi does not answer right now.',
      hint: '',
    };
    await expect(readPis()).resolves.toEqual(silent);
    expect(store.asked).toHaveLength(1);
    hub().publish({
      ...snapshots.delivering,
      services: snapshots.delivering.services.map((one) =>
        one.name === 'victoria-metrics' ? { ...one, state: 'exited' } : one,
      ),
    });
    later(11_000);
    await expect(readPis()).resolves.toMatchObject({ message: 'The store on this Pi does not run.' });
  });
});

describe('of a destination outside', () => {
  let server: Server;
  let tokens: (string | undefined)[];
  beforeEach(async () => {
    tokens = [];
    server = createServer(({ url, headers }, response) => {
      tokens.push(headers.authorization);
      const { status = 200, body } = answer(new URL(url ?? '', 'http://x').searchParams.get('query') ?? '');
      response.writeHead(status).end(body);
    });
    const host = lanAddress();
    await new Promise<void>((resolve) => server.listen(0, host, resolve));
    const origin = `http://${host}:${(server.address() as AddressInfo).port}`;
    write({
      WEIR_DESTINATION: 'other',
      REMOTE_WRITE_URL: `${origin}/api/v1/write`,
      REMOTE_WRITE_USERNAME: 'writer',
      WEIR_PROOF_TOKEN: 'glc_s3cret',
      WEIR_PROOF_FOR: `${origin}/writer`,
      PLAN_SERIES: '25000',
    });
  });
  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  test('the token for reading is used, and what the plan includes stands beside', async () => {
    await expect(readPis()).resolves.toMatchObject({
      state: 'read',
      where: expect.stringContaining(':'),
      includedSeries: 25_000,
      pis: [{ name: 'barn' }, { name: 'raspberrypi' }],
    });
    const credentials = Buffer.from('writer:glc_s3cret').toString('base64');
    expect(tokens).toEqual(questions.map(() => `Basic ${credentials}`));
  });

  test('without a token nothing is asked', async () => {
    write({ WEIR_PROOF_TOKEN: '' });
    await expect(readPis()).resolves.toMatchObject({ state: 'no-token' });
    write({ WEIR_PROOF_TOKEN: 'glc_s3cret', WEIR_PROOF_FOR: 'https://another/writer' });
    await expect(readPis()).resolves.toMatchObject({ state: 'no-token' });
    expect(tokens).toEqual([]);
  });

  test('whose place for reading is not known, it says so', async () => {
    write({ REMOTE_WRITE_URL: 'https://metrics.example.org/ingest' });
    await expect(readPis()).resolves.toEqual({ state: 'unreadable', where: 'metrics.example.org' });
  });

  test('that refuses the token, the reason and the way out are told, and no token', async () => {
    answer = () => ({ status: 401, body: 'glc_s3cret' });
    const view = await readPis();
    expect(view).toMatchObject({
      state: 'silent',
      message: 'The token for reading is refused (HTTP 401).',
      hint: expect.stringMatching(/\./),
    });
    expect(JSON.stringify(view)).not.toContain('s3cret');
    expect(tokens).toHaveLength(1);
    // Another token counts at once.
    write({ WEIR_PROOF_TOKEN: 'glc_other' });
    answer = () => ({ body: storeAnswer() });
    await expect(readPis()).resolves.toMatchObject({ state: 'read', pis: [] });
  });

  test('that answers without an end is not read to it', async () => {
    answer = () => ({ body: `{"status":"success","x":"${'x'.repeat(600_000)}"}` });
    await expect(readPis()).resolves.toMatchObject({
      state: 'silent',
      message: 'The destination answers with more than Weir reads.',
    });
  });
});

test('the route is for the owner', async () => {
  write({ WEIR_DESTINATION: 'other', REMOTE_WRITE_URL: 'https://metrics.example.org/api/v1/write' });
  const owner = await claim();
  expect(await owner.call<PisView>(GET)).toEqual({ state: 'no-token', where: 'metrics.example.org' });
  expect((await GET(panelRequest('/api/pis'))).status).toBe(401);
});
