import 'server-only';
import type { ServiceName } from '@/lib/schemas/snapshot';
import { listContainers, type ServiceContainer, stopService } from '../docker/containers';
import { type EngineEvent, wasStartedBefore } from '../docker/events';
import { AppError } from '../errors';
import { lockFolder } from '../files/state/folder-lock';
import { logger } from '../logger';
import { singleton } from '../singleton';
import { followTask } from '../tasks/follow';
import { currentTask, type TaskContext } from '../tasks/tasks';
import { until } from '../wait';
import { startEngineTask } from './engine-watch';
import { noteStopped, readStopped } from './stopped';

/** A stop that is part of something larger (a restart, a replacement, an engine that ends) is followed by more. */
const SETTLE_MS = 5000;
const ENDS: ReadonlySet<string> = new Set(['kill', 'die', 'oom']);
/** An engine starts all containers of a stack within this time. */
const TOGETHER_MS = 60_000;
const BUSY_MS = 2000;
/** Two clocks are not read at the same time. */
const SLACK_MS = 1000;

interface Watch {
  pending: Map<ServiceName, NodeJS.Timeout>;
  /** Waiting to be stopped again, or just being it. */
  stopping: Set<ServiceName>;
  /** When the engine was lost; null before it ever was. Both by the steady clock: a Pi's own may be set. */
  lostMs: number | null;
  connectedMs: number;
}

const watch = () =>
  singleton(
    'stay-stopped',
    (): Watch => ({
      pending: new Map(),
      stopping: new Set(),
      lostMs: null,
      connectedMs: Number.NEGATIVE_INFINITY,
    }),
  );

/**
 * Follows what the engine tells of the stack's containers: what its owner stops by Docker's own commands stays stopped,
 * what anybody starts does not, and what the engine started with itself is stopped again. Never throws.
 */
export function followStops(event: EngineEvent): void {
  const { pending } = watch();
  if (event.type === 'service') {
    // How a container ends may be told before its stop or after it.
    if (ENDS.has(event.action)) return;
    clearTimeout(pending.get(event.service));
    pending.delete(event.service);
    // What a task stops on its way is not meant to stay so, also where the task fails and ends then.
    if (event.action === 'stop' && !isTaskRunning()) {
      pending.set(
        event.service,
        setTimeout(() => void kept(noteIfStopped(event.service)), SETTLE_MS),
      );
    }
    if (event.action === 'start') {
      // The last of those that the engine starts with itself may come after its first answer.
      const isEngines = performance.now() - watch().connectedMs < SETTLE_MS;
      void kept(isEngines ? stopAgain(watch().lostMs) : noteStopped(event.service, false));
    }
    return;
  }
  for (const timer of pending.values()) clearTimeout(timer);
  pending.clear();
  if (event.type === 'lost') {
    watch().lostMs = performance.now();
    return;
  }
  watch().connectedMs = performance.now();
  void kept(stopAgain(watch().lostMs));
}

/** Of this panel, or of compose/up beside it. */
function isTaskRunning(): boolean {
  if (currentTask() !== null) return true;
  try {
    const release = lockFolder('stack');
    release?.();
    return release === null;
  } catch {
    // A folder that takes no lock: nobody can take turns there.
    return false;
  }
}

function kept(work: Promise<void>): Promise<void> {
  return work.catch((error: unknown) =>
    logger().warn({ err: error }, 'what is to stay stopped could not be looked at'),
  );
}

async function noteIfStopped(name: ServiceName): Promise<void> {
  if (name === 'weir') return;
  const found = (await listContainers()).find(({ service }) => service === name);
  if (found?.state === 'exited') await noteStopped(name, true);
}

/**
 * After a start of the engine, which starts everything.
 * @param lostMs when this panel lost the engine; null: the panel is new, perhaps started together with the others
 */
async function stopAgain(lostMs: number | null): Promise<void> {
  const stopped = await readStopped();
  if (stopped.length === 0) return;
  const containers = await listContainers();
  for (const name of stopped) {
    const found = containers.find(({ service }) => service === name);
    if (found?.state !== 'running') continue;
    const isEngines = await cameWithEngine(found, containers, lostMs);
    // It runs on, and stays noted: the next start of the engine or of this panel asks again.
    if (isEngines === null) continue;
    if (isEngines) await stopInTurn(name);
    else await noteStopped(name, false);
  }
}

/** Whether the engine started it, and not a person; null: that cannot be told. */
async function cameWithEngine(
  { service, startedAtMs }: ServiceContainer,
  all: readonly ServiceContainer[],
  lostMs: number | null,
): Promise<boolean | null> {
  if (startedAtMs === null) return null;
  // How long it runs, and not when it began: the clock may have been set while the engine was away.
  if (lostMs !== null) return Date.now() - startedAtMs <= performance.now() - lostMs + SLACK_MS;
  const starts = all.flatMap((one) => (one.state === 'running' && one.startedAtMs ? [one.startedAtMs] : []));
  if (starts.length < 2 || startedAtMs - Math.min(...starts) >= TOGETHER_MS) return false;
  // A person may start all of them at once, with the panel.
  const wasBefore = await wasStartedBefore(service, startedAtMs);
  return wasBefore === null ? null : !wasBefore;
}

/** Once, however many events tell of it: several containers start together. */
async function stopInTurn(name: ServiceName): Promise<void> {
  const { stopping } = watch();
  if (stopping.has(name)) return;
  stopping.add(name);
  await stopAsTask(name).finally(() => stopping.delete(name));
}

/** As a task, which the timeline shows; after the one that runs, such as a change that is put back. */
async function stopAsTask(name: ServiceName): Promise<void> {
  const steps = [{ id: 'act', label: `Stop ${name}` }];
  const spec = { kind: 'stop', title: `Stop ${name} again`, service: name, steps } as const;
  const start = () => ({ taskId: startEngineTask(spec, (ctx) => stopOnce(ctx, name)).id });
  const isSettled = async () => {
    // Its owner may start it while this waits.
    if (!(await readStopped()).includes(name)) return true;
    return followTask(start, () => undefined).catch((error: unknown) => {
      if (!(error instanceof AppError) || error.code !== 'task-running') throw error;
      return false as const;
    });
  };
  await until(isSettled, { everyMs: BUSY_MS });
}

async function stopOnce(ctx: TaskContext, name: ServiceName): Promise<string> {
  await ctx.step('act', () => stopService(name));
  await noteStopped(name, true);
  return `The Docker Engine had started ${name} together with everything else. It was stopped on purpose before, so it is stopped again.`;
}
