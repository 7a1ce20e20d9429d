import 'server-only';
import { setTimeout as sleep } from 'node:timers/promises';
import { engineAnswers, engineIsThere } from '../docker/engine';
import { AppError, asAppError } from '../errors';
import { startTask, type TaskContext, type TaskSpec } from '../tasks/tasks';

const EVERY_MS = 2000;
/** An engine on a busy Pi may be slow once. */
const MISSES = 3;

/**
 * Starts a task that needs the engine all the time. When the engine goes away the task ends within seconds and says
 * so: each step by itself would blame the service that it looks at, which the engine has taken down.
 * @throws AppError as `startTask`
 */
export function startEngineTask(spec: TaskSpec, run: (ctx: TaskContext) => Promise<string>) {
  const part = { title: spec.title, advice: 'Then do this again: what was done already is kept.' };
  return startTask(spec, (ctx) =>
    withEngine({ ...part, signal: ctx.signal }, (signal) => {
      const step: TaskContext['step'] = async (id, act) => {
        // What hung on the engine may go on when the engine is back; the task has ended then.
        signal.throwIfAborted();
        return ctx.step(id, act);
      };
      return run({ ...ctx, signal, step });
    }),
  );
}

interface Part {
  /** The task's title, for the message. */
  title: string;
  /** What to do when the engine runs again. */
  advice: string;
  signal: AbortSignal;
}

/**
 * The same for a part of a task, which does more when the engine has gone.
 * @param run gets a signal that also ends with the engine
 * @throws AppError docker-unreachable when the engine went away, else what `run` throws
 */
export async function withEngine<T>(
  { title, advice, signal }: Part,
  run: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const over = new AbortController();
  try {
    return await Promise.race([run(AbortSignal.any([signal, over.signal])), untilSilent(over.signal)]);
  } catch (error) {
    throw await withCause(title, advice, asAppError(error));
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

async function withCause(title: string, advice: string, error: AppError): Promise<AppError> {
  if (OF_ITSELF.includes(error.code)) return error;
  if (error.code !== 'docker-unreachable' && (await engineIsThere())) return error;
  return new AppError('docker-unreachable', `The Docker Engine stopped answering during “${title}”.`, {
    hint: `On the Pi, sudo systemctl status docker says why, and sudo systemctl start docker starts it. ${advice}`,
    cause: error,
  });
}
