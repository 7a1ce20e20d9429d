import 'server-only';
import { chmod, chown, lstat, mkdir, readlink, realpath, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { env } from '../env';
import { inTurn } from '../wait';
import { fileError, makePrivate, notPlain, readPlainFile } from './disk/plain-file';
import { ownerFor, removeStaleTemps, replaceFiles, syncFolder, type Target } from './disk/replace-files';
import {
  LINKED_ENV,
  type StackFileId,
  secretFiles,
  stackFile,
  stackFolders,
  type WritableStackFileId,
} from './stack-files';

const BESIDE = '.weir-candidate';

/** Writers wait for each other: two changes at once would restore each other's bytes. */
const write = (work: () => Promise<void>, label: string) =>
  inTurn('files', work).catch((error: unknown) => {
    throw fileError(error, label);
  });

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
  return readPlainFile(await placeOf(env().stackDir, relative), relative);
}

/** When its content, or who may use it, was changed last (ctime, which nobody can set back); null: there is none. */
export async function changedAtMs(id: StackFileId): Promise<number | null> {
  const info = await lstat(await placeOf(env().stackDir, stackFile(id).relative)).catch(() => null);
  return info?.ctimeMs ?? null;
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
  await write(async () => {
    const root = await realpath(env().stackDir);
    const targets = await Promise.all(
      changes.map(async ({ id, text }) => {
        const { relative, mode } = stackFile(id);
        return { file: await placeOf(root, relative), relative, mode, text };
      }),
    );
    for (const target of targets) await prepareFolder(root, target.file, target.relative);
    await replaceFiles(targets);
  }, 'the settings');
}

/**
 * One file outside the fixed set, for the panel's own state.
 * @param file absolute path made by the panel itself, never from a request
 * @throws AppError disk-full; the file is then as it was
 */
export async function replaceFile(file: string, text: string | Uint8Array, mode: number): Promise<void> {
  await replaceAll([{ file, mode, text }], path.basename(file));
}

/** The same for several, all or none. @param label what they are, for messages */
export async function replaceAll(targets: readonly Target[], label: string): Promise<void> {
  await write(async () => {
    for (const { file } of targets) await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
    await replaceFiles([...targets]);
  }, label);
}

/**
 * Writes a file that is not in use yet beside the one that is, where all that it names (other files, globs, folders) is
 * found as it will be. It ends in nothing that a glob for YAML takes.
 * @returns its path, relative to the folder of the file in use; removed with `removeBeside`
 */
export async function writeBeside(id: WritableStackFileId, text: string): Promise<string> {
  const { relative } = stackFile(id);
  await write(async () => {
    const root = await realpath(env().stackDir);
    const file = path.join(root, path.dirname(relative), BESIDE);
    await prepareFolder(root, file, relative);
    await rm(file, { recursive: true, force: true });
    await writeFile(file, text, { flag: 'wx', mode: 0o644 });
    await chmod(file, 0o644);
  }, relative);
  return BESIDE;
}

export async function removeBeside(): Promise<void> {
  const { stackDir } = env();
  for (const folder of stackFolders()) {
    await rm(path.join(stackDir, folder, BESIDE), { recursive: true, force: true });
  }
}

/** What a killed panel left half-written, secrets among it; before this process writes its first file. */
export async function removeRemains(): Promise<void> {
  await write(async () => {
    const { stackDir, stateDir } = env();
    await removeBeside();
    const folders = [...stackFolders().map((folder) => path.join(stackDir, folder)), stateDir];
    // A folder that is missing or not the panel's is reported where its files are used.
    await Promise.allSettled(folders.map((folder) => removeStaleTemps(folder, 0)));
  }, 'the stack folder');
}

/** Takes away what other users of this machine may do with files that hold secrets, after an edit by hand. */
export async function closeSecretFiles(): Promise<void> {
  for (const { relative } of secretFiles()) {
    await makePrivate(await placeOf(env().stackDir, relative), relative);
  }
}

/** Removes one of the stack's files; none there is fine. @throws AppError invalid-stack when it may not be removed */
export async function removeStackFile(id: WritableStackFileId): Promise<void> {
  const { relative } = stackFile(id);
  await removeFile(await placeOf(env().stackDir, relative), relative);
}

/**
 * A new file in a folder that is there, perhaps on another disk: whole and on that disk, or not at all. It gets no rights
 * of its own, which a USB stick may not know.
 * @param file absolute path made by the panel itself, never from a request @throws AppError disk-full or invalid-stack
 */
export async function writeNewFile(file: string, content: Uint8Array): Promise<void> {
  await write(async () => {
    await rm(file, { force: true });
    await writeFile(file, content, { flag: 'wx', mode: 0o600, flush: true });
  }, path.basename(file));
}

/** Gives a file of the panel's own state another name. Both are made by the panel itself, never from a request. */
export async function moveFile(from: string, to: string): Promise<void> {
  await write(async () => {
    await mkdir(path.dirname(to), { recursive: true, mode: 0o700 });
    await rename(from, to);
    for (const folder of new Set([path.dirname(from), path.dirname(to)])) await syncFolder(folder);
  }, path.basename(to));
}

/** Removes a file of the panel's own state; none there is fine. @throws AppError invalid-stack when it may not be removed */
export async function removeFile(file: string, label = path.basename(file)): Promise<void> {
  await write(async () => {
    await rm(file, { force: true });
    await syncFolder(path.dirname(file)).catch(() => undefined);
  }, label);
}

/**
 * A stack file's own path. The link that `compose/up` puts in the place of `.env` is followed to its one place and no
 * further; every other link stays one, and is refused where the file is used.
 * @param root the stack folder
 * @param relative path inside it
 */
async function placeOf(root: string, relative: string): Promise<string> {
  const file = path.join(root, relative);
  if (relative !== stackFile('env').relative) return file;
  const target = await readlink(file).catch(() => null);
  return target === LINKED_ENV ? path.join(root, LINKED_ENV) : file;
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
