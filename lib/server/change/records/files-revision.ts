import 'server-only';
import { createHash } from 'node:crypto';
import { type Texts, writableFileIds } from './texts';

const DIGITS = 16;

/**
 * Names the state of all files of the stack: the first 16 hex digits of SHA-256 over each file's name, length and
 * bytes. Equal names mean equal files.
 * @param compose text of docker-compose.yml, which counts too: a change to it changes what an edit would do
 */
export function filesRevision(texts: Texts, compose: string | null): string {
  const hash = createHash('sha256');
  const add = (id: string, text: string | null) => {
    const bytes = text === null ? null : Buffer.from(text);
    hash.update(`${id}\0${bytes === null ? 'none' : bytes.length}\0`);
    if (bytes !== null) hash.update(bytes);
  };
  add('compose', compose);
  for (const id of writableFileIds) add(id, texts.get(id) ?? null);
  return hash.digest('hex').slice(0, DIGITS);
}
