import 'server-only';
import { createHmac } from 'node:crypto';
import { AppError } from '../../errors';
import { revisionKey } from './sealed-texts';

/** Of a part of the panel’s own state. With a key, so that nobody can guess a secret by trying: 16 hex digits. */
export function partRevision(key: string, part: object): string {
  return createHmac('sha256', key).update(JSON.stringify(part)).digest('hex').slice(0, 16);
}

/**
 * @param given from `If-Match`; null and `*` are not compared
 * @throws AppError revision-conflict when the part is not as its reader saw it
 */
export async function assertSeenPart(given: string | null, part: object): Promise<void> {
  if (given === null || given === '*' || given === partRevision(await revisionKey(), part)) return;
  throw new AppError('revision-conflict', 'It was changed in another browser in between.', {
    hint: 'What you did not touch shows their change now. Save again to keep what you entered.',
  });
}
