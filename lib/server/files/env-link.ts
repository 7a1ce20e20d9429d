import 'server-only';
import { readlink } from 'node:fs/promises';
import path from 'node:path';
import { LINKED_ENV, stackFile } from './stack-files';

/**
 * A stack file's own path. The link that `compose/up` puts in the place of `.env` is followed to its one place and no
 * further; every other link stays one, and is refused where the file is used.
 * @param root the stack folder
 * @param relative path inside it
 */
export async function placeOf(root: string, relative: string): Promise<string> {
  const file = path.join(root, relative);
  if (relative !== stackFile('env').relative) return file;
  const target = await readlink(file).catch(() => null);
  return target === LINKED_ENV ? path.join(root, LINKED_ENV) : file;
}
