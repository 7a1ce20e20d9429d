import 'server-only';
import { AppError } from '../errors';
import { cutShort, KEY_LINE, protectionOf } from './header';
import { lockOfPassphrase, openerOfPassphrase } from './passphrase';

/** 34 MB of memory; the default of age, 18, takes 268 MB. */
const WORK_FACTOR = 15;

/** Loaded when it is needed: most panels make a backup once a day. */
const age = () => import('age-encryption');

/** What opens a file: the secret part of a key pair (`AGE-SECRET-KEY-1…`), or a passphrase. */
export type Opener = { identity: string } | { passphrase: string };

/** A key pair: the recipient locks, the identity opens. */
export async function newKeyPair(): Promise<{ identity: string; recipient: string }> {
  const { generateX25519Identity, identityToRecipient } = await age();
  const identity = await generateX25519Identity();
  return { identity, recipient: await identityToRecipient(identity) };
}

/** The recipient of an identity; null when it is none. */
export async function recipientOf(identity: string): Promise<string | null> {
  const { identityToRecipient } = await age();
  return identityToRecipient(identity).catch(() => null);
}

/** By its end a person tells one key from another. */
export const keyName = (recipient: string): string => recipient.slice(-6);

/** Only who has one of the identities opens it. The first recipient is named in the header. */
export async function lockFor(recipients: readonly string[], content: Uint8Array): Promise<Uint8Array> {
  const { Encrypter, Stanza } = await age();
  const encrypter = new Encrypter();
  for (const recipient of recipients) encrypter.addRecipient(recipient);
  const name = keyName(recipients[0] ?? '');
  encrypter.addRecipient({ wrapFileKey: () => [new Stanza([KEY_LINE, name], new Uint8Array())] });
  return encrypter.encrypt(content);
}

export async function lockWith(passphrase: string, content: Uint8Array): Promise<Uint8Array> {
  const { Encrypter, Stanza } = await age();
  const encrypter = new Encrypter();
  encrypter.addRecipient(lockOfPassphrase(passphrase, WORK_FACTOR, (args, body) => new Stanza(args, body)));
  return encrypter.encrypt(content);
}

/** @throws AppError bad-request: no backup, another key, or not as it was written */
export async function unlock(file: Uint8Array, opener: Opener): Promise<Uint8Array> {
  const { by } = protectionOf(file);
  const { Decrypter } = await age();
  const decrypter = new Decrypter();
  if ('passphrase' in opener) decrypter.addIdentity(openerOfPassphrase(opener.passphrase));
  else decrypter.addIdentity(opener.identity);
  if (by === 'key' && 'passphrase' in opener) throw wrong('This backup is opened by a recovery key.');
  if (by === 'passphrase' && 'identity' in opener) throw wrong('This backup is opened by a passphrase.');
  try {
    return await decrypter.decrypt(file);
  } catch (error) {
    const { message } = error as Error;
    if (/no identity matched/.test(message))
      throw wrong(by === 'key' ? 'This is the key of other backups.' : 'This is not its passphrase.');
    throw damaged(error);
  }
}

const wrong = (message: string) =>
  new AppError('bad-request', 'The backup was not opened.', { fieldErrors: { secret: message } });

export const damaged = (cause?: unknown) =>
  cutShort('The backup is damaged: it is not as it was written.', cause);
