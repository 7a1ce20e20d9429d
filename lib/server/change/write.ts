import 'server-only';
import { readStackTexts } from '../stack/stack-texts';
import { takeTurn } from '../tasks/turn';
import { type Journal, writeJournal } from './records/journal';
import { nextRevisionId } from './records/revisions';
import { assertSeen } from './seen';
import { type Author, assertNoJournal, beginChange, dropChange } from './steps/commit';
import { isLate, putFilesBack, writeFiles } from './steps/files';
import type { Prepared } from './steps/prepare';
import { writeStates } from './steps/states';

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

type StateTexts = ReadonlyMap<string, string>;
const NO_STATES: StateTexts = new Map();

/**
 * Writes files and states of the panel's own, all or none, also when the panel is killed meanwhile: the next start finds
 * the journal and puts back what was written. What comes of it for the services is not put back.
 * @param states texts by the names of the states
 * @throws AppError disk-full or invalid-stack; all are as they were then
 */
export async function writeAllOrNone(title: string, files: Files, states = NO_STATES): Promise<void> {
  if (files.length === 0 && states.size === 0) return;
  const journal: Journal = {
    atMs: Date.now(),
    title,
    revisionId: await nextRevisionId(),
    // No state of the files has this name: cut short, it is put back.
    revision: '',
    files,
    states: [],
    touched: [],
    effects: [],
    wereStopped: [],
    wereAbsent: [],
    isAdopted: false,
    isLaunch: false,
  };
  await writeJournal(journal);
  await writeOrUndo(journal, files, states);
  await dropChange();
}

/** The same for states alone, where files and services are as they should be. @throws AppError task-running, too */
export async function writeStatesAlone(title: string, states = NO_STATES): Promise<void> {
  const release = takeTurn(title);
  try {
    await assertNoJournal();
    await writeAllOrNone(title, [], states);
  } finally {
    release();
  }
}

async function writeOrUndo(journal: Journal, files: Files, states = NO_STATES): Promise<void> {
  try {
    await writeFiles(files.map(({ id, after }) => ({ id, text: after })));
    await writeStates(journal, states);
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
