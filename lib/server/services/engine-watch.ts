import 'server-only';
import { setTimeout as sleep } from 'node:timers/promises';
import { engineAnswers } from '../docker/engine';
import { AppError, asAppError } from '../errors';
import { type JobContext, type JobPlan, startJob } from '../jobs/jobs';

const EVERY_MS = 2000;
/** An engine on a busy Pi may be slow once. */
const MISSES = 3;

/**
 * Starts a job that needs the engine all the time. When the engine goes away the job ends within seconds and says
 * so: each step by itself would blame the service that it looks at, which the engine has taken down.
 * @throws AppError as `startJob`
 */
export function startEngineJob(plan: JobPlan, run: (ctx: JobContext) => Promise<string>) {
  return startJob(plan, (ctx) => watched(plan.title, ctx, run));
}

async function watched(title: string, ctx: JobContext, run: (ctx: JobContext) => Promise<string>) {
  const over = new AbortController();
  const signal = AbortSignal.any([ctx.signal, over.signal]);
  const step: JobContext['step'] = async (id, act) => {
    // What hung on the engine may go on when the engine is back; the job has ended then.
    signal.throwIfAborted();
    return ctx.step(id, act);
  };
  try {
    return await Promise.race([run({ ...ctx, signal, step }), untilSilent(over.signal)]);
  } catch (error) {
    throw await withCause(title, asAppError(error));
  } finally {
    over.abort();
  }
}

async function untilSilent(signal: AbortSignal): Promise<never> {
  for (let misses = 0; misses < MISSES; ) {
    await sleep(EVERY_MS, undefined, { signal });
    misses = (await engineAnswers()) ? 0 : misses + 1;
  }
  throw new AppError('docker-unreachable', 'The Docker Engine does not answer.');
}

/** Reasons that have nothing to do with the engine, whatever happens to it just then. */
const OF_ITSELF = ['bad-request', 'invalid-stack', 'disk-full', 'docker-denied'];

async function withCause(title: string, error: AppError): Promise<AppError> {
  if (OF_ITSELF.includes(error.code)) return error;
  if (error.code !== 'docker-unreachable' && (await engineAnswers())) return error;
  return new AppError('docker-unreachable', `The Docker Engine stopped answering during “${title}”.`, {
    hint: 'On the Pi, sudo systemctl status docker says why, and sudo systemctl start docker starts it. Then do this again: what was done already is kept.',
    cause: error,
  });
}
