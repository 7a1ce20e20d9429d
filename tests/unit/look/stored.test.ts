import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Snapshot } from '@/lib/schemas/snapshot';
import { readExpression } from '@/lib/server/look/expression';
import { readMetric, readStored } from '@/lib/server/look/stored';
import { hub } from '@/lib/server/sampler/hub';
import { type FakeStore, startFakeStore, storeAnswer } from '../../support/fakes/fake-store';
import { snapshots } from '../../support/fixtures/snapshots';
import { freshStack } from '../../support/panel/route-call';

let store: FakeStore;
let stack: ReturnType<typeof freshStack>;
let answer: Parameters<typeof startFakeStore>[0];
let told: string;

const local: Snapshot = {
  ...snapshots.delivering,
  destination: { kind: 'local', url: 'http://victoria-metrics:8428' },
};
const vector = (all: [Record<string, string>, number][]) =>
  storeAnswer(...all.map(([metric, value]) => ({ metric, value: [0, String(value)] })));
const names = (all: Record<string, number>) =>
  vector(Object.entries(all).map(([name, series]) => [{ __name__: name }, series]));
const ask = (q = '', page = 1) => readStored({ q, page });

/** What exporters say: of a family a type and a help text. */
const said = (all: Record<string, [type: string, help: string]>) =>
  JSON.stringify({
    status: 'success',
    data: Object.fromEntries(
      Object.entries(all).map(([name, [type, help]]) => [name, [{ type, help, unit: '' }]]),
    ),
  });
const later = (ms: number) => vi.spyOn(performance, 'now').mockReturnValue(performance.now() + ms);

beforeEach(async () => {
  told = said({ node_load1: ['gauge', '1m load average.'] });
  answer = ({ path }, response) =>
    response.end(
      path === 'metadata' ? told : names({ up: 5, node_load1: 1, node_cpu_seconds_total: 32, 'b"ad': 1 }),
    );
  store = await startFakeStore((...given) => answer(...given));
  vi.stubEnv('WEIR_VICTORIA_METRICS_URL', store.url);
  stack = freshStack();
  hub().publish(local);
});
afterEach(async () => {
  stack.remove();
  await store.close();
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

describe('the metrics of the destination', () => {
  test('are asked for once for many looks, and searched; a name that cannot be asked for is left out', async () => {
    expect(await ask()).toMatchObject({
      state: 'read',
      where: null,
      odd: 1,
      series: 39,
      all: 3,
      metrics: [
        { name: 'node_cpu_seconds_total', series: 32, help: null },
        { name: 'node_load1', series: 1, help: '1m load average.' },
        { name: 'up', series: 5, help: null },
      ],
    });
    expect(await ask(' LOAD ')).toMatchObject({ all: 3, matching: 1, metrics: [{ name: 'node_load1' }] });
    expect(await ask('Average')).toMatchObject({ matching: 1, metrics: [{ name: 'node_load1' }] });
    expect(store.asked.map(({ path }) => path)).toEqual(['query', 'metadata']);
    expect(store.asked[0]?.query.get('query')).toBe('count by (__name__) ({__name__!="",cluster=~".*"})');
  });

  test('have the help of their family, as one plain line that is not too long', async () => {
    told = said({
      up: ['gauge', `a\n\u001b[31m<b>${'x'.repeat(2_000)}`],
      node_cpu_seconds: ['counter', 'Seconds in each mode.'],
      node_load1: ['gauge', 'Help is not implemented yet.'],
      __proto__: ['gauge', 'x'],
    });
    const stored = await ask();
    const helps = stored.state === 'read' && stored.metrics.map(({ help }) => help);
    expect(helps).toEqual(['Seconds in each mode.', null, `a <b>${'x'.repeat(295)}`]);
  });

  test.each([
    ['nothing', '{"status":"success","data":{}}', 200],
    ['no such question', 'no', 404],
    ['another form', '{"status":"success","data":"x"}', 200],
    ['more than is read', 'x'.repeat(5 * 1024 * 1024), 200],
  ])(
    'have no help where the place answers with %s, and it is asked again five minutes later',
    async (_, body, status) => {
      const usual = answer;
      answer = (question, response) => {
        if (question.path === 'metadata') response.writeHead(status).end(body);
        else usual(question, response);
      };
      const helps = async () => {
        const stored = await ask();
        return stored.state === 'read' && stored.metrics.map(({ help }) => help);
      };
      expect(await helps()).toEqual([null, null, null]);
      answer = usual;
      expect(await helps()).toEqual([null, null, null]);
      later(301_000);
      expect(await helps()).toEqual([null, '1m load average.', null]);
    },
  );

  test('one that is told in another form is of no harm to the others', async () => {
    told = JSON.stringify({
      status: 'success',
      data: {
        up: 'x',
        node_cpu_seconds: [{ type: 'counter' }],
        node_load1: [{ type: 'gauge', help: 'Load.' }],
      },
    });
    const stored = await ask();
    expect(stored.state === 'read' && stored.metrics.map(({ help }) => help)).toEqual([null, 'Load.', null]);
  });

  test('are there without their help where that does not come', async () => {
    const usual = answer;
    answer = (question, response) => question.path === 'metadata' || usual(question, response);
    expect(await ask()).toMatchObject({ state: 'read', all: 3, metrics: [{ help: null }, {}, {}] });
  });

  test('are a page of fifty, and the last one where there is no such page', async () => {
    answer = (_, response) =>
      response.end(names(Object.fromEntries(Array.from({ length: 120 }, (_, at) => [`m${1000 + at}`, 1]))));
    const last = await ask('', 9);
    expect(last).toMatchObject({ page: 3, pages: 3 });
    expect(last.state === 'read' && last.metrics.map(({ name }) => name).at(0)).toBe('m1100');
  });

  test('are not known where the store gives no answer, and asked for again by the next who looks', async () => {
    const usual = answer;
    answer = (_, response) => response.writeHead(500).end('no');
    expect(await ask()).toMatchObject({ state: 'silent', where: null, why: expect.stringMatching(/store/) });
    answer = usual;
    expect(await ask()).toMatchObject({ state: 'read' });
  });

  test('are not known where there are too many to read, which is told as that', async () => {
    answer = (_, response) => response.end('x'.repeat(3 * 1024 * 1024));
    expect(await ask()).toMatchObject({ state: 'silent', why: expect.stringContaining('too much') });
    expect(await readMetric('up', '1', 'this')).toMatchObject({
      state: 'silent',
      why: expect.stringContaining('too much'),
    });
  });

  test('are elsewhere where no token may read them', async () => {
    hub().publish(snapshots.delivering);
    expect(await ask()).toMatchObject({ state: 'elsewhere', where: 'Grafana Cloud', canBeAsked: true });
    expect(await readMetric('up', '6', 'this')).toMatchObject({ state: 'elsewhere', title: 'up' });
    expect(store.asked).toEqual([]);
  });
});

test('an expression that takes too long is told as that, and the store is not blamed', async () => {
  vi.spyOn(AbortSignal, 'timeout').mockReturnValue(AbortSignal.abort());
  answer = () => undefined;
  expect(await readExpression('count({__name__!=""})', '1', 'all')).toMatchObject({
    state: 'silent',
    refusal: 'It takes too long. Ask for fewer series, or for a shorter window.',
  });
});

test('a metric has its course and its newest values', async () => {
  answer = ({ path, query }, response) => {
    const metric = { __name__: 'up', cluster: 'attic', job: 'yace' };
    const at = Number(query.get('end'));
    if (path === 'metadata') response.end(said({ up: ['gauge', 'Whether it answers'] }));
    else
      response.end(
        path === 'query'
          ? vector([[query.get('query')?.startsWith('count(') ? {} : metric, 1]])
          : storeAnswer({ metric, values: [[at, '0.5']] }),
      );
  };
  const view = await readMetric('up', '1', 'this');
  expect(view).toMatchObject({
    state: 'read',
    title: 'up',
    about: 'Whether it answers. 1 series now.',
    panels: [
      { id: 'course', lines: [{ name: 'yace' }] },
      { id: 'newest', headings: ['job'], rows: [{ cells: ['yace'], value: 1 }] },
    ],
  });
});
