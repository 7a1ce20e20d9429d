import 'server-only';
import { filesRevision } from '../apply/files-revision';
import { type Texts, writableFileIds } from '../apply/texts';
import { readStackFile, readStackTemplate } from '../stack/file-store';

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
  return { texts, compose, revision: filesRevision(texts, compose) };
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
