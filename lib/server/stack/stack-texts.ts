import 'server-only';
import type { FileDiff } from '@/lib/schemas/file-diff';
import { fileDiffs, type SealedTexts, sealTexts } from '../change/records/file-diffs';
import { filesRevision } from '../change/records/files-revision';
import { newestRevision, readRevision, revisionIds, revisionKey } from '../change/records/revisions';
import { type Texts, writableFileIds } from '../change/records/texts';
import { AppError } from '../errors';
import { readStackFile, readStackTemplate } from '../files/file-store';
import { singleton } from '../singleton';

const REMEMBERED = 20;

/** All files of the stack at one moment. */
export interface StackTexts {
  texts: Texts;
  /** docker-compose.yml, which the panel reads and never writes. */
  compose: string | null;
  /** Names this state; see `filesRevision`. */
  revision: string;
}

/** @throws AppError invalid-stack for a file that is a link, too large or not UTF-8 */
export async function readStackTexts(): Promise<StackTexts> {
  const texts: Texts = new Map(
    await Promise.all(writableFileIds.map(async (id) => [id, await readStackFile(id)] as const)),
  );
  const compose = await readStackFile('compose');
  const stack = { texts, compose, revision: filesRevision(texts, compose) };
  if (!remembered().has(stack.revision)) remember(stack.revision, await sealStack(stack));
  return stack;
}

/** The state with its secrets sealed, for comparing and showing. */
export async function sealStack({ texts, compose }: StackTexts): Promise<SealedTexts> {
  return sealTexts(await revisionKey(), texts, compose);
}

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
  const seen = remembered().get(revision) ?? (await savedState(revision)) ?? (await newestRevision())?.texts;
  return seen === undefined ? [] : fileDiffs(seen, await sealStack(stack));
}

async function savedState(revision: string): Promise<SealedTexts | undefined> {
  for (const id of (await revisionIds()).reverse()) {
    const record = await readRevision(id);
    if (record?.revision === revision) return record.texts;
  }
  return undefined;
}

/** States that somebody read since the panel started, newest last. */
function remembered(): Map<string, SealedTexts> {
  return singleton('states-read', () => new Map<string, SealedTexts>());
}

function remember(revision: string, texts: SealedTexts): void {
  const states = remembered();
  states.set(revision, texts);
  for (const oldest of states.keys()) {
    if (states.size <= REMEMBERED) return;
    states.delete(oldest);
  }
}

/** What ships in the place of each file for a first start. @throws AppError invalid-stack */
export async function readTemplates(): Promise<Texts> {
  return new Map(
    await Promise.all(writableFileIds.map(async (id) => [id, await readStackTemplate(id)] as const)),
  );
}

/** The files, with what ships in the place of those that are missing. */
export function withTemplates(texts: Texts, templates: Texts): Texts {
  return new Map(writableFileIds.map((id) => [id, texts.get(id) ?? templates.get(id) ?? null]));
}
