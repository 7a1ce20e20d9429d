import 'server-only';
import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { link, lstat, open, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { logger } from '../../logger';
import { fileError, notPlain } from './plain-file';

const TEMP_PREFIX = '.weir-';

export interface Target {
  /** Absolute path. */
  file: string;
  mode: number;
  text: string | Uint8Array;
}
interface Staged extends Target {
  fresh: string;
  earlier: string | null;
}

/**
 * All files or none, by temporary names beside them: only the file store calls this, one call at a time.
 * @throws AppError disk-full, invalid-stack or internal; the files are then as they were
 */
export async function replaceFiles(targets: Target[]): Promise<void> {
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
export async function ownerFor(file: string): Promise<{ uid: number; gid: number } | null> {
  if (process.getuid?.() !== 0) return null;
  const info = await lstat(file).catch(() => lstat(path.dirname(file)));
  return { uid: info.uid, gid: info.gid };
}

/**
 * Left by a power cut between write and rename; they may hold a secret.
 * @param minAgeMs younger ones may be another process's that is writing now
 */
export async function removeStaleTemps(folder: string, minAgeMs = 60_000): Promise<void> {
  const newest = Date.now() - minAgeMs;
  for (const name of await readdir(folder)) {
    if (!name.startsWith(TEMP_PREFIX) || !name.endsWith('.tmp')) continue;
    const info = await lstat(path.join(folder, name)).catch(() => null);
    if (info !== null && info.ctimeMs <= newest) await rm(path.join(folder, name), { force: true });
  }
}

export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, constants.O_RDONLY | constants.O_DIRECTORY);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
