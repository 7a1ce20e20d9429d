import 'server-only';
import type { z } from 'zod';
import type { Revision, RevisionDetail, restoreInputSchema } from '@/lib/schemas/revision';
import type { ChangePreview, ChangeStarted } from '@/lib/schemas/settings/settings';
import { AppError } from '../errors';
import { nameInFile } from '../files/secrets/spans';
import { stackFile } from '../files/stack-files';
import type { Call } from '../http/call';
import { authorOf, ifMatchOf } from '../http/change-call';
import { readStackTexts } from '../stack/stack-texts';
import { startApply } from './apply';
import { previewApply } from './preview';
import { fileDiffs } from './records/file-diffs';
import { type RevisionRecord, readRevision, revisionIds } from './records/revisions';
import { unseal } from './records/seal';
import { revisionKey } from './records/sealed-texts';
import { type Edited, type Texts, writableFileIds } from './records/texts';

/** Newest first. */
export async function listRevisions(): Promise<{ revisions: Revision[] }> {
  const { revision } = await readStackTexts();
  const revisions: Revision[] = [];
  for (const id of (await revisionIds()).reverse()) {
    // A damaged one must not hide the others.
    const record = await readRevision(id).catch(() => null);
    if (record !== null) revisions.push(shown(record, revision, revisions.length === 0));
  }
  return { revisions };
}

/** @throws AppError not-found, invalid-stack */
export async function describeRevision(id: number): Promise<RevisionDetail> {
  const record = await need(id);
  const ids = await revisionIds();
  const before = ids.filter((other) => other < id).at(-1);
  const earlier = before === undefined ? null : await readRevision(before);
  const { revision } = await readStackTexts();
  return {
    ...shown(record, revision, ids.at(-1) === id),
    changes: fileDiffs(earlier?.texts ?? {}, record.texts),
  };
}

/** What restoring it would do now. @throws AppError not-found, invalid-stack */
export async function previewRestore(id: number): Promise<ChangePreview> {
  const record = await need(id);
  return previewApply((current) => restored(record, current));
}

/** Brings the files and services back to a revision, as a change of its own. @throws as `startApply`, not-found */
export async function restoreRevision({
  params,
  body,
  request,
}: Call<z.infer<typeof restoreInputSchema>, unknown, { id: number }>): Promise<ChangeStarted> {
  const record = await need(params.id);
  return startApply({
    who: authorOf(request),
    reason: body.reason ?? null,
    waiting: body.waiting,
    ifMatch: ifMatchOf(request),
    edit: (current) => restored(record, current),
  });
}

/** The files of a revision with the secrets of now. Files that it did not have stay. */
export async function restored(
  record: RevisionRecord,
  current: Texts,
  title = titleOf(record),
): Promise<Edited> {
  const key = await revisionKey();
  const texts = new Map(current);
  const notes: string[] = [];
  for (const id of writableFileIds) {
    const sealed = record.texts[id];
    const now = current.get(id) ?? null;
    const { relative } = stackFile(id);
    if (sealed === undefined) {
      if (now !== null) notes.push(`${relative} was not there then; the present one stays.`);
      continue;
    }
    const { text, kept, lost } = unseal(key, id, sealed, now);
    for (const name of kept) {
      notes.push(
        `${nameInFile({ name })} in ${relative} was different then and is not kept; the present one stays.`,
      );
    }
    for (const name of lost)
      notes.push(`${nameInFile({ name })} in ${relative} is not kept and must be set anew.`);
    if (text !== null) texts.set(id, text);
  }
  return { texts, title, problems: [], notes };
}

/** Restoring a restored revision names its target once. */
function titleOf({ id, title }: RevisionRecord): string {
  return `Back to revision ${id}: ${title.replace(/^(?:Back to revision \d+: )+/, '')}`;
}

async function need(id: number): Promise<RevisionRecord> {
  const record = await readRevision(id);
  if (record !== null) return record;
  throw new AppError('not-found', `There is no revision ${id}.`, { hint: 'The oldest ones are deleted.' });
}

function shown(record: RevisionRecord, present: string, isNewest: boolean): Revision {
  const { id, atMs, who, title, reason, files } = record;
  return { id, atMs, who, title, reason, files, isCurrent: isNewest && record.revision === present };
}
