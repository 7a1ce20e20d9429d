import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Snapshot } from '@/lib/schemas/snapshot';
import { createRings } from '@/lib/server/recording/rings';
import { createHub, type Hub } from '@/lib/server/sampler/hub';
import { createSampler, type Sampler } from '@/lib/server/sampler/sampler';
import { readMetrics, readTargets } from '@/lib/server/vmagent/client';
import { reload } from '@/lib/server/vmagent/control';
import { FakeDestination } from '../../../support/fakes/fake-destination';
import { container, fakeWorld } from '../../../support/fakes/fake-ports';
import { waitFor } from '../../../support/run/exec';
import { freePort } from '../../../support/run/ports';
import { runDir } from '../../../support/run/run-dir';
import {
  type RunningProcess,
  type Suite,
  startVictoriaMetrics,
  startVmagent,
  type VmagentProcess,
} from '../../../support/stack/vmagent-process';

/** A real vmagent, a real VictoriaMetrics behind a fake that can refuse, the real sampler; only Docker is fake. */

let victoria: RunningProcess;
let destination: FakeDestination;
let port: number;

beforeAll(async () => {
  port = await freePort();
  process.env.WEIR_VMAGENT_URL = `http://127.0.0.1:${port}`;
  victoria = await startVictoriaMetrics('trixie');
  destination = new FakeDestination(victoria.url);
  await destination.open();
});

afterAll(async () => {
  await destination?.close();
  await victoria?.stop();
});

function sample(vmagent: VmagentProcess): { hub: Hub; sampler: Sampler } {
  const world = fakeWorld();
  world.containers = [container('vmagent', { startedAtMs: Date.now() - 60_000 }), container('node-exporter')];
  Object.assign(world.ports, {
    now: Date.now,
    readMetrics,
    readTargets,
    tailLogs: async () => vmagent.log(),
  });
  const hub = createHub(Date.now());
  const sampler = createSampler(world.ports, hub, createRings());
  sampler.start();
  hub.subscribe(() => undefined);
  return { hub, sampler };
}

const until = (what: string, hub: Hub, isSo: (snapshot: Snapshot) => boolean, timeoutMs = 30_000) =>
  waitFor(what, async () => isSo(hub.snapshot()) && hub.snapshot(), { timeoutMs, everyMs: 50 });

/** The counters tell of a failure before the log gives its reason. */
const hasMessage = ({ failure }: Snapshot['delivery']) => typeof failure?.message === 'string';

async function query(promql: string): Promise<number> {
  await fetch(`${victoria.url}/internal/force_flush`);
  const answer = await fetch(`${victoria.url}/api/v1/query?query=${encodeURIComponent(promql)}`);
  const { data } = (await answer.json()) as { data: { result: unknown[] } };
  return data.result.length;
}

const aggregations = path.join(runDir('vmagent'), 'aggregation.yml');
/** 1.79 has none. */
const withAggregations = (suite: Suite) =>
  suite === 'bookworm' ? [] : [`-remoteWrite.streamAggr.config=${aggregations}`];

describe.each<Suite>(['bookworm', 'trixie', 'sid'])('vmagent of %s', (suite) => {
  let vmagent: VmagentProcess;
  let hub: Hub;
  let sampler: Sampler;

  beforeAll(async () => {
    destination.answer = null;
    writeFileSync(aggregations, '[]\n');
    vmagent = await startVmagent(suite, port, destination.url, withAggregations(suite));
    ({ hub, sampler } = sample(vmagent));
  });

  afterAll(async () => {
    sampler?.stop();
    await vmagent?.stop();
  });

  test('delivering is said once a 2XX was counted, and VictoriaMetrics has the samples', async () => {
    const snapshot = await until('delivering', hub, ({ delivery }) => delivery.state === 'delivering');
    expect(snapshot.verdict).toMatchObject({ state: 'ok', headline: 'Your data is arriving.' });
    expect(snapshot.targets).toMatchObject([{ job: 'vmagent', state: 'up', intervalSeconds: 1 }]);
    expect(snapshot.buffer.capBytes).toBe(2 ** 30);
    await waitFor('the samples', async () => (await query('up{job="vmagent",cluster="test-pi"}')) === 1);
  });

  test('a rate is known after a while, and is near what vmagent scrapes', async () => {
    const { delivery, targets } = await until(
      'a rate',
      hub,
      (one) => (one.delivery.samplesPerSecond ?? 0) > 0,
    );
    const scraped = targets[0]?.samples ?? 0;
    expect(delivery.samplesPerSecond).toBeGreaterThan(scraped / 3);
    expect(delivery.samplesPerSecond).toBeLessThan(scraped * 3);
  });

  test('a refused token leaves data waiting, in the destination’s words; then it recovers without loss', async () => {
    destination.answer = { status: 401, body: 'invalid token' };
    const waiting = await until(
      'waiting',
      hub,
      ({ delivery, buffer }) =>
        delivery.state === 'waiting' && hasMessage(delivery) && buffer.trend === 'filling',
    );
    expect(waiting.delivery.failure).toEqual({
      kind: 'unauthorised',
      cause: 'wrong-token',
      statusCode: 401,
      retrySeconds: expect.any(Number),
      message: 'invalid token',
    });
    expect(waiting.verdict.findings[0]?.id).toBe('waiting-wrong-token');
    expect(waiting.verdict.state).toBe('degraded');
    expect(waiting.buffer.trend).toBe('filling');
    destination.answer = null;
    const well = await until('recovered', hub, ({ delivery }) => delivery.state === 'delivering', 60_000);
    expect(well.delivery.droppedBlocks).toBe(0);
  });

  test('a destination that is gone leaves data waiting, with the system’s reason', async () => {
    await destination.close();
    const waiting = await until(
      'waiting',
      hub,
      ({ delivery }) => delivery.state === 'waiting' && hasMessage(delivery),
    );
    expect(waiting.delivery.failure).toMatchObject({ kind: 'network', cause: 'refused', statusCode: null });
    expect(waiting.delivery.failure?.message).toContain('connection refused');
    await destination.open();
    await until('recovered', hub, ({ delivery }) => delivery.state === 'delivering', 60_000);
  });

  test('a good config is seen to be applied, the same again is no error, a bad one is refused by name', async () => {
    const readLog = async () => vmagent.log();
    vmagent.writeConfig(vmagent.config.replace('test-pi', 'other-pi'));
    await reload({ readLog });
    await reload({ readLog });
    vmagent.writeConfig(vmagent.config.replace('static_configs', 'bogus'));
    await expect(reload({ readLog })).rejects.toMatchObject({
      code: 'verify-failed',
      message: expect.stringContaining('field bogus not found'),
    });
    if (suite !== 'bookworm') {
      const { verdict } = await until('the finding', hub, (one) =>
        one.verdict.findings.some(({ id, evidence }) => id === 'config-reload-failed' && evidence !== null),
      );
      const finding = verdict.findings.find(({ id }) => id === 'config-reload-failed');
      expect(finding?.evidence).toContain('field bogus not found');
    }
    vmagent.writeConfig(vmagent.config);
    await reload({ readLog });
  });

  // That of bookworm reads none.
  const bad = 'a bad list of aggregations is the same finding, and names its own file';
  if (suite !== 'bookworm')
    test(bad, async () => {
      const readLog = async () => vmagent.log();
      writeFileSync(aggregations, '- match: up\n');
      await expect(reload({ readLog })).rejects.toMatchObject({
        code: 'verify-failed',
        message: expect.stringContaining('missing `interval` option'),
        hint: expect.stringContaining('aggregation.yml'),
      });
      const { verdict } = await until('the finding', hub, (one) =>
        one.verdict.findings.some(({ id, evidence }) => id === 'config-reload-failed' && evidence !== null),
      );
      expect(verdict.findings.find(({ id }) => id === 'config-reload-failed')).toMatchObject({
        fix: expect.stringContaining('compose/config/vmagent/aggregation.yml'),
        evidence: expect.stringContaining('missing `interval` option'),
      });
      writeFileSync(aggregations, '[]\n');
      await reload({ readLog });
      await until('no finding', hub, (one) =>
        one.verdict.findings.every(({ id }) => id !== 'config-reload-failed'),
      );
    });

  test('data that is thrown away shows as lost in the first reading that counts it', async () => {
    const before = hub.snapshot().delivery.droppedBlocks ?? 0;
    const counted: Snapshot[] = [];
    const stop = hub.observe((one) => {
      if ((one.delivery.droppedBlocks ?? 0) > before) counted.push(one);
    });
    destination.answer = { status: 400, body: 'err-mimir-max-series-per-user' };
    const losing = await until('losing', hub, ({ verdict }) => verdict.state === 'losing');
    stop();
    // The first reading that counts it says so.
    expect(counted[0]?.verdict.state).toBe('losing');
    expect(losing.delivery).toMatchObject({
      state: 'losing',
      failure: { kind: 'rejected', statusCode: 400 },
    });
    const { delivery } = await until('the reason', hub, (one) => hasMessage(one.delivery));
    expect(delivery.failure).toMatchObject({
      cause: 'series-limit',
      message: 'err-mimir-max-series-per-user',
    });
    destination.answer = null;
  });

  test('a vmagent that hangs is down, not unknown for ever, and does not hold up the sampler', async () => {
    vmagent.child.kill('SIGSTOP');
    const down = await until('down', hub, (one) => one.vmagent.state === 'down', 15_000);
    expect(down.verdict.state).toBe('down');
    expect(down.delivery.state).toBe('unknown');
    const before = hub.snapshot().atMs;
    await until('another sample', hub, ({ atMs }) => atMs > before, 6000);
    vmagent.child.kill('SIGCONT');
    await until('up again', hub, (one) => one.vmagent.state === 'up', 15_000);
  });

  test('a killed vmagent is down at once', async () => {
    await vmagent.stop();
    const down = await until('down', hub, (one) => one.vmagent.state === 'down', 6000);
    expect(down.verdict.findings[0]).toMatchObject({ id: 'vmagent-down', severity: 'losing' });
  });
});
