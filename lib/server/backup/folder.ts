import 'server-only';
import { createReadStream } from 'node:fs';
import { access, constants, lstat, readdir, stat, statfs } from 'node:fs/promises';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import type { BackupFolder, StoredBackup } from '@/lib/schemas/backup/backup';
import { RESTORE_MAX_BYTES } from '@/lib/schemas/plain';
import { env } from '../env';
import { AppError } from '../errors';
import { readPlainBytes } from '../files/disk/plain-file';
import { parseEnv } from '../files/env/env-file';
import { moveFile, readStackFile, removeFile, writeNewFile } from '../files/file-store';
import { within } from '../sampler/read/single-flight';
import { inTurn } from '../wait';
import type { Archive } from './archive';
import { folderError, folderFault, isGone } from './folder-fault';
import { HEADER_BYTES, protectionOf } from './header';

const MOST_SHOWN = 50;
/** A disk that sleeps takes some seconds to answer. */
const LOOK_MS = 10_000;
const NAME = /^weir-backup-([\w.-]{1,70})-(\d{4})-(\d\d)-(\d\d)-(\d\d)(\d\d)(\d\d)\.age$/;
/** One that is being written, or was not good. */
const UNFINISHED = '.weir-backup-unfinished';

/** docker-compose.yml mounts what WEIR_BACKUP_DIR names here. */
const placeOf = (name = '') => path.join(/* turbopackIgnore: true */ env().stackDir, 'backups', name);

/** One look at a time: a NAS that hangs holds one thread of the panel then, and not all of them. */
const looked = <T>(look: () => Promise<T>): Promise<T> => within(inTurn('backup-folder', look), LOOK_MS);

export async function readFolder(): Promise<BackupFolder> {
  const place = { path: await hostPath(), isSameDisk: false, freeBytes: null };
  try {
    return { ...place, ...(await looked(lookAtFolder)) };
  } catch (error) {
    if (isGone(error)) return { ...place, state: 'gone', fault: null };
    return { ...place, state: 'unreadable', fault: folderFault(error) };
  }
}

async function lookAtFolder(): Promise<Omit<BackupFolder, 'path'>> {
  const folder = placeOf();
  await readdir(folder);
  const [{ dev }, own] = [await stat(folder), await stat(env().stateDir)];
  const { bavail, bsize } = await statfs(folder);
  const fault = await access(folder, constants.W_OK).then(() => null, folderFault);
  const state = fault === null ? 'ready' : 'read-only';
  return { state, fault, isSameDisk: dev === own.dev, freeBytes: bavail * bsize };
}

/** @throws AppError of the folder, where its disk does not do it */
const inFolder = <T>(done: 'read' | 'written', work: Promise<T>): Promise<T> =>
  work.catch(async (error: unknown) => {
    throw folderError(error, await hostPath(), done);
  });

async function hostPath(): Promise<string> {
  const text = (await readStackFile('env').catch(() => null)) ?? '';
  try {
    return parseEnv(text).WEIR_BACKUP_DIR || 'compose/backups';
  } catch {
    return 'compose/backups';
  }
}

/** @throws AppError invalid-stack: there is nothing to write into */
export async function assertFolder(): Promise<void> {
  const { state, path: name, fault } = await readFolder();
  if (state === 'gone')
    throw new AppError('invalid-stack', `The folder of the backups, ${name}, is not there.`, {
      hint: 'Mount its disk, then run compose/up, which gives the panel the folder.',
    });
  if (fault === null) return;
  const done = state === 'unreadable' ? 'read' : 'written';
  throw new AppError('invalid-stack', `The folder of the backups, ${name}, cannot be ${done}. ${fault.why}`, {
    hint: fault.hint,
  });
}

/** Newest first; none where the folder cannot be read. */
export const storedBackups = (): Promise<StoredBackup[]> =>
  looked(async () => {
    const found = (await namesThere()).sort((a, b) => b.madeAtMs - a.madeAtMs).slice(0, MOST_SHOWN);
    return storedOfAll(found);
  }).catch(() => []);

/** Without what only has the name of a backup. */
async function storedOfAll(found: readonly Found[]): Promise<StoredBackup[]> {
  const all: StoredBackup[] = [];
  for (const one of found) {
    const known = await storedOf(one);
    if (known !== null) all.push(known);
  }
  return all;
}

interface Found {
  fileName: string;
  cluster: string;
  madeAtMs: number;
}

async function namesThere(): Promise<Found[]> {
  const names = await readdir(placeOf());
  return names.flatMap((fileName) => {
    const [, cluster, ...stamp] = NAME.exec(fileName) ?? [];
    const [year = 0, month = 0, day = 0, hour, minute, second] = stamp.map(Number);
    return cluster === undefined
      ? []
      : [{ fileName, cluster, madeAtMs: Date.UTC(year, month - 1, day, hour, minute, second) }];
  });
}

/** Null for what only has the name of one. */
async function storedOf({ fileName, madeAtMs }: Found): Promise<StoredBackup | null> {
  const info = await lstat(placeOf(fileName)).catch(() => null);
  if (!info?.isFile()) return null;
  try {
    const head = await buffer(createReadStream(placeOf(fileName), { end: HEADER_BYTES - 1 }));
    const protection = protectionOf(head);
    return {
      fileName,
      bytes: info.size,
      madeAtMs,
      keyName: protection.by === 'key' ? protection.keyName : null,
    };
  } catch {
    return null;
  }
}

/** As large as a restore takes it. */
const read = (name: string, label: string) =>
  inFolder('read', readPlainBytes(placeOf(name), label, RESTORE_MAX_BYTES));

/** @throws AppError not-found */
export async function readStored(fileName: string): Promise<Buffer> {
  const content = NAME.test(fileName) ? await read(fileName, fileName) : null;
  if (content === null)
    throw new AppError('not-found', 'This backup is not in the folder.', {
      hint: 'It may have been the oldest one, which goes when a new one is good.',
    });
  return content;
}

/**
 * Writes a backup under a name that does not count. @returns what is on the disk then
 * @throws AppError disk-full, invalid-stack
 */
export async function writeUnfinished({ fileName, content }: Archive): Promise<Uint8Array> {
  await inFolder('written', writeNewFile(placeOf(UNFINISHED), content));
  return (await read(UNFINISHED, fileName)) ?? new Uint8Array();
}

/** From here on it counts. */
export const finish = ({ fileName }: Archive): Promise<void> =>
  inFolder('written', moveFile(placeOf(UNFINISHED), placeOf(fileName)));

/** What was not finished, and is not good. Never rejects. */
export const dropUnfinished = (): Promise<void> => removeFile(placeOf(UNFINISHED)).catch(() => undefined);

/**
 * Removes the oldest ones of this Pi; those of another one that writes into the same folder are its own. @returns how many
 * @throws AppError disk-full, invalid-stack
 */
export async function prune(newest: string, keep: number): Promise<number> {
  const cluster = NAME.exec(newest)?.[1];
  const named = (await inFolder('read', namesThere())).filter(
    (one) => one.cluster === cluster && one.fileName !== newest,
  );
  // What only has the name of a backup neither counts nor goes.
  const earlier = await storedOfAll(named);
  const old = earlier.sort((a, b) => b.madeAtMs - a.madeAtMs).slice(keep - 1);
  for (const { fileName } of old) await inFolder('written', removeFile(placeOf(fileName)));
  return old.length;
}
