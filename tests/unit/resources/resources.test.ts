import { describe, expect, test } from 'vitest';
import { RESOURCES_A_PAGE, resourcesQuerySchema } from '@/lib/schemas/resources';
import { selectorOf } from '@/lib/server/resources/charts';
import { listOf } from '@/lib/server/resources/list';
import type { Reading } from '@/lib/server/resources/reading';
import { discoverAws } from '@/lib/server/sources/aws/resources/discover';
import { discoverGcp } from '@/lib/server/sources/gcp/resources/discover';
import type { Discovery } from '@/lib/server/stack/discovery';
import { readTimed } from '@/lib/server/vmagent/series';
import { AWS_TEXT, GCP_TEXT, lambdaArn, largeAws } from '../../support/fixtures/resources/expositions.ts';
import { part } from '../../support/fixtures/snapshot-parts.ts';

const READ_AT_MS = 1_795_955_060_000;

function reading(discovery: Discovery, lines: Iterable<string>): Reading {
  for (const line of lines) {
    const sample = readTimed(line);
    if (sample) discovery.hear(sample);
  }
  const resources = [...discovery.resources()].sort((a, b) => (a.name < b.name ? -1 : 1));
  const byId = new Map(resources.map((one) => [one.id, one]));
  return { atMs: READ_AT_MS, resources, byId, isCut: discovery.isCut() };
}

const awsReading = reading(discoverAws(), AWS_TEXT.split('\n'));
const gcpReading = reading(discoverGcp(), GCP_TEXT.split('\n'));
const beside = { names: new Map([['h7k2m9', 'Shop API']]), parts: [], roundSeconds: 300 };
const list = (query: object = {}, from = awsReading, more = {}) =>
  listOf(from, resourcesQuerySchema.parse(query), { ...beside, ...more });
const row = (name: string) => list().rows.find((one) => one.name === name);

describe('what YACE answers, by resource', () => {
  test('each that was found is there, with and without series', () => {
    expect(list().rows.map(({ name, service, kind, state }) => [name, `${service} ${kind}`, state])).toEqual([
      ['Currency USD', 'billing ', 'flowing'],
      ['h7k2m9', 'API Gateway HTTP API', 'flowing'],
      ['jobs', 'SQS queue', 'none'],
      ['main', 'ECS cluster', 'none'],
      ['main/web', 'ECS service', 'flowing'],
      ['main/worker', 'ECS service', 'flowing'],
      ['night', 'Lambda function', 'idle'],
      ['orders', 'Lambda function', 'flowing'],
    ]);
  });

  test('a service without a tag is shown as what it is, not as its cluster', () => {
    expect(row('main/worker')).toMatchObject({
      tags: [],
      note: 'It has no tag of its own, and is collected through its cluster main, which has one.',
    });
    expect(row('main/web')).toMatchObject({ tags: ['env=prod'], note: null });
  });

  test('an HTTP API has its name beside its id', () => {
    expect(row('h7k2m9')?.title).toBe('Shop API');
    expect(list({}, awsReading, { names: new Map() }).rows[1]?.title).toBeNull();
  });

  test('tags without a value are none, and a figure has its own time where the exporter says it', () => {
    expect(row('orders')).toMatchObject({ tags: ['env=prod'], series: 2 });
    const [, second] = awsReading.byId.get(lambdaArn('orders'))?.figures ?? [];
    expect(second).toEqual({
      metric: 'aws_lambda_duration_p95',
      labels: 'Resource="orders:live"',
      value: 80.5,
      atMs: 1_795_955_000_000,
    });
  });

  test('all that there is to filter by can be asked for, of whatever form', () => {
    const odd = ` note=${'x'.repeat(250)}\u0007 `;
    const [first] = awsReading.resources;
    const reading = {
      ...awsReading,
      resources: first ? [{ ...first, tags: [odd], place: odd, service: odd }] : [],
    };
    const [tag, place, service] = [list({}, reading)].flatMap((read) =>
      read.state === 'read' ? [read.tags[0], read.places[0], read.services[0]] : [],
    );
    const query = { tag: tag?.value, place: place?.value, service: service?.value };
    expect(query).toEqual({ tag: odd, place: odd, service: odd });
    expect(list(query, reading)).toMatchObject({ matching: 1 });
  });

  test('what has no data says why: idle, or what is wrong with all of its part', () => {
    expect(row('night')?.note).toBe('No data point in the newest round: idle.');
    const parts = [
      part('AWS/SQS eu-west-1', 'SQS in eu-west-1', { state: 'blind', message: 'AWS lacks a permission.' }),
    ];
    const jobs = list({}, awsReading, { parts }).rows.find(({ name }) => name === 'jobs');
    expect(jobs?.note).toBe('AWS lacks a permission.');
  });

  test('a query for its series names them and nothing else', () => {
    const worker = awsReading.resources.find(({ name }) => name === 'main/worker');
    expect(selectorOf(['aws_ecs_cpuutilization_average'], worker?.selector ?? [])).toBe(
      '{__name__=~"aws_ecs_cpuutilization_average",name="arn:aws:ecs:eu-west-1:123456789012:cluster/main",dimension_ServiceName="worker"}',
    );
    expect(selectorOf(['a"} or up'], [['name', '"} or {x="']])).toBe(
      '{__name__=~"none",name="\\"} or {x=\\""}',
    );
  });
});

describe('of several accounts', () => {
  const of = (account: string, alias: string, name = lambdaArn('orders').replace('123456789012', account)) =>
    `aws_lambda_errors_sum{name="${name}",account_id="${account}",account_alias="${alias}",region="eu-west-1"} 1`;
  const global = (account: string) =>
    `aws_billing_estimated_charges_maximum{dimension_Currency="USD",name="global",account_id="${account}",region="eu-west-1"} 4`;
  const SHOP = '210987654321';
  const two = reading(discoverAws(), [...AWS_TEXT.split('\n'), of(SHOP, 'acme-shop'), global(SHOP)]);

  test('each says whose it is, and what has the same name is not mixed', () => {
    const { rows, places } = list({}, two);
    const seen = rows.filter(({ name }) => ['orders', 'Currency USD'].includes(name));
    expect(seen.map(({ name, account }) => [name, account])).toEqual([
      ['Currency USD', '123456789012'],
      ['Currency USD', SHOP],
      ['orders', '123456789012'],
      ['orders', `acme-shop (${SHOP})`],
    ]);
    const global = two.resources.find((one) => one.account === SHOP && one.name === 'Currency USD');
    expect(global?.selector).toContainEqual(['account_id', SHOP]);
    expect(places.map(({ value, count }) => [value, count])).toEqual([
      ['eu-west-1/123456789012', 8],
      [`eu-west-1/${SHOP}`, 2],
    ]);
  });

  test('they are found by it', () => {
    expect(list({ place: `eu-west-1/${SHOP}` }, two)).toMatchObject({ matching: 2, all: 10 });
    expect(list({ q: 'acme-shop' }, two)).toMatchObject({ matching: 1 });
    expect(list().rows.map(({ account }) => account)).toEqual(Array(8).fill(''));
  });

  test('what has no data says what is wrong with the part of its own account', () => {
    const gone = (account: string, name: string) =>
      `aws_lambda_info{name="${lambdaArn(name).replace('123456789012', account)}",region="eu-west-1"} 0`;
    const found = reading(discoverAws(), [gone('123456789012', 'a'), gone(SHOP, 'b')]);
    const blind = (message: string) => ({ state: 'blind' as const, message });
    const parts = [
      part('AWS/Lambda eu-west-1', 'Lambda in eu-west-1', blind('of the key')),
      part(`AWS/Lambda eu-west-1/${SHOP}`, 'Lambda', blind('of the role')),
    ];
    expect(list({}, found, { parts }).rows.map(({ note }) => note)).toEqual(['of the key', 'of the role']);
  });
});

test('what the exporter of Google Cloud answers, by resource', () => {
  const { rows, tags } = list({}, gcpReading);
  expect(rows.map(({ name, service, kind, place, series }) => [name, service, kind, place, series])).toEqual([
    ['orders', 'Pub/Sub', 'subscription', '', 1],
    ['shop', 'Cloud Run', 'service', 'europe-west1', 2],
  ]);
  expect(rows[1]?.figure).toEqual({
    metric: 'stackdriver_cloud_run_revision_run_googleapis_com_request_count',
    value: 12,
    atMs: 1_795_955_000_000,
  });
  expect(tags).toEqual([{ value: 'project=garden-pond', count: 2 }]);
});

describe('of a large account a page is sent', () => {
  const large = reading(discoverAws(), largeAws(5_000));

  test('with what is looked for, filtered and sorted', () => {
    expect(list({}, large)).toMatchObject({ all: 5_000, matching: 5_000, pages: 200, page: 1 });
    expect(list({ q: 'WORKER-00042' }, large).rows.map(({ name }) => name)).toEqual([
      'service-2-worker-00042',
    ]);
    const prod = list({ tag: 'env=prod', service: 'Lambda', place: 'eu-west-1', page: 3 }, large);
    expect(prod).toMatchObject({ matching: 1_667, page: 3 });
    expect(prod.rows).toHaveLength(RESOURCES_A_PAGE);
    expect(list({ page: 900 }, large).page).toBe(200);
    expect(list({ q: 'no such thing' }, large)).toMatchObject({ matching: 0, rows: [], page: 1, pages: 1 });
  });

  test('of a few kB, however large the answer was', () => {
    expect(JSON.stringify(list({}, large)).length).toBeLessThan(20_000);
  });
});

test('a service may be called as what every object has', () => {
  const aws = reading(discoverAws(), ['aws_x_info{name="arn:aws:constructor:eu-west-1:1:a/b"} 0']);
  expect(aws.resources).toMatchObject([{ service: 'CONSTRUCTOR', name: 'b' }]);
  const lines = ['stackdriver_constructor_constructor_googleapis_com_x{queue_id="a"} 1'];
  const gcp = reading(discoverGcp(), lines);
  expect(gcp.resources).toMatchObject([{ service: 'constructor', kind: 'constructor', name: 'a' }]);
});

test('hostile texts are bounded', () => {
  const long = 'x'.repeat(5_000);
  const lines = [
    `aws_lambda_info{name="arn:aws:lambda:eu-west-1:1:function:${long}"} 0`,
    `aws_lambda_info{name="arn:aws:lambda:eu-west-1:1:function:a",tag_a="${long}"} 0`,
    'aws_lambda_info{name="arn"} 0',
    'aws_lambda_info{name=',
  ];
  const found = list({}, reading(discoverAws(), lines));
  expect(found).toMatchObject({ all: 1, isCut: true });
  expect(JSON.stringify(found).length).toBeLessThan(2_000);
});
