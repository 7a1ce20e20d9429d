import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { POST as previewFilter } from '@/app/api/settings/filters/preview/route';
import { POST as plan } from '@/app/api/settings/plan/route';
import { PUT as apply, GET as read } from '@/app/api/settings/route';
import { POST as makeToken } from '@/app/api/token/route';
import type {
  ChangePlan,
  ChangeStarted,
  FilterPreview,
  Settings,
  SettingsChange,
} from '@/lib/schemas/settings';
import { readWeirFile } from '@/lib/server/cli/weir-file';
import { recoverApply } from '@/lib/server/services/apply-recover';
import { isSetUp, setUpFrom } from '@/lib/server/services/headless';
import { waitFor } from '../../support/exec';
import { claim, type Owner } from '../../support/panel-client';
import { forgetProcessState, panelRequest } from '../../support/route-call';
import { type TempStack, tempStack } from '../../support/stack';

let stack: TempStack;
let owner: Owner;

beforeAll(async () => {
  stack = await tempStack({ name: 'settings' });
  Object.assign(process.env, stack.env, { WEIR_LOG_LEVEL: 'silent' });
  forgetProcessState();
  await recoverApply();
});
afterAll(() => stack?.remove());

/** Asks the database itself, not the panel. */
async function query(promql: string): Promise<number | null> {
  const url = `http://127.0.0.1:${stack.ports.VICTORIA_METRICS_PORT}/api/v1/query?query=${encodeURIComponent(promql)}&latency_offset=1ms`;
  const answer = (await (await fetch(url)).json()) as { data: { result: { value: [number, string] }[] } };
  const value = answer.data.result[0]?.value[1];
  return value === undefined ? null : Number(value);
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
  const { jobId } = (await response.json()) as ChangeStarted;
  expect(response.status).toBe(202);
  expect((await owner.job(jobId ?? '')).error).toBeNull();
}

const WEIR_YAML = `
# a Pi without a browser
destination: {kind: local}
sources:
  pi: {enabled: true}
  containers: {enabled: false}
  aws: {enabled: false}
  gcp: {enabled: false}
scrape:
  node-exporter: {intervalSeconds: 5}
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

describe('a pipeline set up from a file, changed through the API', () => {
  test('weir.yaml sets everything up and ends with a delivered sample', async () => {
    const change = await readWeirFile(WEIR_YAML, {
      env: () => undefined,
      file: () => Promise.reject(new Error('no file is named')),
    });
    const said: string[] = [];
    expect(await isSetUp()).toBe(false);
    const job = await setUpFrom(change, ({ steps }) => said.push(steps.map(({ state }) => state).join()));
    expect(job).toMatchObject({ state: 'succeeded', error: null });
    expect(said.length).toBeGreaterThan(7);
    expect(await isSetUp()).toBe(true);
    await expect
      .poll(() => query('count({cluster="attic",site="home",job="node-exporter"})'), { timeout: 20_000 })
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
      sources: { pi: { enabled: true }, aws: { enabled: false } },
      scrape: { 'node-exporter': { intervalSeconds: 5, timeoutSeconds: null, isOn: true } },
      labels: { cluster: 'attic', site: 'home' },
      filters: { 'node-exporter': { mode: 'slim', handWritten: 0 }, yace: { mode: 'slim', rules: [] } },
      buffer: { maxBytes: 1610612736, leastBytes: 536870912 },
      retention: { days: 3 },
      locked: {},
    });
    expect(settings.buffer.mostBytes).toBeGreaterThan(0);
  });

  test('a preview counts what vmagent then keeps', async () => {
    const filter = {
      mode: 'slim',
      rules: [
        { action: 'drop', label: 'mode', pattern: 'idle|iowait' },
        { action: 'keep', label: '__name__', pattern: 'node_(cpu|memory|load).*' },
      ],
    } as const;
    const preview = await owner.call<FilterPreview>(previewFilter, {
      method: 'POST',
      body: { job: 'node-exporter', filter },
    });
    const kept = () => query('scrape_samples_post_metric_relabeling{job="node-exporter"}');
    expect(preview.offered).toBe(await query('scrape_samples_scraped{job="node-exporter"}'));
    expect(preview.keptNow).toBe(await kept());
    expect(preview.kept).toBeLessThan(preview.keptNow);
    const change = { filters: { 'node-exporter': { ...filter, rules: [...filter.rules] } } };
    const planned = await owner.call<ChangePlan>(plan, { method: 'POST', body: change });
    expect(planned).toMatchObject({ problems: [], effects: [{ kind: 'reload', service: 'vmagent' }] });
    expect(planned.files.map(({ path }) => path)).toEqual(['config/vmagent/prometheus.yml']);
    await changed(change);
    await waitFor('the new filter in what is stored', async () => (await kept()) === preview.kept, {
      timeoutMs: 20_000,
    });
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
    const { jobId } = (await response.json()) as ChangeStarted;
    expect((await owner.job(jobId ?? '')).error).toBeNull();
    await waitFor(
      'a sample with the new label',
      async () => ((await query('count({floor="2",site=""})')) ?? 0) > 0,
      { timeoutMs: 20_000 },
    );
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
