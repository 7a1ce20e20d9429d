import 'server-only';
import { randomBytes } from 'node:crypto';
import type { WritableStackFileId } from '../../files/stack-files';
import { readStateLine, writeStateLine } from '../../files/state/state-store';
import { seal } from './seal';
import { type Texts, writableFileIds } from './texts';

const KEY = 'revision-key';

/** Texts of files with the secrets sealed, by file id. */
export type SealedTexts = Readonly<Record<string, string>>;

export const sealedIds: readonly ('compose' | WritableStackFileId)[] = ['compose', ...writableFileIds];

/** For the digests of secrets; made with the first revision. */
export async function revisionKey(): Promise<string> {
  const known = await readStateLine(KEY);
  if (known !== null && known !== '') return known;
  const made = randomBytes(32).toString('hex');
  await writeStateLine(KEY, made);
  return made;
}

export function sealTexts(key: string, texts: Texts, compose: string | null): SealedTexts {
  const all = sealedIds.flatMap((id) => {
    const text = id === 'compose' ? compose : (texts.get(id) ?? null);
    return text === null ? [] : [[id, seal(key, id, text)]];
  });
  return Object.fromEntries(all);
}
