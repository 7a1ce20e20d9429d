import 'server-only';
import { readStackTexts } from '../stack/stack-texts';
import { type Journal, writeJournal } from './records/journal';
import { nextRevisionId } from './records/revisions';
import { assertSeen } from './seen';
import { type Author, beginChange, dropChange } from './steps/commit';
import { isLate, putFilesBack, writeFiles } from './steps/files';
import type { Prepared } from './steps/prepare';

type Files = Journal['files'];

/**
 * Begins a change: its journal is on the disk before the first byte of a file changes. Target lists of sources that are
 * new are left for `act`.
 * @throws AppError revision-conflict, disk-full, task-running or invalid-stack; the files are as they were then
 */
export async function writeChange(author: Author, prepared: Prepared, isAdopted: boolean): Promise<Journal> {
  await assertSeen(prepared.stack.revision, await readStackTexts());
  const journal = await beginChange(author, prepared, isAdopted);
  await writeOrUndo(
    journal,
    journal.files.filter((file) => !isLate(file)),
  );
  return journal;
}

/**
 * Writes files, all or none, also when the panel is killed meanwhile: the next start finds the journal and puts back
 * what was written. What comes of it for the services is not put back.
 * @throws AppError disk-full or invalid-stack; the files are as they were then
 */
export async function writeAllOrNone(title: string, files: Files): Promise<void> {
  if (files.length === 0) return;
  const journal: Journal = {
    atMs: Date.now(),
    title,
    revisionId: await nextRevisionId(),
    // No state of the files has this name: cut short, it is put back.
    revision: '',
    files,
    touched: [],
    effects: [],
    wereStopped: [],
    wereAbsent: [],
    isAdopted: false,
    isLaunch: false,
  };
  await writeJournal(journal);
  await writeOrUndo(journal, files);
  await dropChange();
}

async function writeOrUndo(journal: Journal, files: Files): Promise<void> {
  try {
    await writeFiles(files.map(({ id, after }) => ({ id, text: after })));
  } catch (error) {
    // Where that fails too, the journal stays: the next start puts them back.
    await putFilesBack(journal);
    await dropChange();
    throw error;
  }
}

/** @returns how many, in words */
export function writtenWords({ length }: Files): string {
  return length === 0 ? 'No file changes.' : `${length} ${length === 1 ? 'file' : 'files'} written.`;
}
