import 'server-only';
import type { Journal } from '../apply/journal';
import { AppError, asAppError } from '../errors';
import type { StepReport } from '../jobs/jobs';
import { logger } from '../logger';
import { dropChange } from './apply-commit';
import { putBack } from './apply-put-back';
import { settleLater } from './apply-recover';

/** What fails after the first byte was written ends with the state before it, verified. */
export async function orPutBack<T>(
  journal: Journal,
  isAdopted: boolean,
  report: StepReport,
  run: () => Promise<T>,
): Promise<T> {
  try {
    return await run();
  } catch (error) {
    const { code, message, hint } = asAppError(error);
    logger().warn({ errorCode: code, err: error }, 'a change failed and is put back');
    if (isAdopted) {
      await dropChange();
      throw new AppError(code, `${message} The files stay as they are.`, {
        ...(hint && { hint }),
        cause: error,
      });
    }
    report.detail('It failed. Everything is put back…');
    throw await afterPuttingBack(journal, report, { code, message, hint, cause: error });
  }
}

async function afterPuttingBack(
  journal: Journal,
  report: StepReport,
  {
    code,
    message,
    hint,
    cause,
  }: { code: AppError['code']; message: string; hint: string | undefined; cause: unknown },
): Promise<AppError> {
  const options = { ...(hint && { hint }), cause };
  try {
    const edited = await putBack(journal, report);
    const left = edited.length > 0 ? ` ${edited.join(', ')} was edited meanwhile and stays as it is.` : '';
    return new AppError(code, `${message} Everything is as it was before.${left}`, options);
  } catch (error) {
    const why = asAppError(error).message;
    settleLater(journal);
    return new AppError(code, `${message} The earlier state is not back yet: ${why}`, options);
  }
}
