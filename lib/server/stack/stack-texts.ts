import 'server-only';
import { revisionKey, type SealedTexts, sealTexts } from '../change/records/sealed-texts';
import { filesRevision, type Texts, writableFileIds } from '../change/records/texts';
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

/** A state that somebody read since the panel started, as far as it is still known. */
export const stateRead = (revision: string): SealedTexts | undefined => remembered().get(revision);

/** Newest last. */
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
