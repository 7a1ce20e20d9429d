import 'server-only';
import type { KeyProof, RecoveryKey } from '@/lib/schemas/backup/backup';
import { AppError } from '../errors';
import { singleton } from '../singleton';
import { keyName, newKeyPair, recipientOf } from './age';
import { changeBackupState } from './backup-state';

const ENDING_CHARS = 6;

/** A key that was shown and not yet proven to be kept: what locks, and the end of what opens. */
const pending = () =>
  singleton('recovery-key', () => ({ shown: null as { recipient: string; ending: string } | null }));

/** Makes a key and shows it, this once. It counts when its owner has proven to have it. */
export async function showNewKey(): Promise<RecoveryKey> {
  const { identity, recipient } = await newKeyPair();
  pending().shown = { recipient, ending: identity.slice(-ENDING_CHARS) };
  return { recoveryKey: identity, recipient, name: keyName(recipient) };
}

/** @throws AppError bad-request: another text; not-found: no key was shown since the panel started */
export async function provenKey({ proof }: KeyProof): Promise<void> {
  const { shown } = pending();
  if (shown === null)
    throw new AppError('not-found', 'No recovery key waits to be kept.', {
      hint: 'The panel was started again, or the key is in use already. Make a new one.',
    });
  const text = proof.replace(/[\s-]/g, '').toUpperCase();
  const isIt =
    text.length === ENDING_CHARS
      ? text === shown.ending
      : (await recipientOf(proof.replace(/\s/g, '').toUpperCase())) === shown.recipient;
  if (!isIt)
    throw new AppError('bad-request', 'This is not the key.', {
      fieldErrors: { proof: 'These are not its last six characters.' },
    });
  await changeBackupState({ recipient: shown.recipient, keyMadeAtMs: Date.now() });
  pending().shown = null;
}
