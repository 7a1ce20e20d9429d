import 'server-only';
import { createCipheriv, createDecipheriv, randomBytes, scrypt } from 'node:crypto';
import { promisify } from 'node:util';
import type { Identity, Recipient, Stanza } from 'age-encryption';

// The part of age for passphrases (age-encryption.org/v1), by OpenSSL. The library's own holds 34 MB for locking, and as
// much for the look after it, until the next collection of garbage; and the panel answers nobody while it works.

const LABEL = Buffer.from('age-encryption.org/v1/scrypt');
const KIND = 'scrypt';
const CIPHER = 'chacha20-poly1305';
const BLOCK_SIZE = 8;
const SALT_BYTES = 16;
const TAG_BYTES = 16;
/** Each key is used once. */
const NONCE = Buffer.alloc(12);

const derive: (text: string, salt: Buffer, bytes: number, options: object) => Promise<unknown> =
  promisify(scrypt);

async function keyOf(passphrase: string, salt: Buffer, workFactor: number): Promise<Buffer> {
  const cost = 2 ** workFactor;
  const options = { cost, blockSize: BLOCK_SIZE, parallelization: 1, maxmem: 256 * BLOCK_SIZE * cost };
  return (await derive(passphrase, Buffer.concat([LABEL, salt]), 32, options)) as Buffer;
}

/** @param make a line of the header */
export const lockOfPassphrase = (
  passphrase: string,
  workFactor: number,
  make: (args: string[], body: Uint8Array) => Stanza,
): Recipient => ({
  async wrapFileKey(fileKey) {
    const salt = randomBytes(SALT_BYTES);
    const key = await keyOf(passphrase, salt, workFactor);
    const cipher = createCipheriv(CIPHER, key, NONCE, { authTagLength: TAG_BYTES });
    const body = Buffer.concat([cipher.update(fileKey), cipher.final(), cipher.getAuthTag()]);
    const unpadded = salt.toString('base64').replaceAll('=', '');
    return [make([KIND, unpadded, String(workFactor)], new Uint8Array(body))];
  },
});

export const openerOfPassphrase = (passphrase: string): Identity => ({
  async unwrapFileKey([stanza, ...more]) {
    if (stanza === undefined || more.length > 0) return null;
    const [kind, salt = '', workFactor = ''] = stanza.args;
    if (kind !== KIND || !/^[1-9]\d?$/.test(workFactor)) return null;
    const key = await keyOf(passphrase, Buffer.from(salt, 'base64'), Number(workFactor));
    const body = Buffer.from(stanza.body);
    const cipher = createDecipheriv(CIPHER, key, NONCE, { authTagLength: TAG_BYTES });
    try {
      cipher.setAuthTag(body.subarray(-TAG_BYTES));
      return new Uint8Array(Buffer.concat([cipher.update(body.subarray(0, -TAG_BYTES)), cipher.final()]));
    } catch {
      return null;
    }
  },
});
