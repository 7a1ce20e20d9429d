import 'server-only';
import { createHash, randomInt, timingSafeEqual } from 'node:crypto';
import { logger } from '../logger';
import { singleton } from '../singleton';
import { readStateLine, removeStateLine, writeStateLine } from '../stack/state-store';

/** No 0, 1, I or O: the code is read from a terminal and typed on a phone. */
const ALPHABET = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';
const LENGTH = 10;
const MAX_WRONG_TRIES = 5;

/** The one-time code that lets its reader claim the panel, like `K7MQ2-XWR4T` (50 bits); made when first asked for. */
export async function setupCode(): Promise<string> {
  const code = await readStateLine('setup-code');
  // An emptied or shortened file is as good as none; it must not become a code that is easy to guess.
  return code !== null && normal(code).length >= LENGTH ? code : newSetupCode();
}

/**
 * Whether the code is the right one, compared in constant time, however it is spaced and in small letters too.
 * After five wrong tries there is a new code. Call it exclusively.
 */
export async function isSetupCode(given: string): Promise<boolean> {
  const code = await setupCode();
  if (timingSafeEqual(digest(given), digest(code))) return true;
  const wrong = singleton('wrong-setup-codes', () => ({ code: '', tries: 0 }));
  wrong.tries = wrong.code === code ? wrong.tries + 1 : 1;
  wrong.code = code;
  if (wrong.tries < MAX_WRONG_TRIES) return false;
  await newSetupCode();
  logger().warn(
    'The setup code was entered wrongly five times and has been replaced: see .weir/setup-code in the stack folder, or run compose/up again.',
  );
  return false;
}

/** Replaces the code, whatever state the old one was in. */
export async function newSetupCode(): Promise<string> {
  const letters = Array.from({ length: LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
  const code = `${letters.slice(0, LENGTH / 2)}-${letters.slice(LENGTH / 2)}`;
  await writeStateLine('setup-code', code);
  return code;
}

export async function removeSetupCode(): Promise<void> {
  await removeStateLine('setup-code');
}

function normal(code: string): string {
  return code.toUpperCase().replace(/[^0-9A-Z]/g, '');
}

function digest(code: string): Buffer {
  return createHash('sha256').update(normal(code)).digest();
}
