import 'server-only';
import { setTimeout as sleep } from 'node:timers/promises';
import { withEngine } from '../control/engine-watch';
import { engineInfo } from '../docker/engine';
import { AppError, asAppError } from '../errors';
import { lockFolder } from '../files/state/folder-lock';
import { logger } from '../logger';
import { readStackTexts } from '../stack/stack-texts';
import { startTask } from '../tasks/tasks';
import { until } from '../wait';
import { type Journal, readJournal } from './records/journal';
import { dropStaged, newestRevision, readRevision } from './records/revisions';
import { setUnsettled } from './state';
import { dropChange, endCommitted, recordPresent } from './steps/commit';
import { putFilesBack } from './steps/files';
import { OF_A_SERVICE, putBack } from './steps/put-back';
import { tidyUp } from './tidy-up';

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;
const TRIES = 3;
const OTHERS_PAUSE_MS = 1000;

/**
 * At the start of the panel, before anything else looks at the stack: a change that was cut short is put back, the
 * files at once and the services as soon as the engine answers, and what a killed panel left is removed. Only by the one
 * panel of the folder, and while no other program changes it: what that has begun is not cut short. Never throws: a
 * panel that cannot mend still says so.
 */
export async function recoverApply(): Promise<void> {
  try {
    const release = lockFolder('stack');
    if (release === null) return recoverLater();
    const tidied = tidyUp();
    try {
      await recover();
    } finally {
      await tidied;
      release();
    }
  } catch (error) {
    const { message } = asAppError(error);
    logger().error({ err: error }, 'a change that was cut short could not be read or put back');
    setUnsettled(`A change was cut short and cannot be put back: ${message}`);
  }
}

/** `compose/up` is at work: whatever it leaves is looked at when it has ended. */
async function recoverLater(): Promise<void> {
  setUnsettled('The pipeline is being changed by another program on this machine.');
  void (async () => {
    const release = await until(async () => lockFolder('stack'), { everyMs: OTHERS_PAUSE_MS });
    release?.();
    setUnsettled(null);
    await recoverApply();
  })().catch((error: unknown) => logger().error({ err: error }, 'the stack folder cannot be locked'));
}

async function recover(): Promise<void> {
  const journal = await readJournal();
  if (journal === null) {
    await dropStaged();
    return recordFound();
  }
  if ((await readRevision(journal.revisionId))?.revision === journal.revision) return endCommitted(journal);
  settleLater(journal);
  await putFilesBack(journal);
}

/** The history begins with what is there. */
async function recordFound(): Promise<void> {
  if ((await newestRevision()) !== null) return;
  const { texts } = await readStackTexts();
  if ((texts.get('env') ?? null) === null) return;
  await recordPresent({ who: 'panel', title: 'The files as they were found', reason: null });
}

/** Goes on trying until everything is as it was before the change. No other change begins meanwhile. */
export function settleLater(journal: Journal): void {
  setUnsettled(`“${journal.title}” was cut short and is being put back.`);
  void keepSettling(journal);
}

async function keepSettling(journal: Journal): Promise<void> {
  let refusals = 0;
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS)) {
    const failure = await settle(journal).then(() => null, asAppError);
    if (failure !== null && OF_A_SERVICE.includes(failure.code)) refusals += 1;
    const isGivenUp = refusals >= (journal.isAdopted ? 1 : TRIES);
    if (failure === null || (isGivenUp && (await giveUp(failure)))) {
      setUnsettled(null);
      return recordFound().catch((error: unknown) => logger().warn({ err: error }, 'no revision yet'));
    }
    const { code, message } = failure;
    const reason = code === 'docker-unreachable' ? 'the Docker Engine does not answer.' : message;
    setUnsettled(`“${journal.title}” was cut short and is not put back yet: ${reason}`);
    await sleep(pauseMs);
  }
}

/**
 * A service that does not run with the files as they are will not with the next try, and each try may stop one that
 * runs. Their owner decides: the page Changes shows what runs something else.
 */
async function giveUp(cause: AppError): Promise<boolean> {
  logger().error(
    { err: cause },
    'a change that was cut short: the files are back, not all services run with them',
  );
  return dropChange().then(
    () => true,
    () => false,
  );
}

/** As a task, so that nothing else acts on the services meanwhile. @throws AppError of what is not put back */
async function settle(journal: Journal): Promise<void> {
  const engine = await engineInfo();
  if (engine.state !== 'up') throw new AppError('docker-unreachable', 'The Docker Engine does not answer.');
  const title = `Put back: ${journal.title}`;
  const steps = [{ id: 'act', label: 'Put everything back' }];
  await new Promise<void>((resolve, reject) => {
    startTask({ kind: 'apply', title, service: null, steps }, (ctx) =>
      ctx.step('act', async (report) => {
        try {
          const part = { title, advice: 'The panel continues by itself then.', signal: ctx.signal };
          await withEngine(part, (signal) => putBack(journal, report, { isCutShort: true, signal }));
          resolve();
          return journal.isAdopted ? 'The services run the edited files.' : 'Everything is as it was before.';
        } catch (error) {
          reject(error);
          throw error;
        }
      }),
    );
  });
}
