import { copyFileSync, cpSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { GET as readDashboard } from '@/app/api/dashboards/[id]/route';
import { GET as readMetric } from '@/app/api/stored/[metric]/route';
import { GET as readStored } from '@/app/api/stored/route';
import type { DashboardView, LookPanel } from '@/lib/schemas/look/dashboard';
import type { Stored } from '@/lib/schemas/look/stored';
import { setEnv } from '@/lib/server/files/env/env-file';
import { hub } from '@/lib/server/sampler/hub';
import { snapshots } from '../../../support/fixtures/snapshots';
import { claim, type Owner } from '../../../support/panel/panel-client';
import { freshStack } from '../../../support/panel/route-call';
import { waitFor } from '../../../support/run/exec';
import { freePort } from '../../../support/run/ports';
import { type Destination, startDestination } from '../../../support/stack/destination';
import { ensureEngine } from '../../../support/stack/engine';
import { startVmagent, type VmagentProcess } from '../../../support/stack/vmagent-process';

/**
 * The panel's route draws dashboards with a token for reading from the vmauth before a real VictoriaMetrics, at the paths of
 * Grafana Cloud, to which a real vmagent writes.
 */
const CLUSTER = 'attic';
const READ_TOKEN = 'glc_test_reads';

let destination: Destination;
let vmagent: VmagentProcess;
let stack: ReturnType<typeof freshStack>;
let owner: Owner;

function writeFiles(): void {
  const config = path.join(stack.dir, 'config');
  cpSync(path.join(stack.dir, 'config.example'), config, { recursive: true });
  const scrapes = path.join(config, 'vmagent/prometheus.yml');
  const named = readFileSync(scrapes, 'utf8').replace('cluster: raspberrypi', `cluster: ${CLUSTER}`);
  writeFileSync(scrapes, named);
  const env = path.join(stack.dir, '.env');
  copyFileSync(path.join(stack.dir, '.env.example'), env);
  const { origin } = new URL(destination.url);
  const changes = {
    WEIR_DESTINATION: 'grafana-cloud',
    REMOTE_WRITE_URL: destination.url,
    REMOTE_WRITE_USERNAME: destination.instanceId,
    WEIR_PROOF_TOKEN: READ_TOKEN,
    WEIR_PROOF_FOR: `${origin}/${destination.instanceId}`,
  };
  writeFileSync(env, setEnv(readFileSync(env, 'utf8'), changes));
}

beforeAll(async () => {
  const engine = await ensureEngine();
  destination = await startDestination(engine);
  await destination.accept(destination.token, READ_TOKEN);
  const port = await freePort();
  const config = [
    `global: {external_labels: {cluster: ${CLUSTER}}}`,
    'scrape_configs:',
    `- {job_name: vmagent, scrape_interval: 10s, static_configs: [{targets: ["127.0.0.1:${port}"]}]}`,
  ];
  vmagent = await startVmagent(
    'trixie',
    port,
    destination.url,
    [
      `-remoteWrite.basicAuth.username=${destination.instanceId}`,
      `-remoteWrite.basicAuth.password=${destination.token}`,
      '-remoteWrite.forcePromProto=true',
      '-remoteWrite.flushInterval=1s',
    ],
    `${config.join('\n')}\n`,
  );
  stack = freshStack();
  writeFiles();
  owner = await claim();
  const { url } = destination;
  hub().publish({ ...snapshots.delivering, destination: { kind: 'grafana-cloud', url } });
});
afterAll(async () => {
  vi.restoreAllMocks();
  stack?.remove();
  await vmagent?.stop();
  await destination?.remove();
});

const draw = (query: string) =>
  owner.call<DashboardView>(readDashboard, { params: { id: 'pipeline' }, query });

const hasValues = (panel: LookPanel): boolean =>
  panel.kind === 'timeseries' || panel.kind === 'state'
    ? panel.lines.some(({ values }) => values.some((value) => value !== null))
    : panel.kind === 'stat' && panel.values.length > 0;

/** As if what is held had become old. */
const later = () => vi.spyOn(performance, 'now').mockReturnValue(performance.now() + 301_000);

test('a dashboard is drawn from outside, over each span', async () => {
  for (const span of ['1', '6', '24', '168', '336']) {
    const view = await waitFor('what vmagent has sent', async () => {
      const answer = await draw(`?span=${span}`);
      if (answer.state !== 'read') {
        later();
        throw new Error(JSON.stringify(answer));
      }
      expect(answer.panels.filter(({ problem }) => problem !== null)).toEqual([]);
      const drawn = new Set(answer.panels.filter(hasValues).map(({ id }) => id));
      const isThere = ['newest', 'samples', 'waiting', 'targets', 'scrapes', 'kept'].every((id) =>
        drawn.has(id),
      );
      if (!isThere) later();
      return isThere && answer;
    });
    expect(view).toMatchObject({ where: 'Grafana Cloud', pis: null });
  }
});

test('its metrics are listed, and one of them is drawn', async () => {
  const stored = await owner.call<Stored>(readStored, { query: '?q=vmagent_remotewrite_requests' });
  expect(stored).toMatchObject({
    state: 'read',
    where: 'Grafana Cloud',
    matching: 1,
    metrics: [{ name: 'vmagent_remotewrite_requests_total' }],
  });
  const params = { metric: 'vmagent_remotewrite_requests_total' };
  const view = await owner.call<DashboardView>(readMetric, { params, query: '?span=1' });
  expect(view).toMatchObject({
    state: 'read',
    panels: [
      { id: 'course', unit: 'per-second', problem: null },
      { id: 'newest', problem: null },
    ],
  });
  if (view.state !== 'read') return;
  const [course, newest] = view.panels;
  expect(course && hasValues(course)).toBe(true);
  expect(newest?.kind === 'table' && newest.rows.some(({ value }) => value > 0)).toBe(true);
});

test.each(['flag', 'go_sched_latencies_seconds_bucket'])(
  'of %s, which has many series, those that stand out are drawn, and how many there are is said',
  async (metric) => {
    const view = await waitFor('rates of two scrapes', async () => {
      const drawn = await owner.call<DashboardView>(readMetric, { params: { metric }, query: '?span=1' });
      if (drawn.state === 'read' && drawn.panels[0] && hasValues(drawn.panels[0])) return drawn;
      later();
      return null;
    });
    const [course, newest] = view.panels;
    expect(course).toMatchObject({
      problem: null,
      note: expect.stringMatching(/^The 12 that .* now, of \d+\.$/),
    });
    expect(course?.kind === 'timeseries' && course.lines).toHaveLength(12);
    expect(newest?.kind === 'table' && newest.rows.length).toBeGreaterThan(12);
  },
);

test('a token that is refused is told with a way out, and one that is taken again draws again', async () => {
  await destination.accept(destination.token);
  later();
  expect(await draw('?span=1')).toMatchObject({
    state: 'silent',
    why: 'The token for reading is refused (HTTP 401).',
    hint: expect.stringContaining('metrics:read'),
  });
  await destination.accept(destination.token, READ_TOKEN);
  later();
  expect(await draw('?span=1')).toMatchObject({ state: 'read' });
});
