import 'server-only';
import type { WizardRestoreInput } from '@/lib/schemas/backup/restore';
import type { WizardState } from '@/lib/schemas/wizard';
import { withPasswordOf } from '../auth/owner-state';
import { forgetBackup, openedBackup } from '../backup/restore-holder';
import { restoredFiles } from '../backup/restored-files';
import { restoredStates, tellRestored } from '../backup/restored-states';
import { changedFileIds } from '../change/records/texts';
import { assertSettled } from '../change/state';
import { assertNoJournal } from '../change/steps/commit';
import { writeAllOrNone } from '../change/write';
import { env } from '../env';
import { AppError } from '../errors';
import { stateText } from '../files/state/state-store';
import type { Call } from '../http/call';
import { jsonIn } from '../json';
import { settingsIn } from '../sources/sources';
import { readStackTexts, readTemplates, withTemplates } from '../stack/stack-texts';
import { takeTurn } from '../tasks/turn';
import { ANSWERS, answersFrom, wasSetUp } from './answers/setup-answers';
import { readWizard } from './wizard';

/**
 * Writes what a backup holds into a Pi that was not set up yet, and takes it as the wizard's answers: the review and the
 * launch follow. The password becomes that of the backup, too.
 * @throws AppError not-found, invalid-stack, task-running, disk-full; already-claimed: a pipeline was set up here
 */
export async function restoreIntoWizard({ body }: Call<WizardRestoreInput>): Promise<WizardState> {
  const { manifest, files } = openedBackup(body.id);
  if (await wasSetUp())
    throw new AppError('already-claimed', 'A pipeline was set up here already.', {
      hint: 'Restore the backup under Settings → Backup.',
    });
  const states = await restoredStates(files);
  assertSettled();
  const release = takeTurn('Restore a backup');
  try {
    await assertNoJournal();
    const { texts: before } = await readStackTexts();
    const current = withTemplates(before, await readTemplates());
    const { cluster } = body;
    const edited = restoredFiles(manifest, files, { cluster, current, timeZone: env().timeZone });
    const changes = changedFileIds(before, edited.texts).map((id) => ({
      id,
      before: before.get(id) ?? null,
      after: edited.texts.get(id) ?? null,
    }));
    const owner = files.find(({ path }) => path === '.weir/auth.json');
    const texts = new Map(states.texts).set(ANSWERS, stateText(answersFrom(settingsIn(edited.texts))));
    if (owner) texts.set('auth', stateText(await withPasswordOf(jsonIn(owner.content.toString('utf8')))));
    await writeAllOrNone(edited.title, changes, texts);
    await tellRestored(states);
    forgetBackup();
  } finally {
    release();
  }
  return readWizard();
}
