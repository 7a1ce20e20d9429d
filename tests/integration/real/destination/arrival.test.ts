import { writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ServiceName, Snapshot } from '@/lib/schemas/snapshot';
import { readNewestOf } from '@/lib/server/destination/newest';
import { createRings } from '@/lib/server/recording/rings';
import { createHub, type Hub } from '@/lib/server/sampler/hub';
import { createSampler, type Sampler } from '@/lib/server/sampler/sampler';
import { readMetrics, readTargets } from '@/lib/server/vmagent/client';
import { FakeDestination } from '../../../support/fakes/fake-destination';
import { container, type FakeWorld, fakeWorld, settings } from '../../../support/fakes/fake-ports';
import { sleep, waitFor } from '../../../support/run/exec';
import { freePort } from '../../../support/run/ports';
import { runDir } from '../../../support/run/run-dir';
import {
  type RunningProcess,
  startVictoriaMetrics,
  startVmagent,
  type VmagentProcess,
} from '../../../support/stack/vmagent-process';

/**
 * A real vmagent with the intervals that ship, a real VictoriaMetrics behind a fake that can throw away what it says to
 * have taken, and the real sampler, which asks that VictoriaMetrics itself; only Docker and the exporters are fake.
 */
let victoria: RunningProcess;
let vmagent: VmagentProcess;
let destination: FakeDestination;
let exporters: Server;
let world: FakeWorld;
let hub: Hub;
let sampler: Sampler;
/** Ids of findings of the arrival, each time that one came. */
const told: { id: string; atMs: number }[] = [];

const CLUSTER = 'te"st\\pi';
const EXPORTED = 'node_load1 1\ncontainer_last_seen{name="one"} 1\n';
const rules = () => path.join(runDir('arrival'), 'relabel.yml');

beforeAll(async () => {
  const port = await freePort();
  // As it ships: what is newer than 30 s is left out, unless it is asked for.
  victoria = await startVictoriaMetrics('trixie', ['-search.latencyOffset=30s']);
  process.env.WEIR_VMAGENT_URL = `http://127.0.0.1:${port}`;
  process.env.WEIR_VICTORIA_METRICS_URL = victoria.url;
  destination = new FakeDestination(victoria.url);
  await destination.open();
  exporters = createServer((_, answer) => answer.end(EXPORTED));
  await new Promise<void>((resolve) => exporters.listen(0, '127.0.0.1', resolve));
  const address = `127.0.0.1:${(exporters.address() as AddressInfo).port}`;
  writeFileSync(rules(), '');
  const job = (name: string, seconds: number, target: string) =>
    `- {job_name: ${name}, scrape_interval: ${seconds}s, static_configs: [{targets: ["${target}"]}]}`;
  const config = [
    `global: {external_labels: {cluster: ${JSON.stringify(CLUSTER)}}}`,
    'scrape_configs:',
    job('vmagent', 30, `127.0.0.1:${port}`),
    job('node-exporter', 60, address),
    job('cadvisor', 60, address),
  ];
  vmagent = await startVmagent(
    'trixie',
    port,
    destination.url,
    [`-remoteWrite.relabelConfig=${rules()}`, '-remoteWrite.flushInterval=1s'],
    `${config.join('\n')}\n`,
  );

  world = fakeWorld();
  const names: ServiceName[] = ['vmagent', 'node-exporter', 'cadvisor', 'victoria-metrics', 'weir'];
  world.containers = names.map((name) => container(name, { startedAtMs: Date.now() - 600_000 }));
  const local = {
    ...settings,
    cluster: CLUSTER,
    destination: { kind: 'local' as const, url: 'http://victoria-metrics:8428/api/v1/write' },
    enabled: new Set(names),
  };
  Object.assign(world.ports, {
    now: Date.now,
    steadyNow: () => performance.now(),
    readMetrics,
    readTargets,
    readSettings: async () => local,
    tailLogs: async () => vmagent.log(),
    readNewest: async (...args: Parameters<typeof readNewestOf>) => {
      world.asked.readNewest = (world.asked.readNewest ?? 0) + 1;
      return readNewestOf(...args);
    },
  });
  hub = createHub(Date.now());
  sampler = createSampler(world.ports, hub, createRings());
  let open: string[] = [];
  hub.observe(({ verdict }) => {
    const ids = verdict.findings.map(({ id }) => id).filter((id) => id.startsWith('arrival-'));
    for (const id of ids) if (!open.includes(id)) told.push({ id, atMs: Date.now() });
    open = ids;
  });
  sampler.start();
  hub.subscribe(() => undefined);
});

afterAll(async () => {
  sampler?.stop();
  await vmagent?.stop();
  await destination?.close();
  await victoria?.stop();
  exporters?.close();
});

const until = (what: string, isSo: (snapshot: Snapshot) => boolean, timeoutMs: number) =>
  waitFor(what, async () => isSo(hub.snapshot()) && hub.snapshot(), { timeoutMs, everyMs: 100 });
const has = (id: string) => (snapshot: Snapshot) => snapshot.verdict.findings.some((one) => one.id === id);
const arrivedAtMs = (snapshot: Snapshot, id: 'pi' | 'containers') =>
  snapshot.sources.find((source) => source.id === id)?.arrivedAtMs ?? 0;
const hasArrived = (sinceMs: number) => (snapshot: Snapshot) =>
  (['pi', 'containers'] as const).every((id) => arrivedAtMs(snapshot, id) >= sinceMs);

/** Prints how many seconds it took. */
async function isTold(id: string, fromMs: number): Promise<void> {
  await until(id, has(id), 240_000);
  const atMs = told.findLast((one) => one.id === id)?.atMs ?? 0;
  console.log(`${id}: ${((atMs - fromMs) / 1000).toFixed(0)} s`);
}

test('a calm run shows what has arrived, asks once a minute, and says nothing', {
  timeout: 400_000,
}, async () => {
  const fromMs = Date.now();
  await until('an arrival', hasArrived(fromMs - 60_000), 180_000);
  const before = world.asked.readNewest ?? 0;
  await sleep(80_000);
  const asked = (world.asked.readNewest ?? 0) - before;
  expect(asked).toBeGreaterThan(0);
  expect(asked).toBeLessThan(4);
  // Own series, and not `up` alone: the time of the scrape that they came with.
  const snapshot = await until('further arrivals', hasArrived(fromMs + 60_000), 180_000);
  expect(snapshot.sources.find(({ id }) => id === 'aws')?.arrivedAtMs).toBeUndefined();
  expect(told).toEqual([]);
});

test('what is answered 2XX and thrown away is told', { timeout: 700_000 }, async () => {
  destination.answer = { status: 204, body: '' };
  await isTold('arrival-missing', Date.now());
  expect(hub.snapshot()).toMatchObject({
    delivery: { state: 'losing' },
    verdict: { state: 'losing', headline: expect.stringContaining('shows nothing new') },
  });
  const mendedAtMs = Date.now();
  destination.answer = null;
  await until('its end', (snapshot) => !has('arrival-missing')(snapshot), 150_000);
  await until('the next arrival', hasArrived(mendedAtMs), 180_000);
});

test('a source of which nothing arrives is told by its name', { timeout: 700_000 }, async () => {
  const before = told.length;
  writeFileSync(rules(), '- {action: drop, source_labels: [job], regex: cadvisor}\n');
  await fetch(`${vmagent.url}/-/reload`);
  await isTold('arrival-missing-containers', Date.now());
  const { delivery, verdict } = hub.snapshot();
  expect(delivery.state).toBe('delivering');
  expect(verdict.headline).toContain('shows nothing new of Containers');
  writeFileSync(rules(), '');
  await fetch(`${vmagent.url}/-/reload`);
  await until('its end', (snapshot) => !has('arrival-missing-containers')(snapshot), 150_000);
  expect(told.slice(before).map(({ id }) => id)).toEqual(['arrival-missing-containers']);
});

test('an outage and what waits for its end are no contradiction', { timeout: 700_000 }, async () => {
  const before = told.length;
  await destination.close();
  await until('waiting', ({ delivery }) => delivery.state === 'waiting', 120_000);
  await sleep(20_000);
  const backAtMs = Date.now();
  await destination.open();
  await until('the next arrival', hasArrived(backAtMs), 240_000);
  await sleep(30_000);
  expect(told.slice(before)).toEqual([]);
});
