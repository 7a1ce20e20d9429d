import 'server-only';
import { lstat, readdir } from 'node:fs/promises';
import path from 'node:path';
import { env } from '../env';
import { AppError } from '../errors';
import { readPlainFile } from './disk/plain-file';

/** Where vmagent has the folder. */
const INSIDE = '/etc/vmagent';
const FOLDER = 'config/vmagent';
const MAX_FILES = 100;
const MAX_CHARS = 4 * 1024 * 1024;

export interface ScrapeFile {
  /** Inside the stack folder. */
  relative: string;
  text: string;
}

/**
 * The files that `scrape_config_files` names, in vmagent's order; one that is missing is left out, as vmagent does.
 * @param names as they stand in the file, with variables filled in
 * @returns null where the panel cannot see what vmagent sees: another folder or machine, a link, too much
 */
export async function readScrapeFiles(names: readonly string[]): Promise<ScrapeFile[] | null> {
  const found: ScrapeFile[] = [];
  let chars = 0;
  for (const name of names) {
    const files = await filesOf(name).catch(() => null);
    if (files === null || found.length + files.length > MAX_FILES) return null;
    for (const relative of files) {
      const text = await readPlainFile(path.join(env().stackDir, relative), relative).catch(unseen);
      if (text === undefined) return null;
      chars += text?.length ?? 0;
      if (chars > MAX_CHARS) return null;
      if (text !== null) found.push({ relative, text });
    }
  }
  return found;
}

function unseen(error: unknown): undefined {
  if (!(error instanceof AppError)) throw error;
}

/** Paths inside the stack folder that a name or pattern stands for; null where it leads elsewhere. */
async function filesOf(name: string): Promise<string[] | null> {
  const inside = path.posix.relative(INSIDE, path.posix.resolve(INSIDE, name));
  // A set of characters or an escape is left to vmagent.
  if (/^[a-z]+:\/\//i.test(name) || inside.startsWith('..') || inside === '' || /[[\\\0]/.test(inside))
    return null;
  let paths = [''];
  const parts = inside.split('/');
  for (const [i, part] of parts.entries()) {
    const isLast = i === parts.length - 1;
    const next: string[] = [];
    // vmagent takes a name for a pattern where it has a `*`; then `?` means something too.
    const isPattern = name.includes('*') && /[*?]/.test(part);
    for (const folder of paths) next.push(...(await matching(folder, part, isPattern, isLast)));
    if (next.length > MAX_FILES) return null;
    paths = next;
  }
  return paths.map((file) => path.posix.join(FOLDER, file));
}

/** @throws Error for a folder that is a link: what vmagent finds there may be something else */
async function matching(
  folder: string,
  part: string,
  isPattern: boolean,
  isLast: boolean,
): Promise<string[]> {
  const here = path.join(env().stackDir, FOLDER, folder);
  const names = isPattern
    ? (await readdir(here)).filter((name) => matches(name, part)).sort((a, b) => (a < b ? -1 : 1))
    : [part];
  if (isLast) return names.map((name) => path.posix.join(folder, name));
  const folders: string[] = [];
  for (const name of names) {
    const info = await lstat(path.join(here, name)).catch(() => null);
    if (info?.isSymbolicLink()) throw new Error('a link');
    if (info?.isDirectory()) folders.push(path.posix.join(folder, name));
  }
  return folders;
}

/** `*` and `?` as in a shell, also for names that begin with a dot. Takes at most pattern times name steps. */
function matches(name: string, pattern: string): boolean {
  const [letters, wanted] = [[...name], [...pattern]];
  let [at, to, star, from] = [0, 0, -1, 0];
  while (at < letters.length) {
    if (wanted[to] === '*') [star, from, to] = [to, at, to + 1];
    else if (wanted[to] === '?' || wanted[to] === letters[at]) [at, to] = [at + 1, to + 1];
    else if (star !== -1) [from, at, to] = [from + 1, from + 1, star + 1];
    else return false;
  }
  return wanted.slice(to).every((letter) => letter === '*');
}
