import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { GET as readDashboard } from '@/app/api/dashboards/[id]/route';
import { PUT as saveDestination } from '@/app/api/wizard/destination/route';
import { POST as launch } from '@/app/api/wizard/launch/route';
import { PUT as saveName } from '@/app/api/wizard/name/route';
import { PUT as saveSources } from '@/app/api/wizard/sources/route';
import { GET as panelMetrics } from '@/app/metrics/route';
import { restarts } from '@/lib/dashboards/containers/expressions';
import { dashboards } from '@/lib/dashboards/dashboards';
import { every, expressionOf } from '@/lib/dashboards/terms/promql';
import type { DashboardView, LookPanel } from '@/lib/schemas/look/dashboard';
import type { TaskStarted } from '@/lib/schemas/task';
import { prepareMetricsToken } from '@/lib/server/auth/metrics-token';
import { live, startLive } from '@/lib/server/live/live';
import { hub } from '@/lib/server/sampler/hub';
import { EACH, PROJECT } from '../../../support/cases/gcp-rounds';
import { type FakeAws, startFakeAws } from '../../../support/fakes/aws/fake-aws';
import { KEY_ID, oneAccount, SECRET } from '../../../support/fakes/aws/world';
import { type ExporterImage, exporterImage } from '../../../support/fakes/gcp/exporter-image';
import { accountsOf, fakeGoogleKey, readGoogleKey } from '../../../support/fakes/gcp/keys';
import { exampleProject } from '../../../support/fakes/gcp/projects';
import { type FakeGoogle, startFakeGoogle } from '../../../support/fakes/gcp/server';
import { smallWorld } from '../../../support/fixtures/aws-world';
import { claim, type Owner } from '../../../support/panel/panel-client';
import { forgetProcessState } from '../../../support/panel/route-call';
import { waitFor } from '../../../support/run/exec';
import { ensureEngine } from '../../../support/stack/engine';
import { bridgeAddress, type TempStack, tempStack } from '../../../support/stack/stack';
import { startVmalert } from '../../../support/stack/vmagent-process';
import { TEMPLATE_REGION } from '../../../support/stack/yace-rounds';

/** Every expression of every dashboard and rule, asked of the real store, which the real stack fills with all sources on. */
const key = fakeGoogleKey(PROJECT);
const CLUSTER = 'attic';

let aws: FakeAws;
let google: FakeGoogle;
let image: ExporterImage;
let stack: TempStack;
let owner: Owner;
let panel: Server;

/** All of it is called, and nothing of it fails. */
const wellWorld = () =>
  smallWorld().map((one) => ({
    ...one,
    values: { ...one.values, Errors: 0, Throttles: 0, Count: 100, '4XXError': 0, '5XXError': 0 },
  }));

/** The panel’s own figures as its container serves them: by its route, which asks for the token. */
async function servePanel(address: string): Promise<Server> {
  const server = createServer(async (request, response) => {
    const { authorization = '', host = '' } = request.headers;
    const answer = await panelMetrics(
      new Request(`http://${host}/metrics`, { headers: { authorization, host: 'localhost:8430' } }),
    );
    response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(await answer.text());
  });
  await once(server.listen(0, address), 'listening');
  return server;
}

/** How many series an expression gives. @throws Error where the store refuses it */
async function count(promql: string): Promise<number> {
  const base = `http://127.0.0.1:${stack.ports.VICTORIA_METRICS_PORT}`;
  await fetch(`${base}/internal/force_flush`);
  const query = encodeURIComponent(promql.replaceAll('$cluster', CLUSTER));
  const answer = await fetch(`${base}/api/v1/query?nocache=1&latency_offset=1s&query=${query}`);
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${promql}: ${answer.status} ${text}`);
  return (JSON.parse(text) as { data: { result: unknown[] } }).data.result.length;
}

/** Launches all of it, and has the panel scraped. */
async function deliver() {
  await owner.call(saveDestination, { method: 'PUT', body: { kind: 'local' } });
  const body = {
    pi: { enabled: true },
    containers: { enabled: true },
    aws: { enabled: true, accessKeyId: KEY_ID, secretAccessKey: SECRET, regions: [TEMPLATE_REGION] },
    gcp: { enabled: true, projectId: PROJECT, keyJson: key },
  };
  await owner.call(saveSources, { method: 'PUT', body });
  await owner.call(saveName, { method: 'PUT', body: { cluster: CLUSTER } });
  const { taskId } = await owner.call<TaskStarted>(launch, { method: 'POST', body: {} });
  const task = await owner.task(taskId);
  expect(task).toMatchObject({ state: 'succeeded', error: null });
  startLive();
  hub().subscribe(() => undefined);
  const { address, port } = panel.address() as AddressInfo;
  stack.write('config/vmagent/targets/weir.yml', `- targets: ["${address}:${port}"]\n`);
  await waitFor('the panel’s own', async () => (await count('weir_build_info')) > 0, { timeoutMs: 120_000 });
}

beforeAll(async () => {
  const engine = await ensureEngine();
  const address = await bridgeAddress(engine);
  aws = await startFakeAws(address, oneAccount(wellWorld(), {}, TEMPLATE_REGION));
  google = await startFakeGoogle(address, {
    accounts: accountsOf(key),
    projects: { [PROJECT]: exampleProject(PROJECT, [readGoogleKey(key).email], EACH) },
  });
  image = await exporterImage(engine, google);
  const env = {
    AWS_ENDPOINT_URL: aws.url,
    YACE_SCRAPING_INTERVAL: '30',
    STACKDRIVER_IMAGE: image.reference,
    WEIR_GOOGLE_ENDPOINT_URL: google.url,
  };
  stack = await tempStack({ name: 'look', engine, isQuick: true, env });
  // A rate takes two scrapes.
  const config = stack.read('config/vmagent/prometheus.yml');
  stack.write(
    'config/vmagent/prometheus.yml',
    config.replace(/(?<= {4}scrape_(?:interval|timeout): )\d+s/g, '15s'),
  );
  Object.assign(process.env, stack.env, { WEIR_LOG_LEVEL: 'silent' });
  forgetProcessState();
  owner = await claim();
  await prepareMetricsToken();
  panel = await servePanel(address);
  await deliver();
});
afterAll(async () => {
  live().sampler.stop();
  panel?.close();
  await stack?.remove();
  await image?.remove();
  await google?.close();
  await aws?.close();
});

interface Asked {
  at: string;
  promql: string;
  emptyWhen?: string | undefined;
}
const asked: Asked[] = dashboards.flatMap(({ id, panels, rules }) => [
  ...panels.flatMap(({ id: panel, expressions, emptyWhen }) =>
    expressions.map(({ promql }) => ({ at: `${id}: ${panel}`, promql, emptyWhen })),
  ),
  ...rules.map(({ name, watched, emptyWhen }) => ({ at: name, promql: watched, emptyWhen })),
]);

test('no panel is empty and no rule watches nothing, but those that say why', async () => {
  const wanted = asked.filter(({ emptyWhen }) => emptyWhen === undefined);
  let empty: Asked[] = [];
  await waitFor(
    'series for each',
    async () => {
      const counts = await Promise.all(wanted.map(({ promql }) => count(promql)));
      empty = wanted.filter((_, index) => counts[index] === 0);
      return empty.length === 0;
    },
    { timeoutMs: 60_000, everyMs: 3000 },
  ).catch((error: Error) => {
    const named = empty.map(({ at, promql }) => `${at}: ${promql}`);
    throw new Error(`${error.message} ${empty.length} have none.\n${named.join('\n')}`);
  });
  expect(wanted.length).toBeGreaterThan(70);
});

test('the store takes every other expression too', async () => {
  const others = asked.filter(({ emptyWhen }) => emptyWhen !== undefined);
  for (const { promql } of others) await count(promql);
  expect(others.length).toBeGreaterThan(0);
});

const isEmpty = (panel: LookPanel): boolean => {
  switch (panel.kind) {
    case 'stat':
      return panel.values.length === 0;
    case 'table':
      return panel.rows.length === 0;
    default:
      return !panel.lines.some(({ values }) => values.some((value) => value !== null));
  }
};

test.each(dashboards.map(({ id }) => id))(
  'the panel draws %s, and no picture is empty but where it says why',
  async (id) => {
    const empty = await waitFor(
      'each panel to have something',
      async () => {
        const view = await owner.call<DashboardView>(readDashboard, { params: { id }, query: '?span=1' });
        if (view.state !== 'read') throw new Error(view.state);
        expect(view.panels.filter(({ problem }) => problem !== null)).toEqual([]);
        const bare = view.panels.filter((panel) => panel.emptyWhen === null && isEmpty(panel));
        return bare.length === 0 && view.panels.filter(isEmpty).map(({ question }) => question);
      },
      { timeoutMs: 120_000, everyMs: 5000 },
    );
    console.log(`${id}: nothing for ${empty.join(' ') || 'no question'}`);
  },
);

test('what has begun to run is not started again', async () => {
  // Other tests stop and start their own on the same engine.
  const again = restarts((metric, of) => every(metric, `${of},name=~"${stack.project}-.*"`));
  await waitFor('a minute of it', async () => (await count(again)) > 0, { timeoutMs: 180_000 });
  expect(await count(`${again} > 0`)).toBe(0);
});

test('no rule of the pipeline or of a cloud holds while all is well', async () => {
  const holding: string[] = [];
  for (const { id, rules } of dashboards) {
    for (const rule of rules) {
      const series = await count(expressionOf(rule));
      // Those of the machine that runs this test may.
      if (series > 0 && !['pi', 'containers'].includes(id)) holding.push(rule.name);
    }
  }
  expect(holding).toEqual([]);
});

interface Evaluated {
  name: string;
  /** Of an alert: inactive, pending or firing. */
  state: string;
  lastError: string;
  lastEvaluation: string;
}

test('vmalert evaluates every rule of the file that ships, and none of the pipeline or of a cloud fires', async () => {
  const store = `http://127.0.0.1:${stack.ports.VICTORIA_METRICS_PORT}`;
  const vmalert = await startVmalert('trixie', path.resolve('compose/alerts/weir.yaml'), store);
  try {
    const rules = await waitFor(
      'each rule to be evaluated',
      async () => {
        const answer = await fetch(`${vmalert.url}/api/v1/rules`);
        const { data } = (await answer.json()) as { data: { groups: { rules: Evaluated[] }[] } };
        const all = data.groups.flatMap((group) => group.rules);
        return all.every(({ lastEvaluation }) => !lastEvaluation.startsWith('0001-')) && all;
      },
      { timeoutMs: 80_000, everyMs: 2000 },
    );
    expect(rules.length).toBe(dashboards.flatMap((one) => one.rules).length);
    expect(rules.filter(({ lastError }) => lastError !== '')).toEqual([]);
    const ofMachine = dashboards
      .filter(({ id }) => ['pi', 'containers'].includes(id))
      .flatMap((one) => one.rules.map(({ name }) => name));
    // It may look at the minute before the first sample, so what has to hold for long may be pending.
    const firing = rules.filter(({ name, state }) => state === 'firing' && !ofMachine.includes(name));
    expect(firing.map(({ name }) => name)).toEqual([]);
  } finally {
    await vmalert.stop();
  }
});
