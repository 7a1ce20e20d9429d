import 'server-only';
import { randomUUID } from 'node:crypto';
import { inOrder } from '@/lib/pipeline/components';
import type { LeftOutService, Task, TaskStep } from '@/lib/schemas/task';
import { AppError, asAppError } from '../errors';
import { logger } from '../logger';
import { singleton } from '../singleton';
import { endStep, waitingStep, whenAborted } from './step';
import { takeTurn } from './turn';

const KEPT_TASKS = 20;
/** Bytes of a pull come many times a second; viewers get at most four changes a second of them. */
const PROGRESS_INTERVAL_MS = 250;
/** A task that hangs must not keep every other one from running: no pull on a slow line takes longer. */
const LIMIT_MS = 2 * 60 * 60 * 1000;

export interface StepReport {
  /** One line on what is happening or what was found. Never a secret. */
  detail(text: string): void;
  /** Bytes, steps or seconds, done and expected. */
  progress(current: number, total: number, unit: 'bytes' | 'steps' | 'seconds'): void;
  /** From here on everything goes back to what was before. */
  putBack(why: string): void;
}

export interface TaskContext {
  /** Runs one of the announced steps; what it throws fails the step and the task. */
  step<T>(id: string, run: (report: StepReport) => Promise<T>): Promise<T>;
  skip(id: string, detail: string): void;
  /**
   * The last step: all is done, and somebody wants to know what comes of it. Other actions may run meanwhile; the next
   * one ends it.
   * @returns undefined when it was ended
   */
  watch<T>(id: string, run: (report: StepReport, signal: AbortSignal) => Promise<T>): Promise<T | undefined>;
  /** Notes that the task goes on without an optional part. */
  leaveOut(part: LeftOutService): void;
  /** Aborted when the task has run for two hours. */
  signal: AbortSignal;
}

export interface TaskSpec {
  kind: Task['kind'];
  title: string;
  /** Null for the whole stack. */
  service: string | null;
  steps: { id: string; label: string }[];
}

type Listener = (task: Task) => void;

function store() {
  return singleton('tasks', () => ({
    tasks: new Map<string, Task>(),
    runningId: null as string | null,
    listeners: new Set<Listener>(),
    /** Ends the step that only watches. */
    watching: null as AbortController | null,
  }));
}

/**
 * Starts a long action and returns at once; one runs at a time, other processes on the same stack counted.
 * @param run its result is the outcome that the viewer reads
 * @throws AppError task-running; internal when the folder takes no lock
 */
export function startTask(spec: TaskSpec, run: (ctx: TaskContext) => Promise<string>): Task {
  const { tasks } = store();
  const release = takeTurn(spec.title);
  const task: Task = {
    id: randomUUID(),
    kind: spec.kind,
    title: spec.title,
    service: spec.service,
    state: 'running',
    steps: spec.steps.map(waitingStep),
    startedAtMs: Date.now(),
    finishedAtMs: null,
    outcome: null,
    error: null,
  };
  store().watching?.abort();
  tasks.set(task.id, task);
  forgetOldTasks(tasks);
  store().runningId = task.id;
  publish(task);
  void perform(task, run, release);
  return structuredClone(task);
}

/** @throws AppError not-found: older ones are forgotten, and all when the panel restarts */
export function getTask(id: string): Task {
  const task = store().tasks.get(id);
  if (task === undefined) {
    throw new AppError('not-found', 'The panel does not know this action.', {
      hint: 'The panel was restarted since it began. The overview shows the present state.',
    });
  }
  return structuredClone(task);
}

/** The task that runs now, or null. */
export function currentTask(): Task | null {
  const { tasks, runningId } = store();
  const task = runningId === null ? undefined : tasks.get(runningId);
  return task === undefined ? null : structuredClone(task);
}

/** Calls back with a copy of the task at each change. @returns unsubscribe */
export function onTask(listener: Listener): () => void {
  store().listeners.add(listener);
  return () => store().listeners.delete(listener);
}

async function perform(
  task: Task,
  run: (ctx: TaskContext) => Promise<string>,
  release: () => void,
): Promise<void> {
  const limit = AbortSignal.timeout(LIMIT_MS);
  let isHeld = true;
  const giveBack = () => {
    if (!isHeld) return;
    isHeld = false;
    store().runningId = null;
    release();
  };
  try {
    task.outcome = await Promise.race([run(contextFor(task, limit, giveBack)), whenAborted(limit)]);
    task.state = 'succeeded';
  } catch (error) {
    const { code, message, hint, cause } = asAppError(error);
    task.state = 'failed';
    task.error = { code, message, hint: hint ?? null };
    const about = { taskId: task.id, kind: task.kind, service: task.service };
    if (code === 'given-up') logger().info(about, 'task given up');
    else logger().warn({ ...about, errorCode: code, err: cause }, 'task failed');
  }
  task.finishedAtMs = Date.now();
  for (const step of task.steps) if (step.state === 'running') endStep(step, 'failed');
  giveBack();
  publish(task);
}

function contextFor(task: Task, signal: AbortSignal, giveBack: () => void): TaskContext {
  const find = (id: string): TaskStep => {
    const step = task.steps.find((candidate) => candidate.id === id);
    if (step === undefined) throw new AppError('internal', `The task has no step ${id}.`);
    return step;
  };
  const context: TaskContext = {
    signal,
    async watch(id, run) {
      giveBack();
      const ended = new AbortController();
      store().watching = ended;
      return context.step(id, async (report) => {
        try {
          return await run(report, AbortSignal.any([signal, ended.signal]));
        } catch (error) {
          if (!ended.signal.aborted) throw error;
          report.detail('Another action began, so it was not waited for.');
          return undefined;
        } finally {
          if (store().watching === ended) store().watching = null;
        }
      });
    },
    async step(id, run) {
      const step = find(id);
      step.state = 'running';
      step.startedAtMs = Date.now();
      publish(task);
      try {
        const result = await run(reportFor(task, step));
        endStep(step, 'done');
        return result;
      } catch (error) {
        endStep(step, 'failed');
        throw error;
      } finally {
        publish(task);
      }
    },
    skip(id, detail) {
      const step = find(id);
      step.state = 'skipped';
      step.detail = detail;
      publish(task);
    },
    leaveOut(part) {
      task.leftOut = inOrder([...(task.leftOut ?? []), part], ({ service }) => service);
      publish(task);
    },
  };
  return context;
}

function reportFor(task: Task, step: TaskStep): StepReport {
  let publishedMs = Number.NEGATIVE_INFINITY;
  function detail(text: string): void {
    if (step.state !== 'running' || step.detail === text) return;
    step.detail = text;
    publish(task);
  }
  return {
    detail,
    putBack(why) {
      task.isPutBack = true;
      step.progress = null;
      detail(why);
    },
    progress(current, total, unit) {
      if (step.state !== 'running') return;
      step.progress = { current, total, unit };
      if (performance.now() - publishedMs < PROGRESS_INTERVAL_MS) return;
      publishedMs = performance.now();
      publish(task);
    },
  };
}

function publish(task: Task): void {
  for (const listener of store().listeners) {
    try {
      listener(structuredClone(task));
    } catch (error) {
      logger().error({ err: error }, 'a task listener failed');
    }
  }
}

function forgetOldTasks(tasks: Map<string, Task>): void {
  for (const id of tasks.keys()) {
    if (tasks.size <= KEPT_TASKS) return;
    tasks.delete(id);
  }
}
