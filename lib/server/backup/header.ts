import 'server-only';
import { AppError } from '../errors';

const FIRST_LINE = 'age-encryption.org/v1';
/** Longer than any header of Weir's. */
export const HEADER_BYTES = 8192;
/** Of the line that names the recovery key; other programs pass over it. */
export const KEY_LINE = 'weir-recovery-key';
/** Each step more doubles the memory: 15 takes 34 MB. */
const MOST_WORK = 16;

export type Protection = { by: 'passphrase' } | { by: 'key'; keyName: string | null };

/**
 * What opens a file of age (age-encryption.org/v1), as its plain header says.
 * @throws AppError bad-request when it is none, is cut off, or takes more memory than the panel has
 */
export function protectionOf(file: Uint8Array): Protection {
  const text = Buffer.from(file.subarray(0, HEADER_BYTES)).toString('latin1');
  if (text === '') throw cutShort('The file is empty.');
  const lines = text.split('\n');
  const end = lines.findIndex((line) => line.startsWith('---'));
  if (lines[0] !== FIRST_LINE && !FIRST_LINE.startsWith(text))
    throw noBackup('It does not begin as files of age do, and every backup is one.');
  if (end === -1) throw cutShort('The backup is cut off or damaged: its first lines are not whole.');
  const stanzas = lines.slice(1, end).filter((line) => line.startsWith('-> '));
  const parts = stanzas.map((line) => line.slice(3).split(' '));
  const scrypt = parts.find(([kind]) => kind === 'scrypt');
  if (scrypt === undefined) {
    const [, name = null] = parts.find(([kind]) => kind === KEY_LINE) ?? [];
    return { by: 'key', keyName: name !== null && /^[a-z0-9]{6}$/.test(name) ? name : null };
  }
  if (Number(scrypt[2]) > MOST_WORK)
    throw new AppError('bad-request', 'This file was not made by Weir: it takes too much memory to open.', {
      hint: 'Open it on a larger machine with the program age, and make a backup in Weir.',
    });
  return { by: 'passphrase' };
}

/** @param hint what it is instead */
export const noBackup = (hint: string) =>
  new AppError('bad-request', 'This file is not a backup of Weir.', { hint });

export const cutShort = (message: string, cause?: unknown) =>
  new AppError('bad-request', message, {
    hint: 'It may have been cut short on its way. Copy it again, or take another backup.',
    cause,
  });
