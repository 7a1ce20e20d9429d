import 'server-only';
import type { KeyProof, RecoveryKey } from '@/lib/schemas/backup/backup';
import { AppError } from '../errors';
import { singleton } from '../singleton';
import { keyName, newKeyPair, recipientOf } from './age';
import { changeBackupState } from './backup-state';

const ENDING_CHARS = 6;

/** A key that was shown and not yet proven to be kept: what locks, and the end of what opens. */
interface Shown {
  recipient: string;
  ending: string;
}

const pending = () =>
  singleton('recovery-key', () => ({
    shown: null as Shown | null,
    /** Whose place a newer one took: they never count. */
    replaced: [] as Shown[],
  }));
const MOST_REPLACED = 10;

export const waitingName = (): string | null => {
  const { shown } = pending();
  return shown && keyName(shown.recipient);
};

/** Makes a key and shows it, this once. It counts when its owner has proven to have it. */
export async function showNewKey(): Promise<RecoveryKey> {
  const { identity, recipient } = await newKeyPair();
  const held = pending();
  if (held.shown !== null) held.replaced = [held.shown, ...held.replaced].slice(0, MOST_REPLACED);
  held.shown = { recipient, ending: identity.slice(-ENDING_CHARS) };
  return { recoveryKey: identity, recipient, name: keyName(recipient) };
}

/** @throws AppError bad-request: another text; revision-conflict: a newer one was made; not-found: no key was shown since the panel started */
export async function provenKey({ proof }: KeyProof): Promise<void> {
  const { shown, replaced } = pending();
  const text = proof.replace(/[\s-]/g, '').toUpperCase();
  const recipient =
    text.length === ENDING_CHARS ? null : await recipientOf(proof.replace(/\s/g, '').toUpperCase());
  const isIt = (one: Shown) => (recipient === null ? text === one.ending : recipient === one.recipient);
  if (!(shown && isIt(shown)) && replaced.some(isIt))
    throw new AppError('revision-conflict', 'A newer key was made since, perhaps in another tab.', {
      hint: 'Throw this one away.',
    });
  if (shown === null)
    throw new AppError('not-found', 'No recovery key waits to be kept.', {
      hint: 'The panel was started again, or the key is in use already. Make a new one.',
    });
  if (!isIt(shown))
    throw new AppError('bad-request', 'This is not the key.', {
      fieldErrors: { proof: 'These are not its last six characters.' },
    });
  await changeBackupState({ recipient: shown.recipient, keyMadeAtMs: Date.now() });
  pending().shown = null;
}
