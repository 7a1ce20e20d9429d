import 'server-only';
import { createHash, randomInt, timingSafeEqual } from 'node:crypto';
import { readStateLine, removeStateLine, writeStateLine } from '../files/state/state-store';

/** No 0, 1, I or O: the code is read from a terminal and typed on a phone. */
const ALPHABET = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';
const LENGTH = 10;

/** The one-time code that lets its reader claim the panel, like `K7MQ2-XWR4T` (50 bits); made when first asked for. */
export async function setupCode(): Promise<string> {
  return (await readCode()) ?? newSetupCode();
}

/** Whether the code is the right one, compared in constant time, however it is spaced and in small letters too. */
export async function isSetupCode(given: string): Promise<boolean> {
  const code = await readCode();
  return code !== null && timingSafeEqual(digest(given), digest(code));
}

/** An emptied or shortened file is as good as none; it must not become a code that is easy to guess. */
async function readCode(): Promise<string | null> {
  const code = await readStateLine('setup-code');
  return code !== null && normal(code).length >= LENGTH ? code : null;
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
