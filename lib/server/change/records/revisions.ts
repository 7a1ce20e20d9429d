import 'server-only';
import { z } from 'zod';
import { KEPT_REVISIONS } from '@/lib/schemas/plain';
import { revisionSchema } from '@/lib/schemas/revision';
import {
  numberedStates,
  readState,
  removeState,
  renameState,
  writeState,
} from '../../files/state/state-store';

const FOLDER = 'revisions';
const DRAFT = 'revision-draft';

const recordSchema = revisionSchema.omit({ isCurrent: true }).extend({
  /** State of all files, as `filesRevision` names it. */
  revision: z.string(),
  /** File id to text, secrets sealed; a file that was not there is left out. */
  texts: z.record(z.string(), z.string()),
});
export type RevisionRecord = z.infer<typeof recordSchema>;

export function revisionIds(): Promise<number[]> {
  return numberedStates(FOLDER);
}

export function readRevision(id: number): Promise<RevisionRecord | null> {
  return readState(`${FOLDER}/${id}`, recordSchema);
}

export async function newestRevision(): Promise<RevisionRecord | null> {
  for (const id of (await revisionIds()).reverse()) {
    const record = await readRevision(id).catch(() => null);
    if (record !== null) return record;
  }
  return null;
}

export async function nextRevisionId(): Promise<number> {
  return ((await revisionIds()).at(-1) ?? 0) + 1;
}

/** Puts a revision on the disk where it does not count yet, so that `commitRevision` needs no disk space. */
export function stageRevision(record: RevisionRecord): Promise<void> {
  return writeState(DRAFT, record);
}

export function dropStaged(): Promise<void> {
  return removeState(DRAFT);
}

/** Makes what was staged a revision: one step. */
export function commitRevision(id: number): Promise<void> {
  return renameState(DRAFT, `${FOLDER}/${id}`);
}

/** Forgets the oldest ones. */
export async function pruneRevisions(): Promise<void> {
  const ids = await revisionIds();
  for (const old of ids.slice(0, Math.max(0, ids.length - KEPT_REVISIONS))) {
    await removeState(`${FOLDER}/${old}`);
  }
}
