import 'server-only';
import { AppError } from '../errors';
import { wasSetUp } from '../setup/answers/setup-answers';
import { startPipeline } from '../setup/pipeline-start';
import { followTask } from '../tasks/follow';
import { taskSayer } from './say-task';
import { whenFree } from './when-free';

const NEVER_SET_UP = 3;

/**
 * Starts all that was set up here and was not stopped on purpose, and waits until a sample is delivered.
 * Exit code 3 and nothing done where no pipeline was ever launched. @throws AppError
 */
export async function bringPipelineBack(say: (line: string) => void): Promise<number> {
  if (!(await wasSetUp())) return NEVER_SET_UP;
  const onChange = taskSayer(say);
  const task = await whenFree(() => followTask(startPipeline, onChange));
  if (task.error !== null) {
    throw new AppError(task.error.code, task.error.message, { hint: task.error.hint ?? undefined });
  }
  say(task.outcome ?? 'The pipeline runs.');
  return 0;
}
