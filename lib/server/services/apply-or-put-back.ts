import 'server-only';
import type { Journal } from '../apply/journal';
import { AppError, asAppError } from '../errors';
import type { StepReport } from '../jobs/jobs';
import { logger } from '../logger';
import { dropChange } from './apply-commit';
import { isOtherDestination, seeDelivery } from './apply-delivery';
import { putBack } from './apply-put-back';
import { settleLater } from './apply-recover';
import { readStackTexts } from './stack-texts';

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
    const delivery = await deliveryWords(journal, report);
    return new AppError(code, `${message} Everything is as it was before.${left}${delivery}`, options);
  } catch (error) {
    const why = asAppError(error).message;
    settleLater(journal);
    return new AppError(code, `${message} The earlier state is not back yet: ${why}`, options);
  }
}

/** Where the address or the credentials were put back too: whether they work, as far as can be seen soon. */
async function deliveryWords({ files, effects, wereStopped }: Journal, report: StepReport): Promise<string> {
  const env = files.find(({ id }) => id === 'env');
  const isUsed = effects.some(
    ({ kind, service }) => service === 'vmagent' && (kind === 'hot-secret' || kind === 'recreate'),
  );
  if (env === undefined || !isUsed || wereStopped.includes('vmagent')) return '';
  const of = (text: string | null) => new Map([['env' as const, text]]);
  if (!isOtherDestination(of(env.before), of(env.after))) return '';
  report.detail('The earlier destination is back. Waiting for it to take samples…');
  const { texts } = await readStackTexts();
  const { state, words } = await seeDelivery(texts, report);
  return state === 'delivered'
    ? ' The destination has taken samples again since.'
    : ` That the destination takes samples again could not be confirmed yet: ${words}`;
}
