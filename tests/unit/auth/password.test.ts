import { argon2, argon2Sync } from 'node:crypto';
import { expect, test, vi } from 'vitest';
import { hashPassword, needsRehash, verifyPassword } from '@/lib/server/auth/password';
import { AppError } from '@/lib/server/errors';

vi.mock('node:crypto', async (original) => {
  const real = await original<typeof import('node:crypto')>();
  return { ...real, argon2: vi.fn(real.argon2) };
});

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

test('says no without a hash, or with one that it cannot read, at the cost of a real check', async () => {
  const cost = vi.mocked(argon2);
  const hash = await hashPassword('tall reeds by the pond');
  for (const stored of [hash, null, '', 'plain', '$argon2id$v=19$m=1,t=1,p=1$$', `${hash}x=`]) {
    cost.mockClear();
    expect(await verifyPassword('anything', stored)).toBe(false);
    expect(cost.mock.calls.map(([, { memory, passes }]) => ({ memory, passes }))).toEqual([
      { memory: 32768, passes: 2 },
    ]);
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
