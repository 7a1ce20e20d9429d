import 'server-only';
import type { Task } from '@/lib/schemas/task';
import { AppError } from '../errors';
import { until } from '../wait';

/** A panel that has just started may be putting back a change that was cut short. */
const PATIENCE_MS = 90_000;
const PAUSE_MS = 2000;

/**
 * Does a task as soon as the panel, which runs beside this program, is done with its own. What it finds busy, it has not
 * begun: also where it has the lock between two tries of the panel, and sees the journal of what is being put back.
 * @throws AppError of `attempt`; task-running when the panel does not come to an end
 */
export async function whenFree(attempt: () => Promise<Task>): Promise<Task> {
  const tried = async () => {
    const task = await attempt().catch((error: unknown) => {
      if (!(error instanceof AppError) || error.code !== 'task-running') throw error;
      return null;
    });
    return task?.error?.code === 'task-running' ? null : task;
  };
  return (await until(tried, { everyMs: PAUSE_MS, atMostMs: PATIENCE_MS })) ?? attempt();
}
