import 'server-only';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Journal, readJournal, removeJournal } from '../apply/journal';
import { dropDraft, newestRevision, readRevision } from '../apply/revisions';
import { engineInfo } from '../docker/engine';
import { asAppError } from '../errors';
import { startJob } from '../jobs/jobs';
import { logger } from '../logger';
import { recordPresent } from './apply-commit';
import { putFilesBack } from './apply-files';
import { putBack } from './apply-put-back';
import { setUnsettled } from './apply-state';
import { readStackTexts } from './stack-texts';

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;

/**
 * At the start of the panel, before anything else looks at the stack: a change that was cut short is put back, the
 * files at once and the services as soon as the engine answers. Never throws: a panel that cannot mend still says so.
 */
export async function recoverApply(): Promise<void> {
  try {
    const journal = await readJournal();
    if (journal === null) {
      await dropDraft();
      return await recordFound();
    }
    if ((await readRevision(journal.revisionId))?.revision === journal.revision) return await removeJournal();
    settleLater(journal);
    await putFilesBack(journal);
  } catch (error) {
    const { message } = asAppError(error);
    logger().error({ err: error }, 'a change that was cut short could not be read or put back');
    setUnsettled(`A change was cut short and cannot be put back: ${message}`);
  }
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
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS)) {
    const reason = await settle(journal).catch((error: unknown) => asAppError(error).message);
    if (reason === null) {
      setUnsettled(null);
      return recordFound().catch((error: unknown) => logger().warn({ err: error }, 'no history yet'));
    }
    setUnsettled(`“${journal.title}” was cut short and is not put back yet: ${reason}`);
    await sleep(pauseMs);
  }
}

/** As a job, so that nothing else acts on the services meanwhile. @returns why it did not work, or null */
async function settle(journal: Journal): Promise<string | null> {
  const engine = await engineInfo();
  if (engine.state !== 'up') return 'the Docker Engine does not answer.';
  return new Promise((resolve, reject) => {
    const title = `Put back: ${journal.title}`;
    const plan = {
      kind: 'apply',
      title,
      service: null,
      steps: [{ id: 'act', label: 'Put everything back' }],
    };
    startJob({ ...plan, kind: 'apply' }, (ctx) =>
      ctx.step('act', async (report) => {
        try {
          await putBack(journal, report, { isCutShort: true });
          resolve(null);
          return 'Everything is as it was before.';
        } catch (error) {
          reject(error);
          throw error;
        }
      }),
    );
  });
}
