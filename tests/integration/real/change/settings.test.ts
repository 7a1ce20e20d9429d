import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { POST as adopt } from '@/app/api/changes/adopt/route';
import { POST as previewFilter } from '@/app/api/settings/filters/preview/route';
import { POST as plan } from '@/app/api/settings/preview/route';
import { PUT as apply, GET as read } from '@/app/api/settings/route';
import { GET as readAnswer } from '@/app/api/targets/[job]/route';
import { POST as makeToken } from '@/app/api/token/route';
import { awsServiceIds } from '@/lib/pipeline/sources/aws/service-ids';
import type { AnswerRead } from '@/lib/schemas/settings/answer';
import type {
  ChangePreview,
  ChangeStarted,
  FilterPreview,
  Settings,
  SettingsChange,
} from '@/lib/schemas/settings/settings';
import { recoverApply } from '@/lib/server/change/recover';
import { readWeirFile } from '@/lib/server/cli/weir-file';
import { hasDelivered } from '@/lib/server/setup/answers/setup-answers';
import { startLaunch } from '@/lib/server/setup/launch';
import { followTask } from '@/lib/server/tasks/follow';
import { readMetrics } from '@/lib/server/vmagent/client';
import { readRunningConfig } from '@/lib/server/vmagent/running-config';
import { startFakeAws } from '../../../support/fakes/aws/fake-aws';
import type { FakeCloud } from '../../../support/fakes/fake-clouds';
import { claim, type Owner } from '../../../support/panel/panel-client';
import { forgetProcessState, panelRequest } from '../../../support/panel/route-call';
import { waitFor } from '../../../support/run/exec';
import { queryVictoria } from '../../../support/stack/destination';
import { ensureEngine } from '../../../support/stack/engine';
import { isRunningConfig } from '../../../support/stack/running-config';
import { bridgeAddress, type TempStack, tempStack } from '../../../support/stack/stack';

let stack: TempStack;
let owner: Owner;
let aws: FakeCloud;

beforeAll(async () => {
  const engine = await ensureEngine();
  aws = await startFakeAws(await bridgeAddress(engine));
  stack = await tempStack({ name: 'settings', engine, env: { AWS_ENDPOINT_URL: aws.url } });
  Object.assign(process.env, stack.env, { WEIR_LOG_LEVEL: 'silent' });
  forgetProcessState();
  await recoverApply();
});
afterAll(async () => {
  await stack?.remove();
  await aws?.close();
});

/** Asks the database itself, not the panel. */
async function query(promql: string): Promise<number | null> {
  const [sample] = await queryVictoria(`http://127.0.0.1:${stack.ports.VICTORIA_METRICS_PORT}`, promql);
  return sample?.value ?? null;
}

async function changed(change: SettingsChange): Promise<void> {
  const { revision } = await owner.call<Settings>(read);
  const response = await apply(
    panelRequest('/api/settings', {
      method: 'PUT',
      body: change,
      cookie: owner.cookie,
      headers: { 'if-match': `"${revision}"` },
    }),
  );
  const { taskId } = (await response.json()) as ChangeStarted;
  expect(response.status).toBe(202);
  expect((await owner.task(taskId ?? '')).error).toBeNull();
}

const WEIR_YAML = `
# a Pi without a browser
destination: {kind: local}
sources:
  pi: {enabled: true}
  containers: {enabled: true}
  aws: {enabled: true, accessKeyId: AKIAIOSFODNN7EXAMPLE, secretAccessKey: {env: AWS_SECRET}, regions: [eu-west-1], services: [sqs, api-rest],
    roles: [{arn: 'arn:aws:iam::210987654321:role/weir', externalId: weir-1}]}
  gcp: {enabled: false}
scrape:
  node-exporter: {intervalSeconds: 5}
  cadvisor: {intervalSeconds: 5}
  yace: {intervalSeconds: 5}
labels:
  cluster: attic
  site: home
filters:
  node-exporter:
    mode: slim
    rules:
      - {action: drop, label: __name__, pattern: 'node_network_.*'}
buffer: {maxBytes: 1610612736}
retention: {days: 3}
`;

const LABEL = 'container_label_com_docker_compose';

describe('a pipeline set up from a file, changed through the API', () => {
  test('weir.yaml sets everything up and ends with a delivered sample', async () => {
    const change = await readWeirFile(WEIR_YAML, {
      env: () => 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
      file: () => Promise.reject(new Error('no file is named')),
    });
    const said: string[] = [];
    expect(await hasDelivered()).toBe(false);
    const task = await followTask(
      () => startLaunch({ change }),
      ({ steps }) => said.push(steps.map(({ state }) => state).join()),
    );
    expect(task).toMatchObject({ state: 'succeeded', error: null });
    expect(said.length).toBeGreaterThan(7);
    expect(await hasDelivered()).toBe(true);
    await expect
      .poll(() => query('count({cluster="attic",site="home",job="node-exporter"})'))
      .toBeGreaterThan(100);
    expect(await query('count({__name__=~"node_network_.*"})')).toBeNull();
    expect(stack.read('.env')).toContain('\nVICTORIA_METRICS_RETENTION=3d\n');
    const { Args } = (await stack.inspect('victoria-metrics')) as { Args: string[] };
    expect(Args).toContain('-retentionPeriod=3d');
    owner = await claim();
  });

  test('the settings are read with their revision, and nothing is locked', async () => {
    const response = await read(panelRequest('/api/settings', { cookie: owner.cookie }));
    const settings = (await response.json()) as Settings;
    expect(response.headers.get('etag')).toBe(`"${settings.revision}"`);
    expect(settings).toMatchObject({
      destination: { kind: 'local' },
      sources: { pi: { enabled: true }, aws: { enabled: true, secret: { isSet: true } } },
      scrape: { 'node-exporter': { intervalSeconds: 5, timeoutSeconds: null, isOn: true } },
      labels: { cluster: 'attic', site: 'home' },
      filters: { 'node-exporter': { mode: 'slim', handWritten: 0 }, yace: { mode: 'slim', rules: [] } },
      buffer: { maxBytes: 1610612736, leastBytes: 536870912 },
      retention: { days: 3 },
      locked: {},
    });
    expect(settings.buffer.mostBytes).toBeGreaterThan(0);
  });

  test('the real YACE takes each service of AWS, and a statistic that it would pass is refused', async () => {
    const { pi, containers, aws: was } = (await owner.call<Settings>(read)).sources;
    const role = { arn: 'arn:aws:iam::210987654321:role/weir', externalId: 'weir-1' };
    expect(was).toMatchObject({
      services: ['sqs', 'api-rest'],
      otherJobs: [],
      roles: [role],
      ownAccount: true,
    });
    expect(stack.read('config/yace/config.yml').match(/roleArn: .*/g)).toHaveLength(2);
    const { accessKeyId, regions } = was;
    const withServices = (services: typeof was.services) =>
      changed({
        sources: {
          ...{ pi, containers, gcp: { enabled: false, projectId: '' } },
          aws: { enabled: true, accessKeyId, regions, services },
        },
      });
    await withServices([...awsServiceIds]);
    expect((await owner.call<Settings>(read)).sources.aws.services).toEqual(awsServiceIds);
    await withServices(['container-insights', 'api-http']);
    const text = stack.read('config/yace/config.yml');
    expect(text.match(/(?<=- type: ).*/g)).toEqual(['ECS/ContainerInsights', 'AWS/ApiGateway']);
    stack.write('config/yace/config.yml', text.replace('[Sum]', '[Summ]'));
    const response = await adopt(
      panelRequest('/api/changes/adopt', {
        ...{ method: 'POST', body: {}, cookie: owner.cookie },
        headers: { 'if-match': '*' },
      }),
    );
    expect(await response.json()).toMatchObject({
      error: { message: expect.stringContaining('asks for Summ. CloudWatch has no such statistic') },
    });
    stack.write('config/yace/config.yml', text);
  });

  test('a preview counts what vmagent then keeps', async () => {
    const filter = {
      mode: 'slim',
      rules: [
        { action: 'drop', label: 'mode', pattern: 'idle|iowait' },
        { action: 'keep', label: '__name__', pattern: 'node_(cpu|memory|load).*' },
      ],
    } as const;
    const kept = () => query('scrape_samples_post_metric_relabeling{job="node-exporter"}');
    // Interfaces of other tests come and go: both are to be of a moment in which none did.
    const preview = await waitFor('a preview and a scrape that offer the same', async () => {
      const asked = await owner.call<FilterPreview>(previewFilter, {
        method: 'POST',
        body: { job: 'node-exporter', filter },
      });
      const scraped = await query('scrape_samples_scraped{job="node-exporter"}');
      return asked.offered === scraped && asked.keptNow === (await kept()) && asked;
    });
    expect(preview.kept).toBeLessThan(preview.keptNow);
    const change = { filters: { 'node-exporter': { ...filter, rules: [...filter.rules] } } };
    const planned = await owner.call<ChangePreview>(plan, { method: 'POST', body: change });
    expect(planned).toMatchObject({ problems: [], effects: [{ kind: 'reload', service: 'vmagent' }] });
    expect(planned.files.map(({ path }) => path)).toEqual(['config/vmagent/prometheus.yml']);
    await changed(change);
    await waitFor('the new filter in what is stored', async () => (await kept()) === preview.kept, {
      timeoutMs: 20_000,
    });
  });

  test('what a preview says of YACE and cAdvisor is, metric by metric, what then arrives', async () => {
    const filters = {
      yace: {
        mode: 'full' as const,
        rules: [{ action: 'drop' as const, label: '__name__', pattern: 'yace_cloudwatch_get.*|go_.*' }],
      },
      cadvisor: {
        mode: 'slim' as const,
        // Containers of other stacks on this machine come and go, and with them the interfaces that node_exporter has.
        rules: [
          { action: 'keep' as const, label: `${LABEL}_project`, pattern: stack.project },
          { action: 'drop' as const, label: `${LABEL}_service`, pattern: 'yace|node-exporter' },
        ],
      },
    };
    const jobs = ['yace', 'cadvisor'] as const;
    const stored = async (job: string) => {
      const store = `http://127.0.0.1:${stack.ports.VICTORIA_METRICS_PORT}`;
      const promql = `count by (__name__) ({job="${job}",__name__!~"up|scrape_.*"})`;
      const samples = await queryVictoria(store, promql);
      return Object.fromEntries(samples.map(({ metric, value }) => [metric.__name__, value]));
    };
    const ask = (job: (typeof jobs)[number]) =>
      owner.call<FilterPreview>(previewFilter, { method: 'POST', body: { job, filter: filters[job] } });
    const keptIn = ({ metrics }: FilterPreview) =>
      Object.fromEntries(metrics.filter(({ kept }) => kept > 0).map(({ name, kept }) => [name, kept]));
    await waitFor('a round to AWS', () => aws.requests.length > 0, { timeoutMs: 20_000 });
    const previews = { yace: await ask('yace'), cadvisor: await ask('cadvisor') };
    for (const job of jobs) {
      await waitFor('an answer of the moment of its preview', async () => {
        const answer = await owner.call<AnswerRead>(readAnswer, { params: { job } });
        const { offered, keptNow } = await ask(job);
        return answer.offered === offered && answer.kept === keptNow;
      });
    }
    expect(previews.cadvisor.kept).toBeLessThan(previews.cadvisor.keptNow);
    expect(previews.yace.kept).toBeGreaterThan(previews.yace.keptNow);
    expect(previews.yace.kept).toBeLessThan(previews.yace.offered);

    await changed({ filters });
    for (const job of jobs) {
      expect(Object.keys(keptIn(previews[job]))).not.toHaveLength(0);
      await expect.poll(() => stored(job), { interval: 500 }).toEqual(keptIn(previews[job]));
    }
  });

  test('vmagent’s own metrics are previewed too, and Google’s only when they may cost', async () => {
    const filter = { mode: 'full', rules: [] };
    const own = await owner.call<FilterPreview>(previewFilter, {
      method: 'POST',
      body: { job: 'vmagent', filter },
    });
    expect(own.kept).toBe(own.offered);
    expect(own.keptNow).toBeLessThan(own.offered / 2);
    const paid = owner.call(previewFilter, { method: 'POST', body: { job: 'stackdriver-exporter', filter } });
    await expect(paid).rejects.toThrow(/422 .*costs one collection/);
  });

  test('a write token changes labels, which the next samples carry; a read token does not', async () => {
    const token = async (scope: string) =>
      (await owner.call<{ token: string }>(makeToken, { method: 'POST', body: { scope } })).token;
    const put = async (bearer: string, body: unknown) =>
      apply(
        panelRequest('/api/settings', {
          method: 'PUT',
          body,
          headers: { authorization: `Bearer ${bearer}`, 'if-match': '*' },
        }),
      );
    const labels = { cluster: 'attic', floor: '2' };
    expect((await put(await token('read'), { labels })).status).toBe(401);
    const writer = await token('write');
    const response = await put(writer, { labels, reason: 'moved up' });
    expect(response.status).toBe(202);
    const { taskId } = (await response.json()) as ChangeStarted;
    expect((await owner.task(taskId ?? '')).error).toBeNull();
    await waitFor(
      'a sample with the new label',
      async () => ((await query('count({floor="2",site=""})')) ?? 0) > 0,
      { timeoutMs: 20_000 },
    );

    // The rest of what the forms change, in one go; each seen where it takes effect.
    const rest: SettingsChange = {
      scrape: { 'node-exporter': { intervalSeconds: 7, timeoutSeconds: 6 } },
      buffer: { maxBytes: 2 * 1024 ** 3 },
      retention: { days: 9 },
      panel: { allowedHosts: ['weir.example.org'] },
    };
    const all = (await (await put(writer, rest)).json()) as ChangeStarted;
    const done = await owner.task(all.taskId ?? '');
    expect(done).toMatchObject({
      error: null,
      outcome: expect.stringContaining('vmagent answers and runs with the new settings.'),
    });
    expect(isRunningConfig(await readRunningConfig(), stack.read('config/vmagent/prometheus.yml'))).toBe(
      true,
    );
    expect(await readRunningConfig()).toContain('scrape_interval: 7s');
    expect((await readMetrics()).maxDiskUsageBytes).toBe(2 * 1024 ** 3);
    const store = (await stack.inspect('victoria-metrics')) as { Args: string[] };
    expect(store.Args).toContain('-retentionPeriod=9d');
    expect(await owner.call<Settings>(read)).toMatchObject({
      scrape: { 'node-exporter': { intervalSeconds: 7, timeoutSeconds: 6 } },
      buffer: { maxBytes: 2 * 1024 ** 3 },
      retention: { days: 9 },
      panel: { allowedHosts: ['weir.example.org'] },
    });

    const refused = await put(writer, {
      scrape: { 'node-exporter': { intervalSeconds: 5, timeoutSeconds: 9 } },
    });
    expect(await refused.json()).toMatchObject({
      error: {
        code: 'bad-request',
        fieldErrors: { 'scrape.node-exporter.timeoutSeconds': expect.any(String) },
      },
    });
  });
});
