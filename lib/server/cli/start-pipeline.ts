import 'server-only';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Job } from '@/lib/schemas/job';
import { AppError } from '../errors';
import { followJob } from '../jobs/follow';
import { startPipeline } from '../services/pipeline-start';
import { wasSetUp } from '../services/setup-draft';
import { jobSayer } from './say-job';

const NEVER_SET_UP = 3;
/** A panel that has just started may be putting back a change that was cut short. */
const PATIENCE_MS = 90_000;
const PAUSE_MS = 2000;

/**
 * Starts all that was set up here and was not stopped on purpose, and waits until a sample is delivered.
 * Exit code 3 and nothing done where no pipeline was ever launched. @throws AppError
 */
export async function bringPipelineBack(say: (line: string) => void): Promise<number> {
  if (!(await wasSetUp())) return NEVER_SET_UP;
  const job = await startedInTurn(jobSayer(say));
  if (job.error !== null) {
    throw new AppError(job.error.code, job.error.message, { hint: job.error.hint ?? undefined });
  }
  say(job.outcome ?? 'The pipeline runs.');
  return 0;
}

async function startedInTurn(onChange: (job: Job) => void): Promise<Job> {
  for (const deadline = Date.now() + PATIENCE_MS; ; ) {
    try {
      return await followJob(startPipeline, onChange);
    } catch (error) {
      const isBusy = error instanceof AppError && error.code === 'job-running';
      if (!isBusy || Date.now() > deadline) throw error;
      await sleep(PAUSE_MS);
    }
  }
}
