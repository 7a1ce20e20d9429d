import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { followStops } from '@/lib/server/control/stay-stopped';
import { noteStopped, readStopped } from '@/lib/server/control/stopped';
import type { EngineEvent } from '@/lib/server/docker/events';
import { AppError } from '@/lib/server/errors';
import { lockFolder } from '@/lib/server/files/state/folder-lock';
import { currentTask, startTask } from '@/lib/server/tasks/tasks';
import { freshPanel } from '../../support/panel/route-call';

const START_MS = 1_000_000;
const engine = vi.hoisted(() => ({
  state: 'running',
  stops: [] as string[],
  startedAtMs: 0 as number | null,
  isStartedBefore: false as boolean | null,
  asked: 0,
}));
vi.mock('@/lib/server/docker/events', () => ({
  wasStartedBefore: async () => {
    engine.asked += 1;
    return engine.isStartedBefore;
  },
}));
vi.mock('@/lib/server/docker/containers', () => ({
  listContainers: async () => {
    engine.asked += 1;
    return ['vmagent', 'cadvisor'].map((service) => ({
      service,
      state: service === 'cadvisor' ? engine.state : 'running',
      startedAtMs: engine.startedAtMs,
    }));
  },
  stopService: async (name: string) => {
    engine.stops.push(name);
    // A container takes its time to end.
    await sleep(200);
    engine.state = 'exited';
  },
}));

let panel: ReturnType<typeof freshPanel>;
beforeEach(() => {
  panel = freshPanel();
  const fresh = { state: 'running', stops: [], startedAtMs: START_MS, isStartedBefore: false, asked: 0 };
  Object.assign(engine, fresh);
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  panel.remove();
});

const event = (action: string): EngineEvent => ({
  type: 'service',
  service: 'cadvisor',
  action,
  containerId: 'a1',
  atMs: 0,
  exitCode: null,
});

test('what the engine started with everything else is stopped again once, however many events tell of it', async () => {
  await noteStopped('cadvisor', true);
  followStops({ type: 'connected' });
  for (let i = 0; i < 5; i++) followStops(event('start'));
  await vi.waitFor(() => expect(engine.stops).toEqual(['cadvisor']), { timeout: 30_000 });
  // Longer than one that is busy waits for its turn.
  await sleep(2500);
  expect(engine.stops).toEqual(['cadvisor']);
  expect(await readStopped()).toEqual(['cadvisor']);
});

test('a stack that a person starts whole, the panel with it, is no start of the engine', async () => {
  engine.isStartedBefore = true;
  await noteStopped('cadvisor', true);
  followStops({ type: 'connected' });
  await vi.waitFor(async () => expect(await readStopped()).toEqual([]), { timeout: 30_000 });
  expect(engine.stops).toEqual([]);
});

test.each([
  ['what the engine does not tell the past of in time', { isStartedBefore: null }, 2],
  ['what the engine does not tell the start of', { startedAtMs: null }, 1],
])('%s runs on, and stays noted', async (_what, answers, questions) => {
  Object.assign(engine, answers);
  await noteStopped('cadvisor', true);
  followStops({ type: 'connected' });
  await vi.waitFor(() => expect(engine.asked).toBe(questions), { timeout: 30_000 });
  // Time for a stop or a note, if one were made.
  await sleep(500);
  expect(engine.stops).toEqual([]);
  expect(await readStopped()).toEqual(['cadvisor']);
});

test('what a failed job stopped on its way is not kept stopped, and what its owner stopped is', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  engine.state = 'exited';
  let end = () => {};
  const spec = { kind: 'apply', title: 'Apply', service: null, steps: [] } as const;
  startTask(
    { ...spec, steps: [] },
    () =>
      new Promise((_, reject) => {
        end = () => reject(new Error('the engine refused it'));
      }),
  );
  followStops(event('stop'));
  end();
  await vi.advanceTimersByTimeAsync(6000);
  // Time for a note, if one were made.
  await sleep(500);
  expect(await readStopped()).toEqual([]);

  followStops(event('stop'));
  await vi.advanceTimersByTimeAsync(6000);
  vi.useRealTimers();
  await vi.waitFor(async () => expect(await readStopped()).toEqual(['cadvisor']), { timeout: 30_000 });
});

test.each([
  ['before', ['kill', 'die', 'stop']],
  ['after', ['kill', 'stop', 'die']],
])('what its owner stopped is noted where the engine tells its end %s its stop', async (_, actions) => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  engine.state = 'exited';
  for (const action of ['stop', 'start', ...actions]) followStops(event(action));
  await vi.advanceTimersByTimeAsync(6000);
  vi.useRealTimers();
  await vi.waitFor(async () => expect(await readStopped()).toEqual(['cadvisor']), { timeout: 30_000 });
});

test.each([
  ['back', -86_400_000],
  ['forward', 86_400_000],
])(
  'an engine that comes back after the clock was set %s is told from a person, too',
  async (_way, stepMs) => {
    await noteStopped('cadvisor', true);
    followStops({ type: 'lost', error: new AppError('docker-unreachable', 'away') });
    const { now } = Date;
    vi.spyOn(Date, 'now').mockImplementation(() => now() + stepMs);
    engine.startedAtMs = Date.now();
    followStops({ type: 'connected' });
    await vi.waitFor(() => expect(engine.stops).toEqual(['cadvisor']), { timeout: 30_000 });
    await vi.waitFor(() => expect(currentTask()).toBeNull(), { timeout: 30_000 });
    expect(await readStopped()).toEqual(['cadvisor']);
  },
);

test('what runs since before the engine was lost was started by a person', async () => {
  await noteStopped('cadvisor', true);
  engine.startedAtMs = Date.now() - 60_000;
  followStops({ type: 'lost', error: new AppError('docker-unreachable', 'away') });
  followStops({ type: 'connected' });
  await vi.waitFor(async () => expect(await readStopped()).toEqual([]), { timeout: 30_000 });
  expect(engine.stops).toEqual([]);
});

test('what compose/up stops on its way is not kept stopped', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  engine.state = 'exited';
  // As the program beside the panel has it.
  const release = lockFolder('stack');
  followStops(event('stop'));
  release?.();
  await vi.advanceTimersByTimeAsync(6000);
  await sleep(500);
  expect(await readStopped()).toEqual([]);
});
