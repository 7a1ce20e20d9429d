import { cpSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { GET as readLabels } from '@/app/api/expression/labels/route';
import { GET as readNames } from '@/app/api/expression/names/route';
import { GET as readExpression } from '@/app/api/expression/route';
import type { DashboardView } from '@/lib/schemas/look/dashboard';
import type { Labels, Names } from '@/lib/schemas/look/expression';
import { hub } from '@/lib/server/sampler/hub';
import { type FakeStore, startFakeStore, storeAnswer } from '../support/fakes/fake-store.ts';
import { snapshots } from '../support/fixtures/snapshots.ts';
import { claim, type Owner } from '../support/panel/panel-client.ts';
import { freshStack, panelRequest } from '../support/panel/route-call.ts';

let store: FakeStore;
let stack: ReturnType<typeof freshStack>;
let owner: Owner;
let answer: Parameters<typeof startFakeStore>[0];

const series = (count: number, end: number) =>
  storeAnswer(
    ...Array.from({ length: count }, (_, at) => ({
      metric: { __name__: 'up', job: `job${at}` },
      value: [0, String(at)],
      values: [[end, String(at)]],
    })),
  );

beforeEach(async () => {
  answer = ({ query }, response) => response.end(series(2, Number(query.get('end'))));
  store = await startFakeStore((...given) => answer(...given));
  vi.stubEnv('WEIR_VICTORIA_METRICS_URL', store.url);
  stack = freshStack();
  cpSync(path.join(stack.dir, 'config.example'), path.join(stack.dir, 'config'), { recursive: true });
  owner = await claim();
  hub().publish({ ...snapshots.delivering, destination: { kind: 'local', url: store.url } });
});
afterEach(async () => {
  stack.remove();
  await store.close();
  vi.unstubAllEnvs();
});

const run = (q: string, more = '') =>
  owner.call<DashboardView>(readExpression, { query: `?q=${encodeURIComponent(q)}${more}` });
const asked = (path: string) =>
  store.asked.filter((one) => one.path === path).map(({ query }) => query.get('query'));

test.each([
  ['an expression', readExpression, '?q=up'],
  ['names', readNames, ''],
  ['labels', readLabels, ''],
])('%s: nobody asks without a session, and nothing is asked then', async (_, route, query) => {
  expect((await route(panelRequest(`/x${query}`))).status).toBe(401);
  expect(store.asked).toEqual([]);
});

describe('an expression', () => {
  test('is drawn as it stands, once for all who look', async () => {
    const [view] = await Promise.all([run('rate(up[5m])', '&span=168'), run('rate(up[5m])', '&span=168')]);
    expect(view).toMatchObject({
      state: 'read',
      about: '2 series now.',
      pis: null,
      panels: [
        { id: 'course', unit: 'number', problem: null, lines: [{ name: 'job0' }, { name: 'job1' }] },
        { id: 'newest', headings: ['job'], rows: [{ cells: ['job0'] }, { cells: ['job1'] }] },
      ],
    });
    // A window that is shorter than the distance of two moments stays what it is.
    expect(asked('query_range')).toEqual(['rate(up[5m])']);
    expect(asked('query')).toEqual(['rate(up[5m])', 'rate(up[5m])']);
  });

  test('of many series has 12 courses and 50 values at most', async () => {
    answer = ({ query }, response) => response.end(series(120, Number(query.get('end'))));
    const view = await run('up');
    if (view.state !== 'read') throw new Error(view.state);
    const [course, newest] = view.panels;
    expect(course?.kind === 'timeseries' && [course.lines.length, course.more]).toEqual([12, 108]);
    expect(newest?.kind === 'table' && newest.rows.length).toBe(50);
    expect(asked('query').at(-1)).toBe('sort_desc(topk(50, up\n))');
  });

  test('without a series, as Prometheus answers it, is one value', async () => {
    answer = ({ path, query }, response) =>
      response.end(
        path === 'query'
          ? '{"status":"success","data":{"resultType":"scalar","result":[1,"2"]}}'
          : storeAnswer({ metric: {}, values: [[Number(query.get('end')), '2']] }),
      );
    expect(await run('1 + 1')).toMatchObject({
      panels: [{ lines: [{ name: 'no labels' }] }, { headings: [], rows: [{ value: 2 }] }],
    });
  });

  test('without a number is a series all the same', async () => {
    answer = ({ query }, response) =>
      response.end(
        storeAnswer({ metric: {}, value: [0, '+Inf'], values: [[Number(query.get('end')), '+Inf']] }),
      );
    const emptyWhen = 'Its values are no numbers, or too large to be drawn.';
    expect(await run('1/0')).toMatchObject({
      about: '1 series now.',
      panels: [{ emptyWhen }, { rows: [], emptyWhen }],
    });
  });

  test.each([
    [
      'its grammar',
      422,
      '{"status":"error","error":"error when executing query=\\"up{\\" for (time=1, step=2): unparsed data"}',
      'It is refused: unparsed data',
    ],
    ['markup', 400, '{"status":"error","error":"<b>no</b>\\u001b[1m"}', 'It is refused: <b>no</b>'],
    ['nothing that is told', 400, 'no', 'The store on this Pi gave no answer to this question.'],
    [
      'ranges',
      200,
      '{"status":"success","data":{"resultType":"matrix","result":[{"metric":{},"values":[[1,"1"]]}]}}',
      'It does not give one value at a time. Put what has a window, such as up[5m], into a function, such as rate().',
    ],
    [
      'too much',
      200,
      'x'.repeat(3 * 1024 * 1024),
      'What the store on this Pi has of this is too much to draw.',
    ],
  ])('refused for %s says so, and no more is asked', async (_, status, body, refusal) => {
    answer = (_, response) => response.writeHead(status).end(body);
    expect(await run('up{')).toMatchObject({ state: 'silent', refusal });
    expect(store.asked).toHaveLength(1);
  });

  test('that nobody answers is not called refused', async () => {
    await store.close();
    expect(await run('up')).toMatchObject({ state: 'silent', where: null, refusal: null });
    store = await startFakeStore((...given) => answer(...given));
  });

  test.each(['', 'x'.repeat(1_001), 'up\u0000'])('of another form is not asked: %j', async (q) => {
    await expect(run(q)).rejects.toThrow(/^422 /);
    expect(store.asked).toEqual([]);
  });

  test('is not asked where no token may read', async () => {
    hub().publish(snapshots.delivering);
    expect(await run('up')).toMatchObject({ state: 'elsewhere', where: 'Grafana Cloud', canBeAsked: true });
    expect(store.asked).toEqual([]);
  });
});

describe('the completion', () => {
  const names = () => owner.call<Names>(readNames);
  const labels = (query = '') => owner.call<Labels>(readLabels, { query });
  const list = (...data: string[]) => JSON.stringify({ status: 'success', data });

  test('has names with what their exporters say, and at most 2,000 of them', async () => {
    answer = ({ path }, response) =>
      response.end(
        path === 'metadata'
          ? '{"status":"success","data":{"up":[{"type":"gauge","help":"It answers."}]}}'
          : storeAnswer(
              ...['up', 'a"b', 'constructor'].map((name) => ({
                metric: { __name__: name },
                value: [0, '1'],
              })),
            ),
      );
    expect(await names()).toEqual({
      names: [
        { name: 'constructor', type: null, help: null },
        { name: 'up', type: 'gauge', help: 'It answers.' },
      ],
    });
  });

  test('has at most 2,000 names and 500 labels', async () => {
    const all = Array.from({ length: 3_000 }, (_, at) => `m${at}`);
    answer = ({ path }, response) =>
      response.end(
        path === 'labels'
          ? list(...all)
          : storeAnswer(...all.map((name) => ({ metric: { __name__: name }, value: [0, '1'] }))),
      );
    expect((await names()).names).toHaveLength(2_000);
    expect((await labels()).labels).toHaveLength(500);
  });

  test('has the labels of a metric and the values of a label, asked once', async () => {
    answer = ({ path }, response) => response.end(path === 'labels' ? list('job', 'mode') : list('a', 'b"'));
    expect(await labels('?metric=up')).toEqual({ labels: ['job', 'mode'] });
    expect(await labels('?metric=up&label=job')).toEqual({ labels: ['a', 'b"'] });
    await labels('?metric=up&label=job');
    expect(store.asked.map(({ path, query }) => [path, query.get('match[]')])).toEqual([
      ['labels', 'up'],
      ['values', 'up'],
    ]);
  });

  test('leaves out what would be cut, and what is no text', async () => {
    answer = (_, response) => response.end(list('x'.repeat(201), 'a\nb', '\u001b[1m', 'b'));
    expect(await labels()).toEqual({ labels: ['b'] });
  });

  test.each([
    [
      'the store fails',
      (() => (answer = (_, response) => response.writeHead(500).end('no'))) as () => unknown,
    ],
    ['no token may read', () => hub().publish(snapshots.delivering)],
  ])('has nothing where %s', async (_, happens) => {
    happens();
    expect(await names()).toEqual({ names: [] });
    expect(await labels('?metric=up')).toEqual({ labels: [] });
  });

  test.each(['?label=..%2Fquery', '?metric=up%7Ba%3D%22b%22%7D', '?label=a%2Fb'])(
    'is asked for names alone: %s',
    async (query) => {
      await expect(labels(query)).rejects.toThrow(/^422 /);
      expect(store.asked).toEqual([]);
    },
  );
});
