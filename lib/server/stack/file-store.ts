import 'server-only';
import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { chmod, chown, link, lstat, mkdir, open, readdir, realpath, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { env } from '../env';
import { logger } from '../logger';
import { singleton } from '../singleton';
import { fileError, notPlain, readPlainFile } from './plain-file';
import { type StackFileId, stackFile, type WritableStackFileId } from './stack-files';

const TEMP_PREFIX = '.weir-';

export interface StackFileChange {
  id: WritableStackFileId;
  text: string;
}

/**
 * The file's text, or null when there is none.
 * @throws AppError invalid-stack when it is a link, not a plain file, too large or not UTF-8
 */
export async function readStackFile(id: StackFileId): Promise<string | null> {
  const { relative } = stackFile(id);
  return readPlainFile(path.join(env().stackDir, relative), relative);
}

/** What ships beside the live file for a first start (`.env.example`, `config.example/…`), or null. */
export async function readStackTemplate(id: StackFileId): Promise<string | null> {
  const { template } = stackFile(id);
  return template === null ? null : readPlainFile(path.join(env().stackDir, template), template);
}

/**
 * Puts all files in place or none: every byte is on the disk under a temporary name before the first rename,
 * and a rename that fails brings the earlier files back.
 * @throws AppError disk-full or invalid-stack; the files are then as they were
 */
export async function writeStackFiles(changes: StackFileChange[]): Promise<void> {
  await inTurn(async () => {
    const root = await realpath(env().stackDir);
    const targets = changes.map(({ id, text }) => {
      const { relative, mode } = stackFile(id);
      return { file: path.join(root, relative), relative, mode, text };
    });
    for (const target of targets) await prepareFolder(root, target.file, target.relative);
    await replaceFiles(targets);
  });
}

/**
 * One file outside the fixed set, for the panel's own state.
 * @param file absolute path made by the panel itself, never from a request
 * @throws AppError disk-full; the file is then as it was
 */
export async function replaceFile(file: string, text: string, mode: number): Promise<void> {
  await inTurn(async () => {
    await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
    await replaceFiles([{ file, mode, text }]);
  });
}

/** Removes a file of the panel's own state; none there is fine. */
export async function removeFile(file: string): Promise<void> {
  await inTurn(async () => {
    await rm(file, { force: true });
    await syncFolder(path.dirname(file)).catch(() => undefined);
  });
}

interface Target {
  file: string;
  mode: number;
  text: string;
}
interface Staged extends Target {
  fresh: string;
  earlier: string | null;
}

/** Writers wait for each other: two changes at once would restore each other's bytes. */
function inTurn<T>(action: () => Promise<T>): Promise<T> {
  const queue = singleton('file-store', () => ({ tail: Promise.resolve() as Promise<unknown> }));
  const result = queue.tail.then(action);
  queue.tail = result.catch(() => undefined);
  return result;
}

async function replaceFiles(targets: Target[]): Promise<void> {
  const staged: Staged[] = [];
  const replaced: Staged[] = [];
  try {
    for (const target of targets) staged.push(await stage(target));
    for (const item of staged) {
      await rename(item.fresh, item.file);
      replaced.push(item);
    }
    for (const folder of new Set(staged.map((item) => path.dirname(item.file)))) await syncFolder(folder);
  } catch (error) {
    for (const item of replaced.reverse()) await restore(item);
    throw fileError(error, targets.map((target) => path.basename(target.file)).join(', '));
  } finally {
    for (const item of staged) {
      await rm(item.fresh, { force: true });
      if (item.earlier !== null) await rm(item.earlier, { force: true });
    }
  }
}

async function stage(target: Target): Promise<Staged> {
  const folder = path.dirname(target.file);
  await removeStaleTemps(folder);
  const owner = await ownerFor(target.file);
  const fresh = path.join(folder, `${TEMP_PREFIX}${randomBytes(6).toString('hex')}.tmp`);
  try {
    const handle = await open(fresh, 'wx', target.mode);
    try {
      await handle.chmod(target.mode);
      if (owner !== null) await handle.chown(owner.uid, owner.gid);
      await handle.writeFile(target.text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    return { ...target, fresh, earlier: await keepEarlier(target.file) };
  } catch (error) {
    await rm(fresh, { force: true });
    throw error;
  }
}

/** A second name for the file as it is: bringing it back needs no free disk space. */
async function keepEarlier(file: string): Promise<string | null> {
  const info = await lstat(file).catch(() => null);
  if (info === null) return null;
  if (!info.isFile()) throw notPlain(path.basename(file));
  const earlier = path.join(path.dirname(file), `${TEMP_PREFIX}${randomBytes(6).toString('hex')}.tmp`);
  await link(file, earlier);
  return earlier;
}

async function restore(item: Staged): Promise<void> {
  try {
    if (item.earlier === null) await rm(item.file, { force: true });
    else await rename(item.earlier, item.file);
    item.earlier = null;
    await syncFolder(path.dirname(item.file));
  } catch (error) {
    logger().error({ file: path.basename(item.file), err: error }, 'a file could not be put back');
  }
}

/** Root must not leave files behind that the containers' user cannot read: the folder's owner gets them. */
async function ownerFor(file: string): Promise<{ uid: number; gid: number } | null> {
  if (process.getuid?.() !== 0) return null;
  const info = await lstat(file).catch(() => lstat(path.dirname(file)));
  return { uid: info.uid, gid: info.gid };
}

async function prepareFolder(root: string, file: string, relative: string): Promise<void> {
  const folder = path.dirname(file);
  // A linked folder could lead anywhere on the machine; looked at before anything is made in it.
  for (let at = folder; at !== root; at = path.dirname(at)) {
    const info = await lstat(at).catch(() => null);
    if (info !== null && !info.isDirectory()) throw notPlain(path.dirname(relative));
  }
  const owner = await ownerFor(root);
  const made = await mkdir(folder, { recursive: true, mode: 0o755 });
  if (made !== undefined) {
    for (let at = folder; at.length >= made.length; at = path.dirname(at)) {
      await chmod(at, 0o755);
      if (owner !== null) await chown(at, owner.uid, owner.gid);
    }
  }
}

/** Left by a power cut between write and rename; they may hold a secret. */
async function removeStaleTemps(folder: string): Promise<void> {
  const minuteAgo = Date.now() - 60_000;
  for (const name of await readdir(folder)) {
    if (!name.startsWith(TEMP_PREFIX) || !name.endsWith('.tmp')) continue;
    const info = await lstat(path.join(folder, name)).catch(() => null);
    if (info !== null && info.ctimeMs < minuteAgo) await rm(path.join(folder, name), { force: true });
  }
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, constants.O_RDONLY | constants.O_DIRECTORY);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
