import 'server-only';
import { withEngine } from '../control/engine-watch';
import { AppError, asAppError } from '../errors';
import { logger } from '../logger';
import { readStackTexts } from '../stack/stack-texts';
import type { StepReport } from '../tasks/tasks';
import type { Journal } from './records/journal';
import { settleLater } from './recover';
import { dropChange } from './steps/commit';
import { isOtherDestination, seeDelivery } from './steps/delivery';
import type { Prepared } from './steps/prepare';
import { leaveAsEdited, OF_A_SERVICE, putBack } from './steps/put-back';

/** A change whose first byte is written. */
export interface Begun {
  journal: Journal;
  prepared: Prepared;
  signal: AbortSignal;
}

const ADVICE = 'The panel puts the rest back by itself then; apply again after that.';

/**
 * What fails after the first byte was written ends with the state before it, verified. An edit by hand stays in the
 * files; the services go back to what they ran.
 * @param run gets a signal that also ends when the engine goes away
 */
export async function orPutBack<T>(
  begun: Begun,
  report: StepReport,
  run: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const { journal, prepared, signal } = begun;
  const part = { title: journal.title, advice: ADVICE, signal };
  try {
    return await withEngine(part, run);
  } catch (error) {
    const failure = asAppError(error);
    if (failure.code === 'given-up') report.putBack('Everything is put back…');
    else {
      logger().warn({ errorCode: failure.code, err: error }, 'a change failed and is put back');
      report.putBack('It failed. Everything is put back…');
    }
    const back = journal.isAdopted
      ? () => withEngine(part, (ended) => leaveAsEdited(journal, prepared, report, ended)).catch(notAllBack)
      : async () => {
          const edited = await withEngine(part, (ended) => putBack(journal, report, { signal: ended }));
          return editedWords(edited) + (await deliveryWords(journal, report));
        };
    throw await afterPuttingBack(journal, failure, back);
  }
}

async function afterPuttingBack(
  journal: Journal,
  { code, message, hint, cause }: AppError,
  back: () => Promise<string>,
): Promise<AppError> {
  const options = { ...(hint && { hint }), cause };
  try {
    return new AppError(code, `${message} ${await back()}`, options);
  } catch (error) {
    const why = asAppError(error);
    const failed = code === 'given-up' ? why.code : code;
    settleLater(journal);
    const files = journal.isAdopted
      ? 'The files stay as you edited them'
      : 'The files are as they were before';
    const words =
      why.code === 'docker-unreachable'
        ? `${files}; the services follow when the engine answers.`
        : `The earlier state is not back yet: ${why.message}`;
    return new AppError(failed, `${message} ${words}`, options);
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
    : ` It is not confirmed yet that the destination takes samples again: ${words}`;
}

/** The files are; what runs something else shows on the page Changes. @throws what a later try may mend */
async function notAllBack(error: unknown): Promise<string> {
  const { code, message } = asAppError(error);
  if (!OF_A_SERVICE.includes(code)) throw error;
  await dropChange();
  return `The files stay as you edited them. Not every service is back at what it ran before: ${message}`;
}

function editedWords(edited: string[]): string {
  const left = edited.length > 0 ? ` ${edited.join(', ')} was edited meanwhile and stays as it is.` : '';
  return `Everything is as it was before.${left}`;
}
