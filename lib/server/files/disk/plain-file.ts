import 'server-only';
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { AppError } from '../../errors';

const MB = 1024 * 1024;
export const PLAIN_MAX_BYTES = 4 * MB;

/**
 * Text of a plain file, links not followed; null when there is none.
 * @param label name for messages
 * @throws AppError invalid-stack
 */
export async function readPlainFile(file: string, label: string): Promise<string | null> {
  const bytes = await readPlainBytes(file, label);
  try {
    return bytes && new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new AppError('invalid-stack', `${label} is not UTF-8 text.`);
  }
}

/** As `readPlainFile`, whatever the bytes are, and no more than `maxBytes` of them. */
export async function readPlainBytes(
  file: string,
  label: string,
  maxBytes = PLAIN_MAX_BYTES,
): Promise<Buffer | null> {
  const handle = await open(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return null;
      throw fileError(error, label);
    },
  );
  if (handle === null) return null;
  try {
    const info = await handle.stat();
    if (!info.isFile()) throw notPlain(label);
    if (info.size > maxBytes)
      throw new AppError('invalid-stack', `${label} is larger than ${maxBytes / MB} MB.`);
    return await handle.readFile();
  } catch (error) {
    throw fileError(error, label);
  } finally {
    await handle.close();
  }
}

/**
 * Lets only the owner read and write a plain file; one that is missing, or is none, is left alone.
 * @throws AppError invalid-stack when the file belongs to another user
 */
export async function makePrivate(file: string, label: string): Promise<void> {
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
  const handle = await open(file, flags).catch(() => null);
  if (handle === null) return;
  try {
    const info = await handle.stat();
    if (info.isFile() && (info.mode & 0o077) !== 0) await handle.chmod(0o600);
  } catch (error) {
    throw fileError(error, label);
  } finally {
    await handle.close();
  }
}

/** Links and special files are left alone: following one could read or replace a file anywhere. */
export function notPlain(label: string): AppError {
  return new AppError(
    'invalid-stack',
    `${label} is a link or not a plain file, so the panel leaves it alone.`,
    {
      hint: 'Replace it by a plain file or folder in the stack folder.',
    },
  );
}

/** A file system error in words for the person who reads it. @param label the file's name for messages */
export function fileError(error: unknown, label: string): AppError {
  if (error instanceof AppError) return error;
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new AppError(
      'disk-full',
      `The disk is full, so ${label} could not be saved. Nothing was changed.`,
      {
        hint: 'Free some space, for example with `docker image prune`, and try again.',
        cause: error,
      },
    );
  }
  if (code === 'ELOOP') return notPlain(label);
  if (code === 'EROFS') {
    // compose/ itself is the owner's; the panel's container may write two folders of it.
    return new AppError('invalid-stack', `The panel may read ${label} where it is, but not change it.`, {
      hint: 'Run compose/up: it brings the file to where the panel may change it.',
      cause: error,
    });
  }
  if (code === 'EACCES' || code === 'EPERM') {
    return new AppError('invalid-stack', `The panel may not use ${label}.`, {
      hint: 'Its folder must belong to the user in WEIR_UID: run compose/up with sudo, which sets the owner.',
      cause: error,
    });
  }
  return new AppError('internal', `${label} could not be read or saved.`, { cause: error });
}
