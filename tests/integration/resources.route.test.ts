import { once } from 'node:events';
import { appendFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { GET as readFigures } from '@/app/api/sources/[id]/resources/figures/route';
import { GET as readResources } from '@/app/api/sources/[id]/resources/route';
import type { Figures, Resources, ResourcesRead } from '@/lib/schemas/resources';
import { hub } from '@/lib/server/sampler/hub';
import { type FakeAws, startFakeAws } from '../support/fakes/aws/fake-aws.ts';
import { KEY_ID, oneAccount, SECRET } from '../support/fakes/aws/world.ts';
import { lanAddress } from '../support/fakes/receivers.ts';
import { AWS_TEXT, lambdaArn, largeAws } from '../support/fixtures/resources/expositions.ts';
import { service } from '../support/fixtures/snapshot-parts.ts';
import { snapshots } from '../support/fixtures/snapshots.ts';
import { claim, type Owner } from '../support/panel/panel-client.ts';
import { freshStack, panelRequest } from '../support/panel/route-call.ts';

let stack: ReturnType<typeof freshStack>;
let owner: Owner;
let exporter: Server;
let answer: () => Iterable<string>;
/** Addresses that were asked, with their queries. */
let asked: URL[];

/** An exporter and a store in one. */
async function startFake(): Promise<string> {
  exporter = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://fake');
    asked.push(url);
    if (url.pathname === '/metrics') Readable.from(chunks(answer())).pipe(response);
    else response.end(JSON.stringify(matrix(Number(url.searchParams.get('start')))));
  });
  exporter.listen(0, '127.0.0.1');
  await once(exporter, 'listening');
  return `http://127.0.0.1:${(exporter.address() as AddressInfo).port}`;
}

function* chunks(lines: Iterable<string>): Generator<string> {
  let text = '';
  for (const line of lines) {
    text += `${line}\n`;
    if (text.length < 60_000) continue;
    yield text;
    text = '';
  }
  yield text;
}

const matrix = (start: number) => ({
  status: 'success',
  data: {
    resultType: 'matrix',
    result: [
      {
        metric: { __name__: 'aws_lambda_invocations_sum', name: lambdaArn('orders') },
        values: [
          [start, '100'],
          [start + 180, '120'],
        ],
      },
    ],
  },
});

beforeEach(async () => {
  stack = freshStack();
  asked = [];
  answer = () => AWS_TEXT.split('\n');
  const url = await startFake();
  process.env.WEIR_YACE_URL = url;
  process.env.WEIR_VICTORIA_METRICS_URL = url;
  hub().publish(snapshots.delivering);
  owner = await claim();
});
afterEach(() => {
  exporter.close();
  exporter.closeAllConnections();
  delete process.env.WEIR_YACE_URL;
  delete process.env.WEIR_VICTORIA_METRICS_URL;
  stack.remove();
});

const list = (query = '') =>
  owner.call<Resources>(readResources, { params: { id: 'aws' }, query }) as Promise<ResourcesRead>;
const figuresOf = (id: string) =>
  owner.call<Figures>(readFigures, {
    params: { id: 'aws' },
    query: `?${new URLSearchParams({ resource: id })}`,
  });

describe('what AWS was found to have', () => {
  test('is read from its exporter when somebody looks, and once for many looks', async () => {
    const [first] = await Promise.all([list(), list('?q=orders'), list('?page=2')]);
    expect(first).toMatchObject({ all: 8, roundSeconds: 300 });
    await list('?service=Lambda');
    expect(asked.map(({ pathname }) => pathname)).toEqual(['/metrics']);
  });

  test('of 5,000 functions with six series each, a page goes to the browser', async () => {
    answer = () => largeAws(5_000);
    const before = process.memoryUsage().rss;
    const started = performance.now();
    const first = await list();
    const readMs = performance.now() - started;
    const again = performance.now();
    const second = await list('?q=worker-0123&sort=series');
    const figures = {
      sourceBytes: [...largeAws(5_000)].join('\n').length,
      pageBytes: JSON.stringify(first).length,
      readMs: Math.round(readMs),
      searchMs: Math.round(performance.now() - again),
      rssMb: Math.round((process.memoryUsage().rss - before) / 1e6),
    };
    console.log(JSON.stringify(figures));
    expect(first).toMatchObject({ all: 5_000, pages: 200 });
    expect(second.matching).toBe(10);
    expect(figures.pageBytes).toBeLessThan(30_000);
  });

  test('nobody without a session gets it, and no other source has a list', async () => {
    const call = (id: string, cookie?: string) =>
      readResources(panelRequest('/x', { cookie }), { params: Promise.resolve({ id }) });
    expect((await call('aws')).status).toBe(401);
    expect((await call('pi', owner.cookie)).status).toBe(404);
    expect((await call('elsewhere', owner.cookie)).status).toBe(404);
    expect(asked).toEqual([]);
  });

  test('that Google Cloud bills a look is said before it is made', async () => {
    const found = await owner.call<Resources>(readResources, { params: { id: 'gcp' } });
    expect(found).toMatchObject({ state: 'costs', by: 'Google' });
    expect(asked).toEqual([]);
  });

  test('an exporter that answers nothing is said to be down', async () => {
    exporter.close();
    exporter.closeAllConnections();
    await expect(list()).rejects.toThrow(/yace does not answer right now/);
  });
});

describe('the series of a resource', () => {
  test('have no charts where the store is not on this Pi', async () => {
    await list();
    const { figures, charts } = await figuresOf(lambdaArn('orders'));
    expect(figures).toHaveLength(2);
    expect(charts).toMatch(/^No charts: the data is kept at the destination alone/);
  });

  test('are drawn from the store on this Pi, which is asked for nothing else', async () => {
    hub().publish({
      ...snapshots.delivering,
      services: [...snapshots.delivering.services.slice(0, 5), service('victoria-metrics')],
    });
    await list();
    const { charts } = await figuresOf(lambdaArn('orders'));
    expect(charts).toMatchObject({ stepSeconds: 180, charts: [{ metric: 'aws_lambda_invocations_sum' }] });
    const query = asked.at(-1)?.searchParams;
    expect(query?.get('query')).toBe(
      `{__name__=~"aws_lambda_invocations_sum|aws_lambda_duration_p95",name="${lambdaArn('orders')}"}`,
    );
    expect(Number(query?.get('end')) - Number(query?.get('start'))).toBe(6 * 3600);
  });

  test('of what was not found are asked of nobody', async () => {
    await list();
    await expect(figuresOf('x"} or up{a="')).rejects.toThrow(/not in the list/);
    expect(asked).toHaveLength(1);
  });
});

describe('the names of HTTP APIs', () => {
  let aws: FakeAws;
  const world = () =>
    oneAccount([{ kind: 'http-api', id: 'h7k2m9', name: 'Shop API', tags: { env: 'prod' } }]);
  const withAws = () =>
    appendFileSync(
      path.join(stack.dir, '.env'),
      `\nAWS_ENDPOINT_URL=${aws.url}\nAWS_ACCESS_KEY_ID=${KEY_ID}\nAWS_SECRET_ACCESS_KEY=${SECRET}\n`,
    );
  const title = async () => (await list('?q=h7k2m9')).rows[0]?.title;
  afterEach(() => aws.close());

  test('stand beside their ids, and are asked for once', async () => {
    aws = await startFakeAws(lanAddress(), world());
    withAws();
    expect(await title()).toBe('Shop API');
    await list();
    expect(aws.calls.filter(({ action }) => action === 'apigateway:GET').length).toBeLessThanOrEqual(2);
  });

  test('are missing where the key may not list them, and nothing else is', async () => {
    const denied = world();
    for (const key of Object.values(denied.keys ?? {})) key.denied = ['apigateway:GET'];
    aws = await startFakeAws(lanAddress(), denied);
    withAws();
    expect(await title()).toBeNull();
  });
});
