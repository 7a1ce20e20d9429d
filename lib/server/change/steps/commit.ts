import 'server-only';
import type { Revision } from '@/lib/schemas/revision';
import { AppError } from '../../errors';
import { stackFile } from '../../files/stack-files';
import { lockFolder } from '../../files/state/folder-lock';
import { logger } from '../../logger';
import { removeAnswers } from '../../setup/answers/setup-answers';
import { readStackTexts, type StackTexts, sealStack } from '../../stack/stack-texts';
import { type Journal, readJournal, removeJournal, writeJournal } from '../records/journal';
import {
  commitRevision,
  dropStaged,
  newestRevision,
  nextRevisionId,
  pruneRevisions,
  type RevisionRecord,
  stageRevision,
} from '../records/revisions';
import { filesRevision, type Texts } from '../records/texts';
import type { Prepared } from './prepare';

export type Author = Pick<Revision, 'who' | 'title' | 'reason'>;

/**
 * Notes a change on the disk before it begins: what it will be in the history, and all that is needed to put it back.
 * @throws AppError disk-full, task-running; nothing has begun then
 */
export async function beginChange(author: Author, prepared: Prepared, isAdopted: boolean): Promise<Journal> {
  const { stack, before, after, touched, effects, wereStopped, wereAbsent } = prepared;
  const target = stateOf(after.texts, stack.compose);
  const record = await recordOf(author, target);
  const journal: Journal = {
    atMs: Date.now(),
    title: author.title,
    revisionId: record.id,
    revision: target.revision,
    files: changedFiles(prepared),
    states: [],
    touched,
    effects,
    isAdopted,
    isLaunch: prepared.scope === 'launch',
    wereStopped: isAdopted ? [] : wereStopped.filter((service) => before.model.enabled.has(service)),
    wereAbsent: isAdopted
      ? []
      : wereAbsent.filter((service) => effects.some((effect) => effect.service === service)),
  };
  await assertNoJournal();
  try {
    await stageRevision(record);
    await writeJournal(journal);
  } catch (error) {
    await dropChange();
    throw error;
  }
  return journal;
}

/**
 * Nothing may write over what an unfinished change needs to be put back, whichever process began it.
 * @throws AppError task-running
 */
export async function assertNoJournal(): Promise<void> {
  const journal = await readJournal();
  if (journal === null) return;
  // The change is somebody else's: how to end it is not for who comes second.
  const release = lockFolder('panel');
  release?.();
  throw new AppError('task-running', `An earlier change is not finished yet: “${journal.title}”.`, {
    hint:
      release === null
        ? 'The panel brings it to an end by itself. Try again in a moment.'
        : 'Start the panel with compose/up: it brings that change to an end. Try again then.',
  });
}

/** From here on the change counts, whatever happens. */
export async function commitChange(journal: Journal): Promise<void> {
  await commitRevision(journal.revisionId);
  await endCommitted(journal);
  await pruneRevisions().catch((error: unknown) => {
    logger().warn({ err: error }, 'old revisions could not be removed');
  });
}

/** Forgets what only a change that had not ended needed. */
export async function endCommitted({ isLaunch }: Journal): Promise<void> {
  if (isLaunch) await removeAnswers();
  await removeJournal();
}

/** As if it had never begun. The files and services are as they were. */
export async function dropChange(): Promise<void> {
  await removeJournal();
  await dropStaged();
}

/** Puts the present files into the history, unless the newest entry says the same. */
export async function recordPresent(author: Author): Promise<void> {
  const stack = await readStackTexts();
  if ((await newestRevision())?.revision === stack.revision) return;
  const record = await recordOf(author, stack);
  await stageRevision(record);
  await commitRevision(record.id);
  await pruneRevisions();
}

/** The files that a change writes, as they are and as they will be. */
export function changedFiles({ stack, after, changed }: Prepared): Journal['files'] {
  return changed.map((id) => ({
    id,
    before: stack.texts.get(id) ?? null,
    after: after.texts.get(id) ?? null,
  }));
}

function stateOf(texts: Texts, compose: string | null): StackTexts {
  return { texts, compose, revision: filesRevision(texts, compose) };
}

async function recordOf(author: Author, stack: StackTexts): Promise<RevisionRecord> {
  const texts = await sealStack(stack);
  const earlier = (await newestRevision())?.texts ?? {};
  const ids = [...new Set([...Object.keys(earlier), ...Object.keys(texts)])];
  const files = ids
    .filter((id) => earlier[id] !== texts[id])
    .map((id) => stackFile(id as Parameters<typeof stackFile>[0]).relative);
  return {
    ...author,
    id: await nextRevisionId(),
    atMs: Date.now(),
    files,
    revision: stack.revision,
    texts: { ...texts },
  };
}
