import 'server-only';
import {
  closeSync,
  constants,
  fchownSync,
  fstatSync,
  ftruncateSync,
  lstatSync,
  mkdirSync,
  openSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import { fileError, notPlain } from './plain-file';

const { O_WRONLY, O_APPEND, O_CREAT, O_NOFOLLOW, O_NONBLOCK } = constants;

/**
 * Adds bytes to the end of a file of the panel's own state, all or none; a missing file is made, 0600. It does not
 * wait, so that it can be the last thing a process does, and it does not make the disk write at once: after a power
 * cut what was added in the last half minute may be gone or cut short.
 * @throws AppError disk-full or invalid-stack; the file is then as it was
 */
export function appendToFile(file: string, bytes: Uint8Array): void {
  const label = path.basename(file);
  let opened: number | null = null;
  try {
    mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
    opened = openSync(file, O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW | O_NONBLOCK, 0o600);
    const info = fstatSync(opened);
    if (!info.isFile()) throw notPlain(label);
    if (info.size === 0 && process.getuid?.() === 0) {
      // The panel in its container must be able to go on where one that root ran has ended.
      const { uid, gid } = lstatSync(path.dirname(file));
      fchownSync(opened, uid, gid);
    }
    writeAll(opened, bytes, info.size);
  } catch (error) {
    throw fileError(error, label);
  } finally {
    if (opened !== null) closeSync(opened);
  }
}

function writeAll(file: number, bytes: Uint8Array, sizeBefore: number): void {
  try {
    for (let done = 0; done < bytes.length; ) done += writeSync(file, bytes, done);
  } catch (error) {
    ftruncateSync(file, sizeBefore);
    throw error;
  }
}
