import 'server-only';
import type { Job } from '@/lib/schemas/job';
import { AppError } from '../errors';
import { until } from '../wait';

/** A panel that has just started may be putting back a change that was cut short. */
const PATIENCE_MS = 90_000;
const PAUSE_MS = 2000;

/**
 * Does a job as soon as the panel, which runs beside this program, is done with its own. What it finds busy, it has not
 * begun: also where it has the lock between two tries of the panel, and sees the journal of what is being put back.
 * @throws AppError of `attempt`; job-running when the panel does not come to an end
 */
export async function whenFree(attempt: () => Promise<Job>): Promise<Job> {
  const tried = async () => {
    const job = await attempt().catch((error: unknown) => {
      if (!(error instanceof AppError) || error.code !== 'job-running') throw error;
      return null;
    });
    return job?.error?.code === 'job-running' ? null : job;
  };
  return (await until(tried, { everyMs: PAUSE_MS, atMostMs: PATIENCE_MS })) ?? attempt();
}
