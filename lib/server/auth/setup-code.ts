import 'server-only';
import { createHash, randomInt, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { logger } from '../logger';
import { readState, removeState, writeState } from '../stack/state-store';

/** No 0, 1, I or O: the code is read from a terminal and typed on a phone. */
const ALPHABET = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';
const LENGTH = 10;
const MAX_WRONG_TRIES = 5;

const setupCodeSchema = z.object({ code: z.string().min(LENGTH), wrongTries: z.number().int() });
type SetupCode = z.infer<typeof setupCodeSchema>;

/** The one-time code that lets its reader claim the panel, like `K7MQ2-XWR4T` (50 bits); made when first asked for. */
export async function setupCode(): Promise<string> {
  return (await current()).code;
}

/**
 * Whether the code is the right one, compared in constant time, however it is spaced and in small letters too.
 * After five wrong tries there is a new code. Call it exclusively.
 */
export async function isSetupCode(given: string): Promise<boolean> {
  const { code, wrongTries } = await current();
  if (timingSafeEqual(digest(given), digest(code))) return true;
  if (wrongTries + 1 < MAX_WRONG_TRIES) {
    await writeState('setup-code', { code, wrongTries: wrongTries + 1 } satisfies SetupCode);
    return false;
  }
  await newSetupCode();
  logger().warn(
    { wrongTries: MAX_WRONG_TRIES },
    'The setup code was entered wrongly too often and has been replaced. `compose/up` prints the new one.',
  );
  return false;
}

/** Replaces the code, whatever state the old one was in. */
export async function newSetupCode(): Promise<string> {
  const letters = Array.from({ length: LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
  const code = `${letters.slice(0, LENGTH / 2)}-${letters.slice(LENGTH / 2)}`;
  await writeState('setup-code', { code, wrongTries: 0 } satisfies SetupCode);
  return code;
}

export async function removeSetupCode(): Promise<void> {
  await removeState('setup-code');
}

async function current(): Promise<SetupCode> {
  return (await readState('setup-code', setupCodeSchema)) ?? { code: await newSetupCode(), wrongTries: 0 };
}

function digest(code: string): Buffer {
  return createHash('sha256')
    .update(code.toUpperCase().replace(/[^0-9A-Z]/g, ''))
    .digest();
}
