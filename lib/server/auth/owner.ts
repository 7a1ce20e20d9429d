import 'server-only';
import { type ChangePassword, type Claim, type Login, tokenScopes } from '@/lib/schemas/auth/auth';
import { AppError } from '../errors';
import { logger } from '../logger';
import { singleton } from '../singleton';
import { inTurn } from '../wait';
import { removeApiToken } from './api-token';
import { type Owner, readOwner, removeOwner, writeNewOwner, writeRehash } from './owner-state';
import { hashPassword, needsRehash, verifyPassword } from './password';
import { announceRevocation } from './session';
import { isSetupCode, newSetupCode, removeSetupCode, setupCode } from './setup-code';
import { createThrottle, type Guesser } from './throttle';

const throttle = () => singleton('password-throttle', () => createThrottle());

/** @throws AppError already-claimed */
export async function assertUnclaimed(): Promise<void> {
  if ((await readOwner()) === null) return;
  throw new AppError('already-claimed', 'This panel already has an owner.', {
    hint: 'Sign in. If the password is lost, run compose/reset-password on the machine itself.',
  });
}

/**
 * At the start of the panel: sees to it that an unclaimed panel has a setup code. A state folder that cannot be
 * used is logged; the panel stands all the same and says so in its answers.
 */
export async function prepareClaim(): Promise<void> {
  try {
    if ((await readOwner()) !== null) return;
    await setupCode();
    logger().info('This panel has no owner yet. compose/up prints the setup code that claims it.');
  } catch (error) {
    logger().error({ err: error }, 'The state folder of the panel cannot be used.');
  }
}

/**
 * Makes whoever has the setup code the owner. One at a time: of two at once the second finds the panel claimed.
 * The owner is saved in one rename, so a crash leaves the panel either claimed or as it was. Wrong codes cost nobody
 * anything: the code has so many forms that nothing needs to be held up (`guess-budget.ts`), and it stays the same.
 * @throws AppError already-claimed, wrong-setup-code
 */
export async function claim({ code, password }: Claim): Promise<Owner> {
  await assertUnclaimed();
  await assertSetupCode(code);
  return inTurn('auth', async () => {
    await assertUnclaimed();
    await assertSetupCode(code);
    const owner = await writeNewOwner(await hashPassword(password));
    await removeSetupCode();
    return owner;
  });
}

async function assertSetupCode(code: string): Promise<void> {
  if (await isSetupCode(code)) return;
  throw new AppError('wrong-setup-code', 'This is not the setup code.', {
    hint: 'compose/up printed it at its end; run it again to see the code that is valid now.',
    fieldErrors: { code: 'This is not the setup code.' },
  });
}

/** @throws AppError wrong-password, not-claimed, too-many-tries */
export async function verifyOwner({ password }: Login, guesser: Guesser): Promise<Owner> {
  const { owner, isRight } = await throttle().inTurn(guesser, async () => {
    const owner = await readOwner();
    return { owner, isRight: await verifyPassword(password, owner?.passwordHash ?? null) };
  });
  if (owner === null) {
    throw new AppError('not-claimed', 'This panel has no owner yet.', {
      hint: 'Open the panel’s first page and claim it with the setup code.',
    });
  }
  if (!isRight) {
    throw new AppError('wrong-password', 'This is not the password.', {
      fieldErrors: { password: 'This is not the password.' },
    });
  }
  throttle().clear(guesser.key);
  if (needsRehash(owner.passwordHash)) await rehash(owner, password);
  return owner;
}

/** Sets another password and ends every session. @throws AppError wrong-password, too-many-tries */
export async function changePassword(change: ChangePassword, guesser: Guesser): Promise<Owner> {
  const before = await verifyOwner({ password: change.current }, guesser).catch((error) => {
    throw error instanceof AppError && error.code === 'wrong-password'
      ? new AppError('wrong-password', error.message, { fieldErrors: { current: error.message } })
      : error;
  });
  const passwordHash = await hashPassword(change.password);
  const owner = await inTurn('auth', async () => {
    await assertSame(before);
    return writeNewOwner(passwordHash);
  });
  announceRevocation();
  return owner;
}

/**
 * For `compose/reset-password` on the machine itself: no owner, no sessions, no API tokens, and a new setup code.
 * Works on damaged state too. A running panel notices at its next request. @returns the setup code
 */
export async function resetPassword(): Promise<string> {
  const code = await newSetupCode();
  await Promise.all(tokenScopes.map(removeApiToken));
  await removeOwner();
  announceRevocation();
  return code;
}

async function rehash(owner: Owner, password: string): Promise<void> {
  const passwordHash = await hashPassword(password);
  await inTurn('auth', async () => {
    await assertSame(owner);
    await writeRehash(owner, passwordHash);
  }).catch((error: unknown) => logger().warn({ err: error }, 'The password hash could not be renewed.'));
}

/** @throws AppError unauthenticated when the password was changed or reset in the meantime */
async function assertSame(owner: Owner): Promise<void> {
  if ((await readOwner())?.epoch === owner.epoch) return;
  throw new AppError('unauthenticated', 'The password was changed in the meantime.', {
    hint: 'Sign in again.',
  });
}
