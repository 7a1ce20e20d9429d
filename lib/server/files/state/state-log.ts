import 'server-only';
import path from 'node:path';
import { env } from '../../env';
import { AppError } from '../../errors';
import { appendToFile } from '../disk/append-file';
import { readPlainBytes } from '../disk/plain-file';
import { removeFile, replaceFile } from '../file-store';
import { isStateFile } from './state-store';

/** Files of the panel's own state that grow at their end: `events.jsonl` is `.weir/events.jsonl`. */

/** @throws AppError invalid-stack when it is not a plain file or larger than 4 MB */
export async function readStateLog(name: string): Promise<Buffer | null> {
  return readPlainBytes(logFile(name), `.weir/${name}`);
}

/** Adds to its end, all or none, before it returns. @throws AppError disk-full; the file is then as it was */
export function appendStateLog(name: string, bytes: Uint8Array): void {
  appendToFile(logFile(name), bytes);
}

export async function replaceStateLog(name: string, bytes: Uint8Array): Promise<void> {
  await replaceFile(logFile(name), bytes, 0o600);
}

export async function removeStateLog(name: string): Promise<void> {
  await removeFile(logFile(name));
}

function logFile(name: string): string {
  if (!/(\.jsonl|\.bin)$/.test(name) || !isStateFile(name)) {
    throw new AppError('internal', `Not a log of the state: ${name}`);
  }
  return path.join(/* turbopackIgnore: true */ env().stateDir, name);
}
