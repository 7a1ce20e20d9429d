import 'server-only';
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { AppError } from '../errors';
import { readState, removeState, writeState } from '../files/state/state-store';

const ownerSchema = z.object({
  passwordHash: z.string(),
  /** Changes with every password; a session carries the one that it was opened under. */
  epoch: z.string().min(1),
  /** Seals the session cookies; as old as the epoch. */
  sealingKey: z.string().min(32),
  changedAtMs: z.number().int(),
});
export type Owner = z.infer<typeof ownerSchema>;

/**
 * The owner, or null while the panel is unclaimed. Read from disk each time, because `compose/reset-password`
 * changes it from another process.
 * @throws AppError invalid-stack: a damaged file is never taken for an unclaimed panel
 */
export async function readOwner(): Promise<Owner | null> {
  return readState('auth', ownerSchema);
}

/** Saves the hash under a new epoch and sealing key: every session from before is dead. */
export async function writeNewOwner(passwordHash: string): Promise<Owner> {
  const owner: Owner = {
    passwordHash,
    epoch: randomBytes(12).toString('base64url'),
    sealingKey: randomBytes(32).toString('base64url'),
    changedAtMs: Date.now(),
  };
  await writeState('auth', owner);
  return owner;
}

/** Replaces the hash of the same password, for example with one of higher cost; sessions live on. */
export async function writeRehash(owner: Owner, passwordHash: string): Promise<void> {
  await writeState('auth', { ...owner, passwordHash });
}

/**
 * The owner with the password of another owner's state, such as that of a backup; sessions live on.
 * @throws AppError invalid-stack when it is none
 */
export async function withPasswordOf(state: unknown): Promise<Owner> {
  const [given, owner] = [ownerSchema.safeParse(state), await readOwner()];
  if (!given.success || owner === null)
    throw new AppError('invalid-stack', '.weir/auth.json in the backup is damaged.');
  return { ...owner, passwordHash: given.data.passwordHash };
}

export async function removeOwner(): Promise<void> {
  await removeState('auth');
}
