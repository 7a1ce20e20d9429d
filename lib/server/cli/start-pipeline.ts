import 'server-only';
import { AppError } from '../errors';
import { followJob } from '../jobs/follow';
import { wasSetUp } from '../setup/answers/setup-draft';
import { startPipeline } from '../setup/pipeline-start';
import { jobSayer } from './say-job';
import { whenFree } from './when-free';

const NEVER_SET_UP = 3;

/**
 * Starts all that was set up here and was not stopped on purpose, and waits until a sample is delivered.
 * Exit code 3 and nothing done where no pipeline was ever launched. @throws AppError
 */
export async function bringPipelineBack(say: (line: string) => void): Promise<number> {
  if (!(await wasSetUp())) return NEVER_SET_UP;
  const onChange = jobSayer(say);
  const job = await whenFree(() => followJob(startPipeline, onChange));
  if (job.error !== null) {
    throw new AppError(job.error.code, job.error.message, { hint: job.error.hint ?? undefined });
  }
  say(job.outcome ?? 'The pipeline runs.');
  return 0;
}
