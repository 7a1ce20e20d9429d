import 'server-only';
import type { FileDiff } from '@/lib/schemas/file-diff';
import { AppError } from '../errors';
import { type StackTexts, sealStack, stateRead } from '../stack/stack-texts';
import { fileDiffs } from './records/file-diffs';
import { newestRevision, readRevision, revisionIds } from './records/revisions';
import type { SealedTexts } from './records/sealed-texts';

/**
 * @param ifMatch the state that the reader saw, or `*`
 * @throws AppError revision-conflict with what has changed since, as far as the reader's state is still known
 */
export async function assertSeen(ifMatch: string, stack: StackTexts): Promise<void> {
  if (ifMatch === '*' || ifMatch === stack.revision) return;
  throw new AppError('revision-conflict', 'The files were changed since you read them.', {
    hint: 'Look at what has changed, then apply yours on top of it or drop yours.',
    files: await changedSince(ifMatch, stack),
  });
}

/** Against the newest saved state where the reader's own is no longer known. */
async function changedSince(revision: string, stack: StackTexts): Promise<FileDiff[]> {
  const seen = stateRead(revision) ?? (await savedState(revision)) ?? (await newestRevision())?.texts;
  return seen === undefined ? [] : fileDiffs(seen, await sealStack(stack));
}

async function savedState(revision: string): Promise<SealedTexts | undefined> {
  for (const id of (await revisionIds()).reverse()) {
    const record = await readRevision(id);
    if (record?.revision === revision) return record.texts;
  }
  return undefined;
}
