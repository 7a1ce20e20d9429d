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
 * @throws AppError bad-request when it is none, or takes more memory than the panel has
 */
export function protectionOf(file: Uint8Array): Protection {
  const lines = Buffer.from(file.subarray(0, HEADER_BYTES)).toString('latin1').split('\n');
  const end = lines.findIndex((line) => line.startsWith('---'));
  if (lines[0] !== FIRST_LINE || end === -1) throw noBackup();
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

export const noBackup = () =>
  new AppError('bad-request', 'This file is not a backup of Weir.', {
    hint: 'The name of a backup begins with weir-backup and ends in .age.',
  });
