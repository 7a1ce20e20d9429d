import { afterAll, beforeAll, expect, test } from 'vitest';
import { POST as act } from '@/app/api/services/[name]/actions/route';
import { PUT as saveSettings } from '@/app/api/settings/route';
import { GET as readResources } from '@/app/api/sources/[id]/resources/route';
import { PUT as saveDestination } from '@/app/api/wizard/destination/route';
import { POST as launch } from '@/app/api/wizard/launch/route';
import { PUT as saveName } from '@/app/api/wizard/name/route';
import { PUT as saveSources } from '@/app/api/wizard/sources/route';
import type { Resources } from '@/lib/schemas/resources';
import type { SourceSample } from '@/lib/schemas/snapshot';
import type { TaskStarted } from '@/lib/schemas/task';
import { tailLogs } from '@/lib/server/docker/logs';
import { live, startLive } from '@/lib/server/live/live';
import { hub } from '@/lib/server/sampler/hub';
import { collectionSkipped } from '@/lib/server/sources/aws/program';
import { type FakeAws, startFakeAws } from '../../../support/fakes/aws/fake-aws';
import { KEY_ID, key, oneAccount, SECRET } from '../../../support/fakes/aws/world';
import { smallSeries, smallWorld } from '../../../support/fixtures/aws-world';
import { claim, type Owner } from '../../../support/panel/panel-client';
import { forgetProcessState } from '../../../support/panel/route-call';
import { waitFor } from '../../../support/run/exec';
import { queryVictoria } from '../../../support/stack/destination';
import { ensureEngine } from '../../../support/stack/engine';
import { NO_SOURCES } from '../../../support/stack/pipeline';
import { bridgeAddress, type TempStack, tempStack } from '../../../support/stack/stack';
import { TEMPLATE_REGION } from '../../../support/stack/yace-rounds';

/** The whole stack with AWS: what it says of each service, while it arrives and when AWS refuses one of them. */
let aws: FakeAws;
let stack: TempStack;
let owner: Owner;

beforeAll(async () => {
  const engine = await ensureEngine();
  aws = await startFakeAws(await bridgeAddress(engine), oneAccount(smallWorld(), {}, TEMPLATE_REGION));
  const env = { AWS_ENDPOINT_URL: aws.url, YACE_SCRAPING_INTERVAL: '30' };
  stack = await tempStack({ name: 'aws', engine, isQuick: true, env });
  Object.assign(process.env, stack.env, { WEIR_LOG_LEVEL: 'silent' });
  forgetProcessState();
  owner = await claim();
});
afterAll(async () => {
  live().sampler.stop();
  await stack?.remove();
  await aws?.close();
});

const names = async (promql: string) =>
  (await queryVictoria(`http://127.0.0.1:${stack.ports.VICTORIA_METRICS_PORT}`, promql)).length;
const source = () =>
  hub()
    .snapshot()
    .sources.find(({ id }) => id === 'aws');
const finding = (id: string) =>
  hub()
    .snapshot()
    .verdict.findings.find((one) => one.id === id);
const untilSource = (what: string, is: (sample: SourceSample) => boolean) =>
  waitFor(
    what,
    () => {
      const sample = source();
      return sample !== undefined && is(sample);
    },
    { timeoutMs: 240_000 },
  ).catch((error: Error) => {
    throw new Error(`${error.message}: ${JSON.stringify(source(), null, 1)}`);
  });

function watch() {
  startLive();
  hub().subscribe(() => undefined);
}

const GIVEN = '2 Lambda functions, 2 SQS queues, 2 ECS services and 1 REST API, first seen after \\d+ s\\.';

async function saveServices(services: readonly string[]) {
  const secret = { accessKeyId: KEY_ID, regions: [TEMPLATE_REGION] };
  const aws = { enabled: true, ...secret, services };
  const body = { sources: { ...NO_SOURCES, aws } };
  const { taskId } = await owner.call<TaskStarted>(saveSettings, {
    method: 'PUT',
    body,
    headers: { 'if-match': '*' },
  });
  return owner.task(taskId);
}

test('a launch ends when each service has given data, and every metric of the template arrives', async () => {
  await owner.call(saveDestination, { method: 'PUT', body: { kind: 'local' } });
  const credentials = { accessKeyId: KEY_ID, secretAccessKey: SECRET, regions: [TEMPLATE_REGION] };
  const sources = { ...NO_SOURCES, aws: { enabled: true, ...credentials } };
  await owner.call(saveSources, { method: 'PUT', body: sources });
  await owner.call(saveName, { method: 'PUT', body: { cluster: 'attic' } });
  const { taskId } = await owner.call<TaskStarted>(launch, { method: 'POST', body: {} });
  const task = await owner.task(taskId);
  expect(task).toMatchObject({ state: 'succeeded', error: null });
  expect(task.outcome).toMatch(
    new RegExp(`^The first sample was delivered \\d+ s after the launch\\. AWS: data of ${GIVEN}$`),
  );
  expect(task.steps.find(({ id }) => id === 'sources')?.detail).toMatch(/^Every source gives data\. AWS: /);
  for (const name of smallSeries.flatMap(([metrics]) => metrics))
    await waitFor(name, async () => (await names(`${name}{cluster="attic"}`)) > 0, { timeoutMs: 120_000 });
});

test('each service in its region is told', async () => {
  watch();
  await untilSource('four parts', ({ state, parts }) => state === 'flowing' && parts?.length === 4);
  expect(source()?.parts?.map(({ name }) => name)).toEqual(
    ['Lambda', 'SQS', 'ECS', 'API Gateway'].map((service) => `${service} in ${TEMPLATE_REGION}`),
  );
});

test('each resource that was found is listed, with what it gives and why it gives nothing', async () => {
  const read = (query = '') => owner.call<Resources>(readResources, { params: { id: 'aws' }, query });
  const all = await read();
  if (all.state !== 'read') throw new Error(`The resources were not read: ${all.state}.`);
  const found = all.rows.map(({ name, kind, series }) => `${name}: ${kind}, ${series}`);
  expect(found).toEqual(
    expect.arrayContaining(['orders: function, 6', 'jobs: queue, 4', 'main/worker: service, 4']),
  );
  // yace says of what it found neither account nor region, of its series both.
  expect(found.filter((words) => words.startsWith('shop'))).toEqual(['shop: REST API, 5']);
  expect(all.rows.some(({ name }) => name.includes('untagged'))).toBe(false);
  const worker = all.rows.find(({ name }) => name === 'main/worker');
  expect(worker?.note).toContain('no tag of its own');
  const queues = await read('?q=jobs&state=flowing');
  expect(queues).toMatchObject({ state: 'read', matching: 2, places: [{ value: TEMPLATE_REGION }] });
});

test('a save ends when each service that is asked for has given data', async () => {
  const fewer = await saveServices(['lambda', 'ecs', 'api-rest']);
  expect(fewer).toMatchObject({ state: 'succeeded', error: null });
  expect(fewer.outcome).toMatch(
    /AWS: data of 2 Lambda functions, 2 ECS services and 1 REST API, first seen after \d+ s\.$/,
  );
  aws.world.keys[KEY_ID] = key({ denied: ['apigateway:GET'] });
  const refused = await saveServices(['lambda', 'sqs', 'ecs', 'api-rest']);
  const missing = `Data of API Gateway in ${TEMPLATE_REGION} is missing. AWS knows the access key, but it lacks a permission. Missing: apigateway:GET.`;
  expect(refused).toMatchObject({ state: 'succeeded', leftOut: [{ service: 'yace', reason: missing }] });
  expect(refused.outcome).toMatch(/ Missing: apigateway:GET\.$/);
  aws.world.keys[KEY_ID] = key();
});

const ID = 'source-incomplete-aws-permission-apigateway-get';

test('what AWS refuses is named, and the rest goes on', async () => {
  aws.world.keys[KEY_ID] = key({ denied: ['apigateway:GET'] });
  await waitFor('the finding', () => finding(ID), { timeoutMs: 240_000 });
  expect(source()?.state).toBe('incomplete');
  expect(finding(ID)).toMatchObject({
    severity: 'warning',
    title: `Data of API Gateway in ${TEMPLATE_REGION} is missing. AWS knows the access key, but it lacks a permission. Missing: apigateway:GET.`,
    href: '/sources/aws',
  });
  expect(hub().snapshot().verdict.state).toBe('degraded');
});

test('a panel that starts anew says the same', async () => {
  live().sampler.stop();
  forgetProcessState();
  watch();
  await waitFor('the finding again', () => finding(ID), { timeoutMs: 120_000 });
});

test('once AWS allows it, all is well', async () => {
  aws.world.keys[KEY_ID] = key();
  await untilSource('data of all', ({ state }) => state === 'flowing');
  expect(finding(ID)).toBeUndefined();
});

test('a reload while a collection is under way begins another', async () => {
  // The collection that a reload begins does not end by itself.
  aws.world.faults = [{ does: 'hang', action: 'cloudwatch:GetMetricData' }];
  const reload = async () => {
    const request = { method: 'POST', body: { action: 'reload' }, params: { name: 'yace' } };
    const { taskId } = await owner.call<TaskStarted>(act, request);
    return owner.task(taskId);
  };
  expect(await reload()).toMatchObject({ state: 'succeeded' });
  await waitFor('a call that hangs', () => aws.calls.at(-1)?.action === 'cloudwatch:GetMetricData');
  aws.world.faults = [];
  expect(await reload()).toMatchObject({ state: 'succeeded' });
  const lines = (await tailLogs('yace', { tail: 500 })).map(({ text }) => text);
  expect(lines.filter((line) => line.includes('Parsing config')).length).toBeGreaterThanOrEqual(2);
  expect(collectionSkipped(lines)).toBe(false);
  await untilSource('the values', ({ state }) => state === 'flowing');
});

test('a yace that AWS never answers is named, and restarted once', async () => {
  aws.world.faults = [{ does: 'hang' }];
  const request = { method: 'POST', body: { action: 'restart' }, params: { name: 'yace' } };
  const { taskId } = await owner.call<TaskStarted>(act, request);
  expect(await owner.task(taskId)).toMatchObject({ state: 'succeeded' });
  const startedAt = () =>
    hub()
      .snapshot()
      .services.find(({ name }) => name === 'yace')?.startedAtMs;
  const blind = await waitFor('the finding', () => finding('source-blind-aws'), { timeoutMs: 300_000 });
  expect(blind.title).toBe('AWS does not answer: yace waits for its first answer.');
  const before = startedAt();
  aws.world.faults = [];
  await waitFor('another start', () => startedAt() !== before, { timeoutMs: 300_000 });
  await untilSource('data after it', ({ state }) => state === 'flowing');
});
