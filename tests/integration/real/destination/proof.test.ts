import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ServiceName, Snapshot } from '@/lib/schemas/snapshot';
import { newestQuery, OF_ANY, OF_THE_STORE, readNewestAt } from '@/lib/server/destination/newest';
import { placeAt } from '@/lib/server/destination/place';
import { createRings } from '@/lib/server/recording/rings';
import { createHub, type Hub } from '@/lib/server/sampler/hub';
import { createSampler, type Sampler } from '@/lib/server/sampler/sampler';
import { queryBase } from '@/lib/server/stack/reading';
import { readMetrics, readTargets } from '@/lib/server/vmagent/client';
import { container, fakeWorld, settings } from '../../../support/fakes/fake-ports';
import { waitFor } from '../../../support/run/exec';
import { freePort } from '../../../support/run/ports';
import { type Destination, startDestination } from '../../../support/stack/destination';
import { ensureEngine } from '../../../support/stack/engine';
import { startVmagent, type VmagentProcess } from '../../../support/stack/vmagent-process';

/**
 * The real sampler asks, with a token of its own, the vmauth before a real VictoriaMetrics to which a real vmagent writes:
 * at the paths of Grafana Cloud. Only Docker and the exporter are fake.
 */
const CLUSTER = 'attic';
const READ_TOKEN = 'glc_test_reads';
const NAMES: ServiceName[] = ['vmagent', 'node-exporter', 'weir'];

let destination: Destination;
/** Another tenant: the same programs, of which nothing is known of this Pi. */
let other: Destination;
let vmagent: VmagentProcess;
let exporter: Server;
let hub: Hub;
let sampler: Sampler;
/** Which of the two the token for reading is of, as far as the destination goes. */
let tenant: Destination;
const readToken = READ_TOKEN;
const told: string[] = [];

const reading = () => ({
  kind: 'grafana-cloud' as const,
  base: queryBase(tenant.url) ?? '',
  username: tenant.instanceId,
  secret: tenant === destination ? readToken : tenant.token,
});

beforeAll(async () => {
  const engine = await ensureEngine();
  [destination, other] = await Promise.all([startDestination(engine), startDestination(engine)]);
  tenant = destination;
  await destination.accept(destination.token, READ_TOKEN);
  const port = await freePort();
  process.env.WEIR_VMAGENT_URL = `http://127.0.0.1:${port}`;
  exporter = createServer((_, answer) => answer.end('node_load1 1\n'));
  await new Promise<void>((resolve) => exporter.listen(0, '127.0.0.1', resolve));
  const address = `127.0.0.1:${(exporter.address() as AddressInfo).port}`;
  const job = (name: string, target: string) =>
    `- {job_name: ${name}, scrape_interval: 10s, static_configs: [{targets: ["${target}"]}]}`;
  const config = [
    `global: {external_labels: {cluster: ${CLUSTER}}}`,
    'scrape_configs:',
    job('vmagent', `127.0.0.1:${port}`),
    job('node-exporter', address),
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

  const world = fakeWorld();
  world.containers = NAMES.map((name) => container(name, { startedAtMs: Date.now() - 600_000 }));
  const outside = {
    ...settings,
    cluster: CLUSTER,
    destination: { kind: 'grafana-cloud' as const, url: destination.url },
    isRead: true,
    enabled: new Set(NAMES),
  };
  Object.assign(world.ports, {
    now: Date.now,
    steadyNow: () => performance.now(),
    readMetrics,
    readTargets,
    readSettings: async () => outside,
    tailLogs: async () => vmagent.log(),
    readNewest: (...[{ cluster }, sources]: Parameters<typeof world.ports.readNewest>) =>
      readNewestAt(placeAt(reading()), cluster ?? '', sources),
  });
  hub = createHub(Date.now());
  sampler = createSampler(world.ports, hub, createRings());
  hub.observe(({ verdict }) => {
    for (const { id } of verdict.findings)
      if (/^(arrival|proof)-/.test(id) && told.at(-1) !== id) told.push(id);
  });
  sampler.start();
  hub.subscribe(() => undefined);
});

afterAll(async () => {
  sampler?.stop();
  await vmagent?.stop();
  exporter?.close();
  await destination?.remove();
  await other?.remove();
});

const until = (what: string, isSo: (snapshot: Snapshot) => boolean) =>
  waitFor(what, async () => isSo(hub.snapshot()) && hub.snapshot(), { timeoutMs: 300_000, everyMs: 200 });
const has = (id: string) => (snapshot: Snapshot) => snapshot.verdict.findings.some((one) => one.id === id);
const arrivedAtMs = ({ sources }: Snapshot) => sources.find(({ id }) => id === 'pi')?.arrivedAtMs ?? 0;

test('what has arrived is shown, and nothing is found', { timeout: 400_000 }, async () => {
  const fromMs = Date.now();
  await until('an arrival', (snapshot) => arrivedAtMs(snapshot) >= fromMs);
  await until('the next arrival', (snapshot) => arrivedAtMs(snapshot) >= fromMs + 45_000);
  expect(told).toEqual([]);
});

test('every PromQL tells what the function of VictoriaMetrics tells: of a scrape to the millisecond', async () => {
  const ask = async (dialect: typeof OF_ANY) =>
    (await destination.query(newestQuery(CLUSTER, ['pi'], dialect)))
      .map(({ metric: { job, of }, value }) => ({ what: `${job} ${of}`, seconds: value }))
      .sort((one, other) => one.what.localeCompare(other.what));
  // Between two questions there may be a scrape.
  const [ofTheStore, ofAny] = await waitFor('the same times', async () => {
    const both = [await ask(OF_THE_STORE), await ask(OF_ANY)] as const;
    const [scrapes, others] = both.map((all) => all.filter(({ what }) => what.endsWith(' scrape')));
    return scrapes?.length === 2 && JSON.stringify(scrapes) === JSON.stringify(others) && both;
  });
  const own = (all: typeof ofAny) => all.find(({ what }) => what === 'node-exporter own')?.seconds ?? 0;
  expect(Math.abs(own(ofAny) - own(ofTheStore))).toBeLessThanOrEqual(60);
});

test('a token that is refused is told, with a way out, and nothing is said to be lost', {
  timeout: 700_000,
}, async () => {
  const before = told.length;
  await destination.accept(destination.token);
  const { verdict, delivery } = await until('the finding', has('proof-refused'));
  expect(delivery.state).toBe('delivering');
  expect(verdict.headline).toContain('Your data is arriving');
  expect(verdict.findings.find(({ id }) => id === 'proof-refused')).toMatchObject({
    severity: 'warning',
    href: '/settings/proof',
    evidence: 'The token for reading is refused (HTTP 401).',
  });
  await destination.accept(destination.token, READ_TOKEN);
  await until('its end', (snapshot) => !has('proof-refused')(snapshot));
  expect(told.slice(before)).toEqual(['proof-refused']);
});

test('a token of another tenant, which has nothing of it, is a contradiction', {
  timeout: 700_000,
}, async () => {
  const before = told.length;
  const fromMs = Date.now();
  tenant = other;
  const { verdict } = await until('the finding', has('arrival-contradicted'));
  console.log(`arrival-contradicted: ${((Date.now() - fromMs) / 1000).toFixed(0)} s`);
  expect(verdict).toMatchObject({
    state: 'unknown',
    headline: 'vmagent delivers, and Grafana Cloud shows nothing new of this Pi.',
  });
  tenant = destination;
  await until('its end', (snapshot) => !has('arrival-contradicted')(snapshot));
  expect(told.slice(before)).toEqual(['arrival-contradicted']);
});
