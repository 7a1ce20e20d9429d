import 'server-only';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { env } from '../../env';
import { AppError } from '../../errors';

/** SQLite's code for "another has the lock" (sqlite.org/rescode.html). */
const BUSY = 5;

/**
 * Takes a lock in the state folder. Whoever has the folder sees it, on the host or in any container, because it is the
 * kernel's lock on the file (fcntl(2)); it goes with its process however that ends, a kill and a power cut included.
 * Node offers such locks through SQLite alone: the file stays empty, nothing is ever read from it or written to it.
 * @param name `panel`: who is the panel of this folder; `stack`: who changes it at the moment
 * @returns gives it back; null when another process, or this one, has it
 * @throws AppError internal when the folder takes no lock at all
 */
export function lockFolder(name: 'panel' | 'stack'): (() => void) | null {
  const { stateDir } = env();
  const file = path.join(/* turbopackIgnore: true */ stateDir, `${name}.lock`);
  let database: DatabaseSync | undefined;
  try {
    mkdirSync(stateDir, { recursive: true, mode: 0o700 });
    database = new DatabaseSync(file);
    // No journal file beside it.
    database.exec('PRAGMA journal_mode = MEMORY');
    database.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    database?.close();
    if ((error as { errcode?: number }).errcode === BUSY) return null;
    throw new AppError('internal', `The panel cannot lock .weir/${name}.lock in the stack folder.`, {
      hint: 'See that .weir is a folder on this machine that the panel may write to, and start the panel again.',
      cause: error,
    });
  }
  return () => database.close();
}
