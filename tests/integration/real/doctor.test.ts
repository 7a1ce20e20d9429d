import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Finding, Snapshot } from '@/lib/schemas/snapshot';
import { createHub, type Hub } from '@/lib/server/sampler/hub';
import { createRings } from '@/lib/server/sampler/rings';
import { createSampler, type Sampler } from '@/lib/server/sampler/sampler';
import { readMetrics, readTargets } from '@/lib/server/vmagent/client';
import { reload } from '@/lib/server/vmagent/control';
import { waitFor } from '../../support/exec';
import { FakeDestination } from '../../support/fake-destination';
import { container, fakeWorld } from '../../support/fake-ports';
import { freePort } from '../../support/ports';
import {
  type RunningProcess,
  startVictoriaMetrics,
  startVmagent,
  type VmagentProcess,
} from '../../support/vmagent-process';

/** A real vmagent, a real VictoriaMetrics behind a fake that can refuse, the real sampler; only Docker is fake. */

let victoria: RunningProcess;
let destination: FakeDestination;
let vmagent: VmagentProcess;
let hub: Hub;
let sampler: Sampler;
let exporter: Server;
let page: { status: number; body: string } | 'hang' = { status: 200, body: 'a 1\n' };
let port: number;

beforeAll(async () => {
  port = await freePort();
  process.env.WEIR_VMAGENT_URL = `http://127.0.0.1:${port}`;
  victoria = await startVictoriaMetrics('sid');
  destination = new FakeDestination(victoria.url);
  await destination.open();
  vmagent = await startVmagent('sid', port, destination.url);
  exporter = createServer((_, response) => {
    if (page !== 'hang') response.writeHead(page.status).end(page.body);
  });
  await new Promise<void>((resolve) => exporter.listen(0, '127.0.0.1', resolve));
});

/** A panel that has only just begun to watch, and remembers nothing of the test before. */
function watch(): void {
  sampler?.stop();
  const world = fakeWorld();
  world.containers = [container('vmagent', { startedAtMs: Date.now() - 60_000 }), container('node-exporter')];
  Object.assign(world.ports, {
    now: Date.now,
    readMetrics,
    readTargets,
    tailLogs: async () => vmagent.log(),
  });
  hub = createHub(Date.now());
  sampler = createSampler(world.ports, hub, createRings());
  sampler.start();
  hub.subscribe(() => undefined);
}

afterAll(async () => {
  sampler?.stop();
  exporter?.closeAllConnections();
  exporter?.close();
  await vmagent?.stop();
  await destination?.close();
  await victoria?.stop();
});

const until = (what: string, isSo: (snapshot: Snapshot) => boolean, timeoutMs = 30_000) =>
  waitFor(what, async () => isSo(hub.snapshot()) && hub.snapshot(), { timeoutMs, everyMs: 50 });
const found = (id: string, timeoutMs?: number) =>
  waitFor(id, async () => find(id) ?? false, {
    timeoutMs: timeoutMs ?? 30_000,
    everyMs: 50,
  }) as Promise<Finding>;
const find = (id: string) => hub.snapshot().verdict.findings.find((finding) => finding.id === id);
/** A vmagent that is younger than 90 s tells a new panel of what was lost before, too. */
const delivering = () => until('delivering', ({ delivery }) => delivery.state === 'delivering', 150_000);

async function samples(promql: string): Promise<number> {
  await fetch(`${victoria.url}/internal/force_flush`);
  const answer = await fetch(`${victoria.url}/api/v1/query?query=${encodeURIComponent(promql)}`);
  const { data } = (await answer.json()) as { data: { result: { value: [number, string] }[] } };
  return Number(data.result[0]?.value[1] ?? 0);
}

describe('what the destination does, and what is said of it', () => {
  beforeEach(async () => {
    destination.answer = null;
    watch();
    await delivering();
  });

  const MIMIR = 'the sample has been rejected (err-mimir-';
  test.each([
    ['waiting-wrong-token', { status: 401, body: 'authentication error: invalid token' }],
    [
      'waiting-wrong-id',
      { status: 401, body: 'legacy auth cannot be upgraded because the host is not found' },
    ],
    ['waiting-missing-scope', { status: 403, body: 'authentication error: invalid scope requested' }],
    ['waiting-not-found', { status: 404, body: '404 page not found' }],
    ['waiting-too-large', { status: 413, body: '' }],
    ['waiting-rate-limited', { status: 429, body: 'slow down', headers: { 'retry-after': '7' } }],
    ['waiting-series-limit', { status: 429, body: `${MIMIR}max-active-series)` }],
    ['waiting-server-error', { status: 503, body: 'upstream' }],
    ['waiting-read-only', { status: 503, body: 'cannot store metrics: the storage is in read-only mode' }],
    ['waiting-closed', 'cut'],
    ['losing-series-limit', { status: 400, body: `${MIMIR}max-series-per-user)` }],
    ['losing-out-of-order', { status: 400, body: `${MIMIR}sample-out-of-order)` }],
    ['losing-too-old', { status: 400, body: `${MIMIR}sample-timestamp-too-old)` }],
    ['losing-label-limit', { status: 409, body: `${MIMIR}max-label-names-per-series)` }],
    ['losing-undecodable', { status: 400, body: 'snappy: corrupt input' }],
    ['losing-rejected', { status: 400, body: 'no' }],
  ] as const)('%s', async (id, answer) => {
    const dropped = hub.snapshot().delivery.droppedBlocks ?? 0;
    destination.answer = answer;
    const beganAtMs = Date.now();
    const finding = await found(id);
    const tookMs = Date.now() - beganAtMs;
    console.log(`${id} after ${tookMs} ms`);
    // A lost block shows with the next sample; one that is tried again is worth a word at its second failure.
    expect(tookMs).toBeLessThan(15_000);
    const others = hub
      .snapshot()
      .verdict.findings.filter((one) => /^(waiting|losing)-/.test(one.id) && one.id !== id);
    expect(others).toEqual([]);
    if (id === 'waiting-rate-limited') {
      await until('the pause that is asked for', ({ delivery }) => delivery.failure?.retrySeconds === 7);
      expect(find(id)?.consequence).toContain('The next try comes 10 s after');
    }
    destination.answer = null;
    const { delivery } = await until(
      'recovered',
      (one) => one.delivery.state === 'delivering' || one.verdict.state === 'losing',
      90_000,
    );
    expect(finding.severity).toBe(id.split('-')[0]);
    const isLosing = finding.severity === 'losing';
    expect((delivery.droppedBlocks ?? 0) > dropped).toBe(isLosing);
  });

  test('a destination that takes requests and says nothing is slow after 15 s, long before it is timed out', async () => {
    destination.answer = 'hang';
    const beganAtMs = Date.now();
    const finding = await found('delivery-slow', 40_000);
    expect(finding.title).toContain('has not answered for');
    expect(Date.now() - beganAtMs).toBeLessThan(30_000);
    await found('waiting-timeout', 150_000);
  });
});

describe('what a target does, and what is said of it', () => {
  beforeAll(async () => {
    destination.answer = null;
    watch();
    const own = (exporter.address() as AddressInfo).port;
    const gone = await freePort();
    vmagent.writeConfig(
      `${vmagent.config}- job_name: thing
  scrape_timeout: 800ms
  max_scrape_size: 1MB
  static_configs: [{targets: ["127.0.0.1:${own}"]}]
- job_name: limited
  sample_limit: 5
  static_configs: [{targets: ["127.0.0.1:${own}"]}]
- job_name: gone
  static_configs: [{targets: ["127.0.0.1:${gone}"]}]
- job_name: nameless
  static_configs: [{targets: ["nameless.invalid:1"]}]
`,
    );
    await reload({ readLog: async () => vmagent.log() });
  });

  test('refused, and a name that leads nowhere', async () => {
    await found('target-refused-gone');
    await found('target-dns-nameless');
  });

  test.each([
    ['target-status-thing', { status: 500, body: 'oh' }],
    ['target-empty-thing', { status: 200, body: '<html><body>Welcome</body></html>' }],
    ['target-too-large-thing', { status: 200, body: `# ${'x'.repeat(2_000_000)}\n` }],
    ['target-over-limit-limited', { status: 200, body: 'a 1\nb 1\nc 1\nd 1\ne 1\nf 1\n' }],
    ['target-timeout-thing', 'hang'],
  ] as const)('%s', async (id, answer) => {
    page = answer;
    await found(id);
    page = { status: 200, body: 'a 1\n' };
    exporter.closeAllConnections();
    await until(`${id} to go`, () => find(id) === undefined);
  });

  test('a hundred thousand series hit the brake: that is a loss, and VictoriaMetrics has no more than it lets through', async () => {
    await vmagent.stop();
    vmagent = await startVmagent('sid', port, destination.url, ['-remoteWrite.maxHourlySeries=20000']);
    watch();
    await delivering();
    const body = Array.from({ length: 100_000 }, (_, index) => `flood{n="${index}"} 1`).join('\n');
    page = { status: 200, body: `${body}\n` };
    const own = (exporter.address() as AddressInfo).port;
    const flood = `- job_name: flood\n  scrape_interval: 5s\n  static_configs: [{targets: ["127.0.0.1:${own}"]}]\n`;
    vmagent.writeConfig(vmagent.config + flood);
    await reload({ readLog: async () => vmagent.log() });
    const finding = await found('losing-series-brake', 60_000);
    expect(finding.title).toContain('more than 20,000 series');
    expect(hub.snapshot().verdict.state).toBe('losing');
    const count = () => samples('count(last_over_time({__name__="flood"}[5m]))');
    const arrived = await waitFor('what is let through', async () => {
      const now = await count();
      return now > 1000 && now;
    });
    expect(arrived).toBeLessThanOrEqual(20_000);
  });
});
