import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { StoredValue } from '@/lib/server/destination/question';
import { questions } from '@/lib/server/pis/questions';
import { rowsOf } from '@/lib/server/pis/rows';
import { waitFor } from '../../../support/run/exec';
import { freePort } from '../../../support/run/ports';
import {
  type RunningProcess,
  startVictoriaMetrics,
  startVmagent,
  type VmagentProcess,
} from '../../../support/stack/vmagent-process';

/**
 * Real vmagents of four Pis write to one real VictoriaMetrics, which is asked what all Pis are asked for. Only what the
 * panels say of themselves is written by hand.
 */
const HERE = 'attic';

const startedAtMs = Date.now();
let store: RunningProcess;
const vmagents = new Map<string, VmagentProcess>();
const panels: Server[] = [];

/** The figures of a panel that finds nothing, but one of a name that begins with `barn`: that loses data. */
async function servePanel(id: string): Promise<string> {
  const isLosing = id.startsWith('barn');
  const state = isLosing ? 'losing' : 'ok';
  const lines = [
    'weir_build_info{version="0.2.0"} 1',
    `weir_panel_info{panel="${id}",address="http://${id}.local:8430"} 1`,
    'weir_scrape_interval_seconds 60',
    ...['ok', 'degraded', 'losing', 'down', 'unknown'].map(
      (one) => `weir_verdict_state{state="${one}"} ${one === state ? 1 : 0}`,
    ),
    ...(isLosing ? ['weir_finding{id="losing-rejected",severity="losing"} 1'] : []),
  ];
  const server = createServer((_, answer) => answer.end(`${lines.join('\n')}\n`));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  panels.push(server);
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A Pi of that name. @param id of it and of its panel; null: its panel tells nothing */
async function startPi(cluster: string, key: string, id: string | null): Promise<void> {
  const port = await freePort();
  const job = (name: string, target: string) =>
    `- {job_name: ${name}, scrape_interval: 2s, static_configs: [{targets: ["${target}"], labels: {instance: ${name}}}]}`;
  const config = [
    `global: {external_labels: {cluster: ${cluster}}}`,
    'scrape_configs:',
    job('vmagent', `127.0.0.1:${port}`),
    ...(id === null ? [] : [job('weir', await servePanel(id))]),
  ];
  const vmagent = await startVmagent(
    'trixie',
    port,
    `${store.url}/api/v1/write`,
    ['-remoteWrite.flushInterval=1s'],
    `${config.join('\n')}\n`,
  );
  vmagents.set(key, vmagent);
}

/** All questions, at a moment. */
async function asked(atMs: number): Promise<StoredValue[]> {
  await fetch(`${store.url}/internal/force_flush`);
  const answers = await Promise.all(
    questions.map(async (query) => {
      const values = new URLSearchParams({ query, time: String(atMs / 1000), nocache: '1' });
      const response = await fetch(`${store.url}/api/v1/query?${values}`);
      const text = await response.text();
      if (!response.ok) throw new Error(`${query}: ${response.status} ${text}`);
      const { data } = JSON.parse(text) as {
        data: { result: { metric: Record<string, string>; value: [number, string] }[] };
      };
      return data.result.map(({ metric, value }) => ({ labels: metric, value: Number(value[1]) }));
    }),
  );
  return answers.flat();
}

async function pisAt(atMs: number) {
  const { pis } = rowsOf(await asked(atMs), { cluster: HERE, nowMs: atMs, before: new Map() });
  return pis;
}
const piAt = async (name: string, atMs = Date.now()) => (await pisAt(atMs)).find((one) => one.name === name);

beforeAll(async () => {
  store = await startVictoriaMetrics('trixie');
  await startPi(HERE, 'attic', 'attic');
  await startPi('barn', 'barn', 'barn');
  await startPi('cellar', 'cellar', null);
  await startPi('den', 'den-1', 'den-1');
  // Its process begins later by a second at least: the start is told in whole seconds.
  await new Promise((resolve) => setTimeout(resolve, 2_000));
  await startPi('den', 'den-2', 'den-2');
});
afterAll(async () => {
  for (const vmagent of vmagents.values()) await vmagent.stop();
  for (const server of panels) server.close();
  await store?.stop();
});

test('each Pi has its row: one arrives, one loses, one does not report', async () => {
  const named = (name: string, isSo: (pi: NonNullable<Awaited<ReturnType<typeof piAt>>>) => boolean) =>
    waitFor(name, async () => {
      const pi = await piAt(name);
      return pi !== undefined && isSo(pi) && pi;
    });
  const here = await named(HERE, ({ version, state }) => version !== null && state === 'arriving');
  expect(here).toMatchObject({
    isThisPi: true,
    version: '0.2.0',
    intervalSeconds: 60,
    findings: { losing: 0, waiting: 0, warning: 0, info: 0 },
    isTwofold: false,
    address: null,
  });
  expect(here.series).toBeGreaterThan(20);
  // Not the end of some step.
  const next = await named(HERE, ({ newestAtMs }) => newestAtMs > here.newestAtMs);
  expect(next.newestAtMs).toBeGreaterThan(startedAtMs);
  const barn = await named('barn', ({ findings }) => findings?.losing === 1);
  expect(barn).toMatchObject({ state: 'losing', reason: 'verdict', address: 'http://barn.local:8430' });
  expect(await named('cellar', ({ series }) => series !== null)).toMatchObject({ state: 'not-reporting' });
});

const twofold = async () => {
  const lines = (await asked(Date.now())).filter(({ labels }) => labels.of === 'twofold');
  return lines.map(({ labels }) => labels.cluster).sort();
};

test('two vmagents of one name are seen by their starts', async () => {
  await waitFor('the starts', async () => (await twofold()).length > 0);
  expect(await twofold()).toEqual(['den']);
  expect(await piAt('den')).toMatchObject({ isTwofold: true, state: 'arriving' });
});

test('two panels of one name are seen by their ids, and none that took the place of another', async () => {
  const nowMs = Date.now();
  /** A sample every 30 s of so many seconds ago. */
  const course = (labels: string, from: number, to: number) =>
    Array.from({ length: (from - to) / 30 + 1 }, (_, index) => (from - index * 30) * 1000)
      .map((agoMs) => `weir_panel_info{${labels}} 1 ${nowMs - agoMs}\n`)
      .join('');
  const body = [
    course('cluster="loft",panel="1"', 600, 0),
    course('cluster="loft",panel="2"', 600, 0),
    course('cluster="mill",panel="1"', 600, 180),
    course('cluster="mill",panel="2"', 150, 0),
  ].join('');
  await fetch(`${store.url}/api/v1/import/prometheus`, { method: 'POST', body });
  expect(await waitFor('three of them', async () => (await twofold()).length > 1 && twofold())).toEqual([
    'den',
    'loft',
  ]);
});

test('one that ends is silent ten minutes later, and known by its last sample', async () => {
  await vmagents.get('barn')?.stop();
  const later = await waitFor('the same sample', async () => {
    // The last of what it had sent may still come.
    const barn = await piAt('barn');
    const after = await piAt('barn', Date.now() + 11 * 60_000);
    return after?.newestAtMs === barn?.newestAtMs && after;
  });
  expect(later).toMatchObject({ state: 'silent', findings: null });
});
