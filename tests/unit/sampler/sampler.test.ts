import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type ServiceName, snapshotSchema } from '@/lib/schemas/snapshot';
import type { PatchEvent } from '@/lib/schemas/stream';
import { AppError } from '@/lib/server/errors';
import { createRings } from '@/lib/server/recording/rings';
import { createHub } from '@/lib/server/sampler/hub';
import { createSampler, type Sampler } from '@/lib/server/sampler/sampler';
import {
  container,
  type FakeWorld,
  fakeWorld,
  START_MS,
  target,
  vmagentMetrics,
} from '../../support/fakes/fake-ports';

let world: FakeWorld;
let hub: ReturnType<typeof createHub>;
let sampler: Sampler;

beforeEach(() => {
  vi.useFakeTimers({ now: START_MS, toFake: ['setTimeout', 'clearTimeout', 'performance', 'Date'] });
  world = fakeWorld();
  world.ports.now = () => Date.now();
  world.ports.steadyNow = () => performance.now();
  hub = createHub(START_MS);
  sampler = createSampler(world.ports, hub, createRings());
});

afterEach(() => {
  sampler.stop();
  vi.useRealTimers();
});

const seconds = (count: number) => vi.advanceTimersByTimeAsync(count * 1000);

describe('whatever is away, there is a snapshot', () => {
  test('before the first reading', () => {
    expect(snapshotSchema.parse(hub.snapshot()).verdict.state).toBe('unknown');
  });

  test.each([
    ['nothing', true, true],
    ['the engine', false, true],
    ['vmagent', true, false],
    ['everything', false, false],
  ])('%s is away', async (_what, hasEngine, hasVmagent) => {
    if (!hasEngine) world.containers = null;
    if (!hasVmagent) world.metrics = null;
    sampler.start();
    await seconds(1);
    const snapshot = snapshotSchema.parse(hub.snapshot());
    expect(snapshot.engine.state).toBe(hasEngine ? 'up' : 'unreachable');
    expect(snapshot.vmagent.state).toBe(hasVmagent ? 'up' : 'down');
    expect(snapshot.verdict.state).not.toBe('ok');
    expect(snapshot.delivery.state).toBe(hasVmagent ? 'starting' : 'unknown');
  });
});

describe('what it costs', () => {
  async function vmagentRequestsInAMinute(viewers: number): Promise<number> {
    sampler.start();
    await seconds(30);
    const stops = Array.from({ length: viewers }, () => hub.subscribe(() => undefined));
    await seconds(2);
    world.asked = {};
    await seconds(60);
    for (const stop of stops) stop();
    return (world.asked.readMetrics ?? 0) + (world.asked.readTargets ?? 0);
  }

  test('one viewer', async () => expect(await vmagentRequestsInAMinute(1)).toBe(60));
  test('fifty viewers cost the same', async () => expect(await vmagentRequestsInAMinute(50)).toBe(60));
  test('no viewer costs an eighth', async () => expect(await vmagentRequestsInAMinute(0)).toBe(8));

  test('CPU use is read once a minute while nobody looks, for the recording', async () => {
    await vmagentRequestsInAMinute(0);
    expect(world.asked.readStats).toBe(1);
  });
});

describe('what it notices', () => {
  test('the first viewer gets a fresh reading at once, not at the next idle tick', async () => {
    sampler.start();
    await seconds(20);
    const patches: PatchEvent[] = [];
    hub.subscribe((patch) => patches.push(patch));
    await seconds(0.1);
    expect(patches.length).toBeGreaterThan(0);
  });

  test('a killed container is in the snapshot well within a second', async () => {
    sampler.start();
    await seconds(1);
    world.containers = [container('vmagent'), container('node-exporter', { state: 'exited', exitCode: 137 })];
    world.emit({ type: 'service', service: 'node-exporter', action: 'die' });
    await seconds(0.2);
    const service = hub.snapshot().services.find(({ name }) => name === 'node-exporter');
    expect(service?.state).toBe('exited');
    expect(hub.snapshot().verdict.findings.map(({ id }) => id)).toContain('service-exited-node-exporter');
  });

  test('a service that a launch has switched off and removed is not missing', async () => {
    const before = await world.ports.readSettings();
    sampler.start();
    await seconds(1);
    world.ports.readSettings = async () => ({
      ...before,
      enabled: new Set<ServiceName>(['vmagent', 'weir']),
    });
    world.containers = [container('vmagent'), container('weir')];
    world.emit({ type: 'service', service: 'node-exporter', action: 'destroy' });
    await seconds(0.2);
    const { services, verdict } = hub.snapshot();
    expect(services.find(({ name }) => name === 'node-exporter')).toMatchObject({
      enabled: false,
      state: 'absent',
    });
    expect(verdict.findings.map(({ id }) => id)).not.toContain('service-missing-node-exporter');
  });

  test('a vmagent that is killed while nobody looks ends the green light at once', async () => {
    sampler.start();
    await seconds(16);
    world.metrics = vmagentMetrics({ delivered: 101 });
    await seconds(16);
    expect(hub.snapshot().delivery.state).toBe('delivering');
    world.metrics = null;
    world.containers = [container('vmagent', { state: 'exited', exitCode: 137 }), container('node-exporter')];
    world.emit({ type: 'service', service: 'vmagent', action: 'die' });
    await seconds(0.2);
    expect(hub.snapshot()).toMatchObject({ delivery: { state: 'unknown' }, verdict: { state: 'down' } });
  });

  test('a clock that is set does not make old news fresh', async () => {
    sampler.start();
    await seconds(16);
    world.metrics = vmagentMetrics({ delivered: 101 });
    await seconds(16);
    expect(hub.snapshot().delivery.state).toBe('delivering');
    world.ports.now = () => Date.now() - 7_200_000;
    await seconds(16);
    expect(hub.snapshot().delivery.state).toBe('starting');
  });

  test('a clock that is set makes no finding older, and the destination’s clock is asked for anew', async () => {
    world.containers = [container('vmagent'), container('node-exporter', { state: 'exited' })];
    world.ports.readClockAhead = async () => Date.now() - world.ports.now();
    world.ports.now = () => Date.now() - 7_200_000;
    sampler.start();
    await seconds(60);
    const since = () =>
      hub.snapshot().verdict.findings.find(({ id }) => id === 'service-exited-node-exporter');
    expect(since()?.sinceMs).toBe(START_MS - 7_200_000);
    world.ports.readClockAhead = async () => 3_600_000;
    world.ports.now = () => Date.now();
    await seconds(16);
    expect(since()?.sinceMs).toBe(START_MS);
    expect(hub.snapshot().verdict.findings.map(({ id }) => id)).toContain('clock-skew');
  });

  test('a clock that is set back does not keep the machine and the engine from being looked at', async () => {
    sampler.start();
    await seconds(61);
    const before = { ...world.asked };
    world.ports.now = () => Date.now() - 86_400_000;
    await seconds(120);
    for (const name of ['readHost', 'listContainers', 'readStats'])
      expect(world.asked[name], name).toBeGreaterThan((before[name] ?? 0) + 1);
  });

  test('a killed container shows even while vmagent hangs', async () => {
    sampler.start();
    await seconds(1);
    hub.subscribe(() => undefined);
    world.ports.readMetrics = () => new Promise(() => undefined);
    await seconds(5);
    world.containers = [container('vmagent', { state: 'exited', exitCode: 137 })];
    world.emit({ type: 'service', service: 'vmagent', action: 'die' });
    await seconds(0.2);
    expect(hub.snapshot().services.find(({ name }) => name === 'vmagent')?.state).toBe('exited');
  });

  test('an engine that does not answer is asked less and less often, and is back when it is', async () => {
    world.containers = null;
    sampler.start();
    hub.subscribe(() => undefined);
    await seconds(120);
    expect(world.asked.engineInfo).toBeLessThan(16);
    expect(hub.snapshot().engine).toMatchObject({ state: 'unreachable', message: 'ENOENT' });
    world.containers = [container('vmagent')];
    world.emit({ type: 'connected' });
    await seconds(0.2);
    expect(hub.snapshot().engine.state).toBe('up');
  });

  test('a loss shows within one idle interval', async () => {
    sampler.start();
    await seconds(16);
    world.metrics = vmagentMetrics({ rejectedBlocks: 3, refused: new Map([[400, 3]]) });
    await seconds(15);
    expect(hub.snapshot().verdict.state).toBe('losing');
    expect(hub.snapshot().delivery).toMatchObject({ state: 'losing', failure: { kind: 'rejected' } });
  });

  test('what was open before the panel’s restart keeps its beginning, what comes later has its own', async () => {
    const id = 'service-exited-node-exporter';
    const sinceMs = () => hub.snapshot().verdict.findings.find((finding) => finding.id === id)?.sinceMs;
    const stop = () => {
      world.containers = [container('vmagent'), container('node-exporter', { state: 'exited', exitCode: 1 })];
      world.emit({ type: 'service', service: 'node-exporter', action: 'die' });
    };
    sampler.resume([{ id, sinceMs: START_MS - 3_600_000 }], START_MS + 60_000);
    sampler.start();
    await seconds(30);
    stop();
    await seconds(60);
    expect(sinceMs()).toBe(START_MS - 3_600_000);
    world.containers = [container('vmagent'), container('node-exporter')];
    world.emit({ type: 'connected' });
    await seconds(1);
    expect(sinceMs()).toBeUndefined();
    stop();
    await seconds(1);
    expect(sinceMs()).toBeGreaterThan(START_MS);
  });

  const answerLate = async () => {
    throw new AppError('timeout', 'No full answer within 2 s.');
  };

  test('a single late answer does not make vmagent down, a second one does', async () => {
    sampler.start();
    await seconds(1);
    world.ports.readMetrics = answerLate;
    await seconds(15);
    expect(hub.snapshot().vmagent.state).toBe('up');
    await seconds(15);
    expect(hub.snapshot().vmagent.state).toBe('down');
  });

  test('nor does the very first one: nothing is known until an answer, or a second late one', async () => {
    const { readMetrics } = world.ports;
    world.ports.readMetrics = answerLate;
    sampler.start();
    await seconds(1);
    await hub.refresh('services');
    expect(hub.snapshot().verdict).toMatchObject({ state: 'unknown', findings: [] });
    world.ports.readMetrics = readMetrics;
    await seconds(15);
    expect(hub.snapshot().vmagent.state).toBe('up');
  });
});

test('patches hold only what changed, and the heart still beats', async () => {
  world.targets = [target()];
  sampler.start();
  await seconds(3);
  const patches: PatchEvent[] = [];
  hub.subscribe((patch) => patches.push(patch));
  await seconds(20);
  const quiet = patches.at(-1);
  expect(Object.keys(quiet ?? {})).toEqual(['atMs']);
  world.metrics = vmagentMetrics({ delivered: 101 });
  await seconds(3);
  const keys = new Set(patches.slice(-2).flatMap((patch) => Object.keys(patch)));
  expect(keys).toContain('delivery');
  expect(keys).not.toContain('targets');
  expect(keys).not.toContain('engine');
});
