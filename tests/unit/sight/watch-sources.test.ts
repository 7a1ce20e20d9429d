import { beforeEach, expect, test, vi } from 'vitest';
import { watchSources } from '@/lib/server/sight/watch-sources';

const world = vi.hoisted(() => ({
  /** What vmagent says at each look; the last one stays. */
  scrapes: [] as { atMs: number; state: string }[],
  looks: 0,
  nowMs: 0,
  containers: [] as { service: string; state: string; startedAtMs: number }[],
  /** Whether exporters answer at that time. */
  isAnswering: (_nowMs: number): boolean => true,
}));
vi.mock('node:timers/promises', () => ({
  setTimeout: async (ms: number) => {
    world.nowMs += ms;
  },
}));
vi.mock('@/lib/server/docker/containers', () => ({ listContainers: async () => world.containers }));
vi.mock('@/lib/server/sight/stack-settings', () => ({ createSettingsReader: () => async () => ({}) }));
vi.mock('@/lib/server/sight/exporter', () => ({
  readExporter: async () => {
    if (!world.isAnswering(world.nowMs)) throw new Error('no answer');
    return 'node_cpu_seconds_total 1\n';
  },
}));
vi.mock('@/lib/server/vmagent/client', () => ({
  readTargets: async () => {
    const { atMs, state } = world.scrapes[world.looks++] ?? world.scrapes.at(-1) ?? { atMs: 0, state: 'up' };
    return [{ job: 'node-exporter', state, lastScrapeAtMs: atMs, lastError: 'connection refused' }];
  },
}));

beforeEach(() => {
  world.looks = 0;
  world.nowMs = 0;
  world.containers = [];
  world.isAnswering = () => true;
  vi.spyOn(performance, 'now').mockImplementation(() => world.nowMs);
  vi.spyOn(Date, 'now').mockImplementation(() => world.nowMs);
});

const report = { detail: vi.fn(), progress: vi.fn() };
const watch = (source: 'pi' | 'containers' = 'pi') =>
  watchSources([source], 1000, report as never, new AbortController().signal);

test('an exporter that misses one scrape while it starts is not silent', async () => {
  world.scrapes = [
    { atMs: 2000, state: 'down' },
    { atMs: 2000, state: 'down' },
    { atMs: 62_000, state: 'up' },
  ];
  expect(await watch()).toEqual({ given: [], silent: [], blind: [], missing: [], unknown: [] });
});

test('one that misses the next scrape too is silent, with the reason', async () => {
  world.scrapes = [
    { atMs: 2000, state: 'down' },
    { atMs: 62_000, state: 'down' },
  ];
  const missed = { service: 'node-exporter', atMs: 62_000, lastError: 'connection refused' };
  expect(await watch()).toEqual({ given: [], silent: [missed], blind: [], missing: [], unknown: [] });
});

test('nobody waits longer than four minutes for a second scrape', async () => {
  world.scrapes = [{ atMs: 2000, state: 'down' }];
  const { silent } = await watch();
  expect(silent).toHaveLength(1);
  expect(world.nowMs).toBeLessThan(250_000);
});

test('a scrape of an earlier pipeline says nothing of this one', async () => {
  world.scrapes = [{ atMs: 500, state: 'down' }];
  expect(await watch()).toEqual({ given: [], silent: [], blind: [], missing: [], unknown: [] });
});

test('cadvisor without containers is blind, also where it is not read just when that is sure', async () => {
  world.scrapes = [{ atMs: 2000, state: 'up' }];
  world.containers = [{ service: 'cadvisor', state: 'running', startedAtMs: 0 }];
  world.isAnswering = (nowMs) => nowMs < 160_000 || nowMs > 190_000;
  const { blind, unknown } = await watch('containers');
  expect(unknown).toEqual([]);
  expect(blind).toMatchObject([
    { source: 'containers', words: expect.stringContaining('cadvisor sees no container') },
  ]);
});
