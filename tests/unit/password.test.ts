import { argon2Sync } from 'node:crypto';
import { expect, test } from 'vitest';
import { hashPassword, needsRehash, verifyPassword } from '@/lib/server/auth/password';
import { AppError } from '@/lib/server/errors';

test('knows the right password from a wrong one', async () => {
  const hash = await hashPassword('tall reeds by the pond');
  expect(hash).toMatch(/^\$argon2id\$v=19\$m=32768,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/);
  expect(await verifyPassword('tall reeds by the pond', hash)).toBe(true);
  expect(await verifyPassword('Tall reeds by the pond', hash)).toBe(false);
  expect(await verifyPassword('', hash)).toBe(false);
});

test('takes the same characters in another Unicode form', async () => {
  const hash = await hashPassword('caf\u00e9 by the weir');
  expect(await verifyPassword('cafe\u0301 by the weir', hash)).toBe(true);
});

test('checks with the cost that a hash was made with, and says when that is not today’s', async () => {
  const nonce = Buffer.from('saltsaltsalt');
  const tag = argon2Sync('argon2id', {
    message: 'pond',
    nonce,
    memory: 1024,
    passes: 1,
    parallelism: 1,
    tagLength: 32,
  });
  const text = (bytes: Buffer) => bytes.toString('base64').replace(/=+$/, '');
  const cheap = `$argon2id$v=19$m=1024,t=1,p=1$${text(nonce)}$${text(tag)}`;
  expect(await verifyPassword('pond', cheap)).toBe(true);
  expect(await verifyPassword('lake', cheap)).toBe(false);
  expect(needsRehash(cheap)).toBe(true);
  expect(needsRehash(await hashPassword('pond'))).toBe(false);
});

test('says no without a hash, or with one that it cannot read, and takes as long for it', async () => {
  const hash = await hashPassword('tall reeds by the pond');
  const timed = async (stored: string | null) => {
    const startedAt = performance.now();
    expect(await verifyPassword('anything', stored)).toBe(false);
    return performance.now() - startedAt;
  };
  const usual = await timed(hash);
  for (const stored of [null, '', 'plain', '$argon2id$v=19$m=1,t=1,p=1$$', `${hash}x=`]) {
    expect(await timed(stored)).toBeGreaterThan(usual / 4);
  }
});

test('hashes one at a time and sends the rest away when too many wait', async () => {
  const results = await Promise.allSettled(Array.from({ length: 12 }, () => hashPassword('x')));
  const refused = results.filter((result) => result.status === 'rejected').map((result) => result.reason);
  expect(refused.length).toBeGreaterThan(0);
  expect(results.length - refused.length).toBeGreaterThan(1);
  for (const error of refused) {
    expect(error).toBeInstanceOf(AppError);
    expect(error.code).toBe('too-many-tries');
    expect(error.retryAfterSeconds).toBeGreaterThan(0);
  }
  expect(await verifyPassword('x', await hashPassword('x'))).toBe(true);
});
