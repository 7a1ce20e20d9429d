import 'server-only';
import { randomUUID } from 'node:crypto';
import type { Job, JobStep, LeftOutService } from '@/lib/schemas/job';
import { AppError, asAppError } from '../errors';
import { lockFolder } from '../files/state/folder-lock';
import { logger } from '../logger';
import { singleton } from '../singleton';

const KEPT_JOBS = 20;
/** Bytes of a pull come many times a second; viewers get at most four changes a second of them. */
const PROGRESS_INTERVAL_MS = 250;
/** A job that hangs must not keep every other one from running: no pull on a slow line takes longer. */
const LIMIT_MS = 2 * 60 * 60 * 1000;

export interface StepReport {
  /** One line on what is happening or what was found. Never a secret. */
  detail(text: string): void;
  /** Bytes, or steps, done and expected. */
  progress(current: number, total: number, unit: 'bytes' | 'steps'): void;
}

export interface JobContext {
  /** Runs one of the announced steps; what it throws fails the step and the job. */
  step<T>(id: string, run: (report: StepReport) => Promise<T>): Promise<T>;
  skip(id: string, detail: string): void;
  /** Notes that the job goes on without an optional part. */
  leaveOut(part: LeftOutService): void;
  /** Aborted when the job has run for two hours. */
  signal: AbortSignal;
}

export interface JobPlan {
  kind: Job['kind'];
  title: string;
  /** Null for the whole stack. */
  service: string | null;
  steps: { id: string; label: string }[];
}

type Listener = (job: Job) => void;

function store() {
  return singleton('jobs', () => ({
    jobs: new Map<string, Job>(),
    runningId: null as string | null,
    listeners: new Set<Listener>(),
  }));
}

/**
 * Starts a long action and returns at once; one runs at a time, other processes on the same stack counted.
 * @param run its result is the outcome that the viewer reads
 * @throws AppError job-running; internal when the folder takes no lock
 */
export function startJob(plan: JobPlan, run: (ctx: JobContext) => Promise<string>): Job {
  const { jobs, runningId } = store();
  const running = runningId === null ? undefined : jobs.get(runningId);
  if (running !== undefined) {
    throw new AppError('job-running', `Another action is running: ${running.title}.`, {
      hint: 'Wait until it has ended, then try again.',
    });
  }
  const release = lockFolder('stack');
  if (release === null) {
    throw new AppError('job-running', 'The pipeline is being changed by another program on this machine.', {
      hint: 'The panel and compose/up take turns. Wait a minute, then try again.',
    });
  }
  const job: Job = {
    id: randomUUID(),
    kind: plan.kind,
    title: plan.title,
    service: plan.service,
    state: 'running',
    steps: plan.steps.map(waitingStep),
    startedAtMs: Date.now(),
    finishedAtMs: null,
    outcome: null,
    error: null,
  };
  jobs.set(job.id, job);
  forgetOldJobs(jobs);
  store().runningId = job.id;
  publish(job);
  void perform(job, run, release);
  return structuredClone(job);
}

/** @throws AppError not-found: older ones are forgotten, and all when the panel restarts */
export function getJob(id: string): Job {
  const job = store().jobs.get(id);
  if (job === undefined) {
    throw new AppError('not-found', 'The panel does not know this action.', {
      hint: 'The panel was restarted since it began. The overview shows the present state.',
    });
  }
  return structuredClone(job);
}

/** The job that runs now, or null. */
export function currentJob(): Job | null {
  const { jobs, runningId } = store();
  const job = runningId === null ? undefined : jobs.get(runningId);
  return job === undefined ? null : structuredClone(job);
}

/** Calls back with a copy of the job at each change. @returns unsubscribe */
export function onJob(listener: Listener): () => void {
  store().listeners.add(listener);
  return () => store().listeners.delete(listener);
}

async function perform(
  job: Job,
  run: (ctx: JobContext) => Promise<string>,
  release: () => void,
): Promise<void> {
  const limit = AbortSignal.timeout(LIMIT_MS);
  try {
    job.outcome = await Promise.race([run(contextFor(job, limit)), whenAborted(limit)]);
    job.state = 'succeeded';
  } catch (error) {
    const { code, message, hint, cause } = asAppError(error);
    job.state = 'failed';
    job.error = { code, message, hint: hint ?? null };
    logger().warn(
      { jobId: job.id, kind: job.kind, service: job.service, errorCode: code, err: cause },
      'job failed',
    );
  }
  job.finishedAtMs = Date.now();
  for (const step of job.steps) if (step.state === 'running') endStep(step, 'failed');
  store().runningId = null;
  release();
  publish(job);
}

function contextFor(job: Job, signal: AbortSignal): JobContext {
  const find = (id: string): JobStep => {
    const step = job.steps.find((candidate) => candidate.id === id);
    if (step === undefined) throw new AppError('internal', `The job has no step ${id}.`);
    return step;
  };
  return {
    signal,
    async step(id, run) {
      const step = find(id);
      step.state = 'running';
      step.startedAtMs = Date.now();
      publish(job);
      try {
        const result = await run(reportFor(job, step));
        endStep(step, 'done');
        return result;
      } catch (error) {
        endStep(step, 'failed');
        throw error;
      } finally {
        publish(job);
      }
    },
    skip(id, detail) {
      const step = find(id);
      step.state = 'skipped';
      step.detail = detail;
      publish(job);
    },
    leaveOut(part) {
      job.leftOut = [...(job.leftOut ?? []), part];
      publish(job);
    },
  };
}

function reportFor(job: Job, step: JobStep): StepReport {
  let publishedMs = Number.NEGATIVE_INFINITY;
  return {
    detail(text) {
      if (step.state !== 'running' || step.detail === text) return;
      step.detail = text;
      publish(job);
    },
    progress(current, total, unit) {
      if (step.state !== 'running') return;
      step.progress = { current, total, unit };
      if (performance.now() - publishedMs < PROGRESS_INTERVAL_MS) return;
      publishedMs = performance.now();
      publish(job);
    },
  };
}

function publish(job: Job): void {
  for (const listener of store().listeners) {
    try {
      listener(structuredClone(job));
    } catch (error) {
      logger().error({ err: error }, 'a job listener failed');
    }
  }
}

function waitingStep({ id, label }: { id: string; label: string }): JobStep {
  return { id, label, state: 'waiting', detail: null, progress: null, startedAtMs: null, finishedAtMs: null };
}

function endStep(step: JobStep, state: 'done' | 'failed'): void {
  step.state = state;
  step.finishedAtMs = Date.now();
}

function forgetOldJobs(jobs: Map<string, Job>): void {
  for (const id of jobs.keys()) {
    if (jobs.size <= KEPT_JOBS) return;
    jobs.delete(id);
  }
}

function whenAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () =>
      reject(new AppError('timeout', 'The action did not end within two hours, so it was given up.')),
    );
  });
}
