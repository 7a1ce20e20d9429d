import 'server-only';
import { lstat } from 'node:fs/promises';
import path from 'node:path';
import { env } from '../env';
import { readPlainFile } from './disk/plain-file';
import { replaceFile } from './file-store';

/** Beside prometheus.yml, whose job `weir` names it. No part of the settings: never in a revision or a difference. */
const FOLDER = 'config/vmagent';
const NAME = 'weir-token';
/**
 * Readable for all: vmagent's user is not the panel's, and has no right to read what it does not own. Whoever can sign
 * in to this machine reads no more with it than vmagent's open port tells them.
 */
const MODE = 0o644;

/** What vmagent shows when it scrapes the panel; null where there is none. @throws AppError invalid-stack */
export async function readMetricsToken(): Promise<string | null> {
  return (await readPlainFile(tokenFile(), `${FOLDER}/${NAME}`))?.trim() || null;
}

/** Saves the token, where the stack has a folder for it. @throws AppError disk-full or invalid-stack */
export async function writeMetricsToken(token: string): Promise<void> {
  const folder = await lstat(path.dirname(tokenFile())).catch(() => null);
  if (folder?.isDirectory()) await replaceFile(tokenFile(), `${token}\n`, MODE);
}

function tokenFile(): string {
  // Not a file of the build: the bundler must not look for it.
  return path.join(/* turbopackIgnore: true */ env().stackDir, FOLDER, NAME);
}
