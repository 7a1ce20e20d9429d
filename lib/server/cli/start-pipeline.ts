import 'server-only';
import { wasSetUp } from '../setup/answers/setup-answers';
import { startPipeline } from '../setup/pipeline-start';
import { doTask } from './do-task';

const NEVER_SET_UP = 3;

/**
 * Starts all that was set up here and was not stopped on purpose, and waits until a sample is delivered.
 * Exit code 3 and nothing done where no pipeline was ever launched. @throws AppError
 */
export async function bringPipelineBack(say: (line: string) => void): Promise<number> {
  if (!(await wasSetUp())) return NEVER_SET_UP;
  await doTask(startPipeline, say);
  return 0;
}
