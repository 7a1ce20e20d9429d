import 'server-only';
import { removeJournal, writeJournal } from '../../change/records/journal';
import { nextRevisionId } from '../../change/records/revisions';
import { putFilesBack, writeFiles } from '../../change/steps/files';
import type { PlannedFile } from './stack-plan';

/**
 * Writes the files of a launch, all or none, also when the panel is killed meanwhile: the next start finds the journal
 * and puts back what was written. What the launch makes of the services needs none: a launch that did not end is
 * launched again.
 * @throws AppError disk-full or invalid-stack; the files are as they were then
 */
export async function writeAllOrNone(title: string, changes: readonly PlannedFile[]): Promise<void> {
  if (changes.length === 0) return;
  const files = changes.map(({ id, before, text }) => ({ id, before, after: text }));
  await writeJournal({
    atMs: Date.now(),
    title,
    revisionId: await nextRevisionId(),
    // No state of the files has this name: cut short, it is put back.
    revision: '',
    files,
    touched: [],
    effects: [],
    wereStopped: [],
    isAdopted: false,
  });
  try {
    await writeFiles(changes);
  } catch (error) {
    // Where that fails too, the journal stays: the next start puts them back.
    await putFilesBack({ files });
    await removeJournal();
    throw error;
  }
  await removeJournal();
}
