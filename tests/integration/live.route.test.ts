import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { GET as budget } from '@/app/api/budget/route';
import { GET as events } from '@/app/api/events/route';
import { GET as recording } from '@/app/api/recording/route';
import { GET as status } from '@/app/api/status/route';
import { GET as stream } from '@/app/api/stream/route';
import { POST as renewToken } from '@/app/api/token/route';
import { GET as metrics } from '@/app/metrics/route';
import { budgetSchema } from '@/lib/schemas/budget';
import { type Events, eventsSchema } from '@/lib/schemas/event';
import { recordingSchema } from '@/lib/schemas/recording';
import { type Status, statusSchema } from '@/lib/schemas/status';
import { helloEventSchema, patchEventSchema } from '@/lib/schemas/stream';
import { prepareMetricsToken } from '@/lib/server/auth/metrics-token';
import { live, startLive } from '@/lib/server/live/live';
import { startTimeline } from '@/lib/server/live/timeline';
import { FakeVmagent } from '../support/fakes/fake-vmagent';
import { claim, type Owner } from '../support/panel/panel-client';
import { freshPanel, panelRequest } from '../support/panel/route-call';
import { sleep, waitFor } from '../support/run/exec';

let vmagent: FakeVmagent;
let panel: ReturnType<typeof freshPanel>;
let owner: Owner;

beforeAll(async () => {
  vmagent = new FakeVmagent();
  process.env.WEIR_VMAGENT_URL = await vmagent.open();
  process.env.DOCKER_HOST = 'unix:///nonexistent/docker.sock';
  panel = freshPanel();
  process.env.WEIR_STACK_DIR = panel.stateDir;
  owner = await claim();
  await startTimeline();
  startLive();
});

afterAll(() => {
  live().sampler.stop();
  vmagent.close();
  panel.remove();
});

interface Viewer {
  events: { event: string; data: unknown }[];
  close(): Promise<void>;
}

async function watch(): Promise<Viewer> {
  const response = await stream(panelRequest('/api/stream', { cookie: owner.cookie }));
  expect(response.headers.get('content-type')).toContain('text/event-stream');
  const reader = response.body?.getReader();
  const events: Viewer['events'] = [];
  const decoder = new TextDecoder();
  let text = '';
  void (async () => {
    for (;;) {
      const { done, value } = (await reader?.read()) ?? { done: true, value: undefined };
      if (done) return;
      text += decoder.decode(value, { stream: true });
      const parts = text.split('\n\n');
      text = parts.pop() ?? '';
      for (const part of parts) {
        const [, event, data] = /^event: (.+)\ndata: (.+)$/.exec(part) ?? [];
        if (event && data) events.push({ event, data: JSON.parse(data) });
      }
    }
  })();
  return { events, close: async () => reader?.cancel() };
}

describe('without a session', () => {
  test.each([
    ['/api/stream', stream],
    ['/api/status', status],
    ['/api/recording', recording],
    ['/api/events', events],
    ['/api/budget', budget],
    ['/metrics', metrics],
  ])('%s answers 401', async (path, route) => expect((await route(panelRequest(path))).status).toBe(401));
});

test('GET /api/status answers in the documented shape, with no engine there', async () => {
  const answer = statusSchema.parse(await owner.call(status));
  expect(answer.delivery.state).toBe('starting');
  expect(answer.verdict.findings.map(({ id }) => id)).toContain('engine-unreachable');
  expect(answer.services).toEqual([]);
});

test('GET /api/recording answers the series', async () => {
  const answer = recordingSchema.parse(await owner.call(recording));
  expect(answer.stepSeconds).toBe(15);
  expect(answer.series.bufferBytes.at(-1)).toBe(0);
  expect(answer.parts).toBeUndefined();
  const withParts = await owner.call(recording, { query: '?hours=1&points=60&parts=true' });
  expect(recordingSchema.parse(withParts).parts).toMatchObject({
    stepSeconds: 60,
    targets: [],
    services: [],
  });
});

test('GET /api/events answers what happened, newest first, and only so far back as it is asked for', async () => {
  const read = async () => eventsSchema.parse(await owner.call(events));
  const has = ({ events: all }: Events, wanted: string) => all.some(({ subject }) => subject === wanted);
  expect(has(await read(), 'first-start')).toBe(true);
  // What lasts less than a few seconds is none; while nobody watches, that is known with the next reading.
  await waitFor('the event', async () => has(await read(), 'engine-unreachable'), { timeoutMs: 25_000 });
  const answer = await read();
  expect(answer.events[0]?.fromMs).toBeGreaterThanOrEqual(answer.events.at(-1)?.fromMs ?? 0);
  const refused = await events(panelRequest('/api/events?hours=-1', { cookie: owner.cookie }));
  expect(refused.status).toBe(422);
});

test('GET /api/budget answers what is known: the counts of vmagent, and nothing that is made up', async () => {
  const answer = budgetSchema.parse(await owner.call(budget));
  expect(answer).toMatchObject({
    series: 612,
    pointsPerMinute: null,
    brake: { maxSeries: 20_000, droppedSamples: 3 },
    limits: { series: null, pointsPerMinute: null },
    jobs: [],
  });
});

test('the read-only token opens status and metrics, not the stream', async () => {
  const { token } = await owner.call<{ token: string }>(renewToken, { method: 'POST', body: {} });
  const headers = { authorization: `Bearer ${token}` };
  expect((await status(panelRequest('/api/status', { headers }))).status).toBe(200);
  expect((await stream(panelRequest('/api/stream', { headers }))).status).toBe(401);
  const response = await metrics(panelRequest('/metrics', { headers }));
  expect(response.headers.get('content-type')).toMatch(/^text\/plain/);
  const text = await response.text();
  expect(text).toMatch(/^weir_delivery_state\{state="starting"\} 1$/m);
  expect(text).toMatch(/^weir_buffer_bytes 0$/m);
  expect(text).toMatch(/^weir_build_info\{version="[\d.]+"\} 1$/m);
  expect(text).toMatch(/^weir_vmagent_requests_total [1-9]\d*$/m);
});

test('vmagent’s own token opens the metrics and nothing else; another one in its file counts at once', async () => {
  const file = path.join(panel.stateDir, 'config/vmagent/weir-token');
  await prepareMetricsToken();
  expect(existsSync(file)).toBe(false);
  mkdirSync(path.dirname(file), { recursive: true });
  await prepareMetricsToken();
  const token = readFileSync(file, 'utf8').trim();
  expect(token).toMatch(/^[\w-]{43}$/);
  const statusWith = async (given: string, route = metrics, url = '/metrics') =>
    (await route(panelRequest(url, { headers: { authorization: `Bearer ${given}`, host: 'weir:8430' } })))
      .status;
  expect(await statusWith(token)).toBe(200);
  expect(await statusWith(`${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`)).toBe(401);
  for (const [url, route] of [
    ['/api/status', status],
    ['/api/stream', stream],
    ['/api/budget', budget],
  ] as const) {
    expect(await statusWith(token, route, url), url).toBe(401);
  }
  await prepareMetricsToken();
  expect(readFileSync(file, 'utf8').trim()).toBe(token);
  const other = randomBytes(32).toString('base64url');
  writeFileSync(file, other);
  expect([await statusWith(token), await statusWith(other)]).toEqual([401, 200]);
  // What is too short to be one opens nothing, and neither does nothing.
  for (const weak of ['abc', '', ' \n']) {
    writeFileSync(file, weak);
    expect([await statusWith(weak.trim()), await statusWith(other)]).toEqual([401, 401]);
  }
  rmSync(file);
  expect(await statusWith(other)).toBe(401);
});

test('the stream opens with everything and goes on with what changes', async () => {
  const viewer = await watch();
  await waitFor('hello', () => viewer.events.length > 0);
  const hello = helloEventSchema.parse(viewer.events[0]?.data);
  expect(hello.task).toBeNull();
  vmagent.delivered += 1;
  const isDelivering = ({ event, data }: Viewer['events'][number]) =>
    event === 'patch' && patchEventSchema.parse(data).delivery?.state === 'delivering';
  await waitFor('the delivery', () => viewer.events.some(isDelivering));
  await viewer.close();
  const { delivery } = await owner.call<Status>(status);
  expect(delivery.state).toBe('delivering');
});

test('vmagent is asked as often for fifty viewers as for one', async () => {
  const windowMs = 10_000;
  const requestsWith = async (count: number) => {
    const viewers = await Promise.all(Array.from({ length: count }, watch));
    await sleep(2500);
    const before = vmagent.requests;
    await sleep(windowMs);
    const asked = vmagent.requests - before;
    // What is on its way to a viewer counts.
    await sleep(2000);
    const patches = viewers.map(({ events }) => events.filter(({ event }) => event === 'patch').length);
    await Promise.all(viewers.map((viewer) => viewer.close()));
    return { asked, patches };
  };
  // Two questions each reading, however many look; the window may hold one reading more than was told of.
  for (const count of [1, 50]) {
    const { asked, patches } = await requestsWith(count);
    expect(asked).toBeGreaterThan(0);
    expect(asked).toBeLessThanOrEqual(2 * (Math.min(...patches) + 2));
  }
});
