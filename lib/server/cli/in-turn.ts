import 'server-only';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Job } from '@/lib/schemas/job';
import { AppError } from '../errors';

/** A panel that has just started may be putting back a change that was cut short. */
const PATIENCE_MS = 90_000;
const PAUSE_MS = 2000;

/**
 * Does a job as soon as the panel, which runs beside this program, is done with its own. What it finds busy, it has not
 * begun: also where it has the lock between two tries of the panel, and sees the journal of what is being put back.
 * @throws AppError of `attempt`; job-running when the panel does not come to an end
 */
export async function inTurn(attempt: () => Promise<Job>): Promise<Job> {
  for (const deadline = performance.now() + PATIENCE_MS; ; await sleep(PAUSE_MS)) {
    const isOver = performance.now() > deadline;
    try {
      const job = await attempt();
      if (job.error?.code !== 'job-running' || isOver) return job;
    } catch (error) {
      const isBusy = error instanceof AppError && error.code === 'job-running';
      if (!isBusy || isOver) throw error;
    }
  }
}
