import 'server-only';
import type { Job, JobStarted } from '@/lib/schemas/job';
import { onJob } from './jobs';

/**
 * Starts a job and waits for its end.
 * @param onChange told of each change, the last one included
 * @returns the job when it has ended, well or not
 * @throws AppError of `start`
 */
export function followJob(
  start: () => JobStarted | Promise<JobStarted>,
  onChange: (job: Job) => void,
): Promise<Job> {
  return new Promise((resolve, reject) => {
    const stop = onJob((job) => {
      onChange(job);
      if (job.state === 'running') return;
      stop();
      resolve(job);
    });
    Promise.resolve()
      .then(start)
      .catch((error: unknown) => {
        stop();
        reject(error);
      });
  });
}
