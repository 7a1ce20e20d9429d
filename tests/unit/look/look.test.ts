import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { dashboards } from '@/lib/dashboards/dashboards';
import { withWindows } from '@/lib/dashboards/terms/promql';
import { type LookSpan, lookSpans } from '@/lib/schemas/look/dashboard';
import type { Snapshot } from '@/lib/schemas/snapshot';
import * as look from '@/lib/server/look/look';
import { hub } from '@/lib/server/sampler/hub';
import { type FakeStore, startFakeStore, storeAnswer } from '../../support/fakes/fake-store';
import { snapshots } from '../../support/fixtures/snapshots';
import { freshStack } from '../../support/panel/route-call';
import { sleep } from '../../support/run/exec';

let store: FakeStore;
let stack: ReturnType<typeof freshStack>;
let answer: Parameters<typeof startFakeStore>[0];

const withStore = (state: 'running' | 'exited'): Snapshot => ({
  ...snapshots.delivering,
  destination: { kind: 'local', url: 'http://victoria-metrics:8428' },
  services: snapshots.delivering.services.map((one) =>
    one.name === 'victoria-metrics' ? { ...one, enabled: true, state } : one,
  ),
});
const readDashboard = (id: string, span: LookSpan) => look.readDashboard(id, span, 'this');
const pi = dashboards.find(({ id }) => id === 'pi');
const expressions = pi?.panels.flatMap((panel) => panel.expressions) ?? [];

beforeEach(async () => {
  answer = ({ path, query }, response) => {
    const at = Number(query.get('end') ?? 0);
    const metric = { cluster: 'attic' };
    response.end(
      path === 'query'
        ? storeAnswer({ metric, value: [0, '1.5'] })
        : storeAnswer({ metric, values: [[at, '2.5']] }),
    );
  };
  store = await startFakeStore((...given) => answer(...given));
  vi.stubEnv('WEIR_VICTORIA_METRICS_URL', store.url);
  stack = freshStack();
  hub().publish(withStore('running'));
});
afterEach(async () => {
  stack.remove();
  await store.close();
  vi.unstubAllEnvs();
  vi.useRealTimers();
});

test('there is a tab for each dashboard', () => {
  expect(look.dashboardTabs()).toEqual(dashboards.map(({ id, title }) => ({ id, title })));
});

test('what is no dashboard is not found', async () => {
  await expect(readDashboard('../pi', '6')).rejects.toMatchObject({ code: 'not-found' });
});

test('each panel has what the store answers, on one grid', async () => {
  const view = await readDashboard('pi', '6');
  expect(view).toMatchObject({
    state: 'read',
    id: 'pi',
    source: 'pi',
    stepSeconds: 90,
    where: null,
    pis: null,
  });
  if (view.state !== 'read') return;
  expect(view.toMs - view.fromMs).toBe(6 * 3_600_000 + 90_000);
  const ranges = store.asked.filter(({ path }) => path === 'query_range');
  expect(ranges.map(({ query }) => Number(query.get('end')) * 1000)).toEqual(ranges.map(() => view.toMs));
  expect(view.panels.map(({ id }) => id)).toEqual(pi?.panels.map(({ id }) => id));
  for (const panel of view.panels) {
    expect(panel.problem).toBeNull();
    if (panel.kind === 'timeseries') expect(panel.lines[0]?.values.at(-1)).toBe(2.5);
    if (panel.kind === 'timeseries') expect(panel.lines[0]?.values).toHaveLength(241);
    if (panel.kind === 'stat') expect(panel.values).toEqual([{ name: '', value: 1.5 }]);
  }
});

test.each(lookSpans)('over %s the store is asked for at most 241 moments', async (span) => {
  await readDashboard('pi', span);
  const ranges = store.asked.filter(({ path }) => path === 'query_range');
  expect(ranges.length).toBeGreaterThan(0);
  for (const { query } of ranges) {
    const [start, end, step] = ['start', 'end', 'step'].map((name) =>
      Number.parseInt(query.get(name) ?? '', 10),
    );
    expect(((end ?? 0) - (start ?? 0)) / (step ?? 1)).toBeLessThanOrEqual(240);
    expect(query.get('query')).not.toContain('$');
  }
});

test('however many look, each expression is asked once, and once more when the answer is old', async () => {
  await Promise.all(Array.from({ length: 5 }, () => readDashboard('pi', '1')));
  await readDashboard('pi', '1');
  expect(store.asked).toHaveLength(expressions.length);
  const later = performance.now() + 26_000;
  vi.spyOn(performance, 'now').mockReturnValue(later);
  await readDashboard('pi', '1');
  expect(store.asked).toHaveLength(2 * expressions.length);
  vi.restoreAllMocks();
});

test('what is kept has an end', async () => {
  for (const { id } of dashboards) for (const span of ['1', '6'] as const) await readDashboard(id, span);
  const before = store.asked.length;
  await readDashboard('google-cloud', '6');
  expect(store.asked).toHaveLength(before);
  await readDashboard('pipeline', '1');
  expect(store.asked.length).toBeGreaterThan(before);
});

describe('where the store gives no answer', () => {
  test('to one question, the others stand', async () => {
    const usual = answer;
    answer = (question, response) =>
      question.query.get('query')?.includes('node_load5')
        ? response.writeHead(422).end('{"status":"error","error":"<b>too much</b>"}')
        : usual(question, response);
    const view = await readDashboard('pi', '6');
    if (view.state !== 'read') throw new Error(view.state);
    const broken = view.panels.filter(({ problem }) => problem !== null);
    expect(broken.map(({ id, problem }) => [id, problem])).toEqual([
      ['load', 'The store on this Pi gave no answer to this question.'],
    ]);
  });

  test('of a size that can be drawn, the panel says so', async () => {
    const usual = answer;
    answer = (question, response) =>
      question.query.get('query')?.includes('node_load5')
        ? response.end('x'.repeat(3 * 1024 * 1024))
        : usual(question, response);
    const view = await readDashboard('pi', '6');
    if (view.state !== 'read') throw new Error(view.state);
    expect(view.panels.find(({ id }) => id === 'load')?.problem).toMatch(/too much to draw/);
  });

  test('at all, one sentence says so, it is not asked for the rest, and again by the next who looks', async () => {
    answer = (_question, response) => response.destroy();
    await expect(readDashboard('pi', '6')).resolves.toEqual({
      state: 'silent',
      refusal: null,
      where: null,
      spans: ['1', '6', '24', '168', 'all'],
      holdsMs: 0,
      title: 'Pi host',
      why: 'The store on this Pi does not answer right now.',
      hint: null,
    });
    expect(store.asked.length).toBeLessThanOrEqual(4);
    answer = (_question, response) => response.end(storeAnswer());
    await expect(readDashboard('pi', '6')).resolves.toMatchObject({ state: 'read' });
  });

  test('because it is stopped, it says that', async () => {
    answer = (_question, response) => response.destroy();
    hub().publish(withStore('exited'));
    await expect(readDashboard('pi', '6')).resolves.toMatchObject({
      why: 'The store on this Pi does not run.',
    });
  });
});

test('where the data is kept elsewhere, nothing is asked', async () => {
  hub().publish({
    ...withStore('running'),
    destination: { kind: 'grafana-cloud', url: 'https://x.grafana.net/api/prom/push' },
  });
  await expect(readDashboard('aws', '6')).resolves.toEqual({
    state: 'elsewhere',
    title: 'AWS',
    where: 'Grafana Cloud',
    canBeAsked: true,
  });
  expect(store.asked).toEqual([]);
});

test.each([
  ['a short window grows', 'rate(a[5m])', 600, 'rate(a[600s])'],
  ['a long one stays', 'rate(a[1h])', 600, 'rate(a[1h])'],
  ['a subquery stays', 'sum_over_time(a[1h:1m])', 9000, 'sum_over_time(a[1h:1m])'],
])('%s', (_, promql, seconds, expected) => {
  expect(withWindows(promql, seconds)).toBe(expected);
});

test('a state is asked for the worst within a step, so that what was short is not passed over', async () => {
  await readDashboard('pipeline', '168');
  const asked = store.asked.map(({ query }) => query.get('query') ?? '');
  expect(asked).toContainEqual(expect.stringMatching(/^min_over_time\(\(.*up.*\)\[2520s:60s\]\)$/s));
  await readDashboard('pi', '168');
  const voltage = store.asked
    .map(({ query }) => query.get('query') ?? '')
    .find((one) => one.includes('in_lcrit'));
  expect(voltage).toMatch(/^max_over_time\(\(/);
});

test('an answer with a fault in it is soon asked for again', async () => {
  const usual = answer;
  answer = (question, response) =>
    question.query.get('query')?.includes('node_load5')
      ? response.writeHead(503).end()
      : usual(question, response);
  await readDashboard('pi', '168');
  answer = usual;
  const later = performance.now() + 11_000;
  vi.spyOn(performance, 'now').mockReturnValue(later);
  const view = await readDashboard('pi', '168');
  vi.restoreAllMocks();
  if (view.state !== 'read') throw new Error(view.state);
  expect(view.panels.filter(({ problem }) => problem !== null)).toEqual([]);
});

test('all dashboards together ask no more than two things at a time', async () => {
  const usual = answer;
  let open = 0;
  let most = 0;
  answer = (question, response) => {
    open += 1;
    most = Math.max(most, open);
    void sleep(2).then(() => {
      open -= 1;
      usual(question, response);
    });
  };
  await Promise.all(dashboards.map(({ id }) => readDashboard(id, '6')));
  expect(most).toBe(2);
});
