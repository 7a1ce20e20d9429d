import { execFileSync } from 'node:child_process';
import { rmSync, statfsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createHub, type Hub } from '@/lib/server/sampler/hub';
import { createRings } from '@/lib/server/sampler/rings';
import { createSampler, type Sampler } from '@/lib/server/sampler/sampler';
import { readMetrics, readTargets } from '@/lib/server/vmagent/client';
import { waitFor } from '../../support/exec';
import { FakeDestination } from '../../support/fake-destination';
import { container, type FakeWorld, fakeWorld } from '../../support/fake-ports';
import { freePort } from '../../support/ports';
import { runDir } from '../../support/run-dir';
import {
  type RunningProcess,
  startVictoriaMetrics,
  startVmagent,
  type VmagentProcess,
} from '../../support/vmagent-process';

/** A real vmagent whose buffer lies on a real file system of 4 MB; only Docker is fake. */

const disk = runDir('vmagent', 'sid');
let victoria: RunningProcess;
let destination: FakeDestination;
let vmagent: VmagentProcess;
let world: FakeWorld;
let hub: Hub;
let sampler: Sampler;

beforeAll(async () => {
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', disk]);
  const port = await freePort();
  process.env.WEIR_VMAGENT_URL = `http://127.0.0.1:${port}`;
  victoria = await startVictoriaMetrics('trixie');
  destination = new FakeDestination(victoria.url);
  await destination.open();
  vmagent = await startVmagent('sid', port, destination.url);
  world = fakeWorld();
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
});

afterAll(async () => {
  sampler?.stop();
  await vmagent?.stop();
  await destination?.close();
  await victoria?.stop();
  execFileSync('umount', [disk]);
});

const find = (id: string) => hub.snapshot().verdict.findings.find((finding) => finding.id === id);
const found = (id: string, timeoutMs = 30_000) => waitFor(id, () => find(id), { timeoutMs, everyMs: 50 });

test('a disk with less room than the buffer may take is told while all is well', async () => {
  await waitFor('a delivery', () => hub.snapshot().delivery.state === 'delivering');
  expect(await found('disk-nearly-full')).toMatchObject({ severity: 'warning' });
  expect(hub.snapshot().verdict.state).toBe('degraded');
});

test('a disk that is full ends vmagent, and that is told as a loss with its own words', async () => {
  const filler = path.join(disk, 'filler');
  destination.answer = { status: 503, body: '' };
  await found('waiting-server-error');
  writeFileSync(filler, Buffer.alloc(statfsSync(disk).bfree * statfsSync(disk).bsize - 65_536));
  await waitFor('the end of vmagent', () => vmagent.child.exitCode !== null, { timeoutMs: 90_000 });

  world.containers = [container('vmagent', { state: 'restarting', restarts: 1, exitCode: 255 })];
  world.emit({ type: 'service', service: 'vmagent', action: 'die' });
  const finding = await found('disk-full');
  expect(finding).toMatchObject({ severity: 'losing', title: 'The disk is full, and vmagent cannot run.' });
  expect(finding.evidence).toContain('no space left on device');
  expect(hub.snapshot().verdict.state).toBe('down');
  expect(find('vmagent-down')).toBeUndefined();
  rmSync(filler);
});
