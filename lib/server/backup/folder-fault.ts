import 'server-only';
import type { BackupFolder } from '@/lib/schemas/backup/backup';
import { AppError } from '../errors';

type Fault = NonNullable<BackupFolder['fault']>;

const NO_RIGHT = {
  why: 'The user in WEIR_UID has no right to it.',
  hint: 'Give it to that user with chown, then run compose/up.',
};
const FULL = { why: 'Its disk is full.', hint: 'Free some space there, or keep fewer backups.' };
const SILENT = {
  why: 'Its disk does not answer.',
  hint: 'See that the disk or the NAS is on, and mount it again; then run compose/up.',
};
const faults: Readonly<Record<string, Fault>> = {
  EACCES: NO_RIGHT,
  EPERM: NO_RIGHT,
  ENOSPC: FULL,
  EDQUOT: FULL,
  EROFS: {
    why: 'Its disk is read-only.',
    hint: 'Mount it so that it can be written; the kernel makes a disk with errors read-only.',
  },
  EIO: { why: 'Its disk reports an error.', hint: 'It may be faulty: write to another one.' },
  ENOENT: { why: 'It is no longer there.', hint: 'Mount its disk, then run compose/up.' },
  ESTALE: SILENT,
  ENOTCONN: SILENT,
  EHOSTDOWN: SILENT,
  EHOSTUNREACH: SILENT,
  ETIMEDOUT: SILENT,
};

/** What the file system says of an error, as a code of errno(3); undefined: it is none of its errors. */
function codeOf(error: unknown): string | undefined {
  if (error instanceof AppError && error.code === 'timeout') return 'ETIMEDOUT';
  const { code } = Object(error instanceof AppError ? error.cause : error);
  return typeof code === 'string' ? code : undefined;
}

export const isGone = (error: unknown): boolean => ['ENOENT', 'ENOTDIR'].includes(codeOf(error) ?? '');

/** Why the folder cannot be used, and what to do. */
export function folderFault(error: unknown): Fault {
  const code = codeOf(error) ?? 'nothing';
  return faults[code] ?? { why: `The system says ${code}.`, hint: 'Look at its disk, then run compose/up.' };
}

/** An error of the folder's disk, told of the folder and not of a file in it; every other one as it is. */
export function folderError(error: unknown, folder: string, done: 'read' | 'written'): unknown {
  if (codeOf(error) === undefined) return error;
  const { why, hint } = folderFault(error);
  const code = why === FULL.why ? 'disk-full' : 'invalid-stack';
  const message = `The folder of the backups, ${folder}, cannot be ${done}. ${why}`;
  return new AppError(code, message, { hint, cause: error });
}
