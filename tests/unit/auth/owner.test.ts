import { argon2Sync } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { claim, prepareClaim, resetPassword, verifyOwner } from '@/lib/server/auth/owner';
import { readOwner } from '@/lib/server/auth/owner-state';
import { findSession, isAlive, onSessionsRevoked, openSession } from '@/lib/server/auth/session';
import { setupCode } from '@/lib/server/auth/setup-code';
import { cookieOf, forgetProcessState, freshPanel, panelRequest } from '../../support/panel/route-call';

const password = 'tall reeds by the pond';
const stranger = { key: '192.168.1.9', isKnown: false };
let panel: ReturnType<typeof freshPanel>;
const file = () => path.join(panel.stateDir, 'auth.json');

beforeEach(() => {
  panel = freshPanel();
});
afterEach(() => panel.remove());

const claimed = async () => claim({ code: await setupCode(), password });

async function signedIn() {
  const headers = new Headers();
  const owner = await readOwner();
  if (owner === null) throw new Error('not claimed');
  await openSession(owner, panelRequest('/api/session', { method: 'POST' }), headers);
  const cookie = cookieOf(new Response(null, { headers }));
  return findSession(panelRequest('/x', { cookie }));
}

test('a claimed panel keeps one private file and no setup code', async () => {
  await claimed();
  expect(readdirSync(panel.stateDir)).toEqual(['auth.json']);
  expect(statSync(file()).mode & 0o777).toBe(0o600);
  expect(readFileSync(file(), 'utf8')).not.toContain(password);
});

test('a crash before the owner is saved leaves the panel unclaimed, with the same code', async () => {
  const code = await setupCode();
  // The name is taken by a folder: the rename that would save the owner fails.
  mkdirSync(file());
  await expect(claim({ code, password })).rejects.toThrow();
  rmSync(file(), { recursive: true });
  forgetProcessState();
  expect(await readOwner()).toBeNull();
  expect(await setupCode()).toBe(code);
  await claim({ code, password });
});

test('a damaged file is no invitation to claim', async () => {
  await claimed();
  for (const text of ['', '{}', '{"passwordHash":""}', 'null', '{']) {
    writeFileSync(file(), text);
    forgetProcessState();
    await expect(claim({ code: await setupCode(), password })).rejects.toMatchObject({
      code: 'invalid-stack',
    });
    await expect(verifyOwner({ password }, stranger)).rejects.toMatchObject({ code: 'invalid-stack' });
  }
  const code = await resetPassword();
  await claim({ code, password });
});

test('wrong setup codes hold nobody up, and the printed one stays valid', async () => {
  const code = await setupCode();
  const wrong = Array.from({ length: 50 }, (_, i) => claim({ code: `WRONG-${i}`, password }));
  for (const { status } of await Promise.allSettled(wrong)) expect(status).toBe('rejected');
  await claim({ code, password });
  await expect(claim({ code, password })).rejects.toMatchObject({ code: 'already-claimed' });
});

test('a reset by another process ends a session that this one still holds', async () => {
  await claimed();
  const session = await signedIn();
  if (session === null) throw new Error('no session');
  expect(await isAlive(session)).toBe(true);
  // What `weirctl reset-password` leaves behind, seen from a panel that was told nothing.
  rmSync(file());
  expect(await isAlive(session)).toBe(false);
  await claimed();
  expect(await isAlive(session)).toBe(false);
});

test('whoever listens hears that sessions may have ended', async () => {
  await claimed();
  const listener = vi.fn();
  const forget = onSessionsRevoked(listener);
  await resetPassword();
  expect(listener).toHaveBeenCalledOnce();
  forget();
  await resetPassword();
  expect(listener).toHaveBeenCalledOnce();
});

test('a password that was hashed at a lower cost is hashed anew when it is next used, and sessions live on', async () => {
  const owner = await claimed();
  const session = await signedIn();
  const nonce = Buffer.alloc(16, 7);
  const tag = argon2Sync('argon2id', {
    message: password,
    nonce,
    memory: 64,
    passes: 1,
    parallelism: 1,
    tagLength: 32,
  });
  const text = (bytes: Buffer) => bytes.toString('base64').replace(/=+$/, '');
  const passwordHash = `$argon2id$v=19$m=64,t=1,p=1$${text(nonce)}$${text(tag)}`;
  writeFileSync(file(), JSON.stringify({ ...owner, passwordHash }));
  await verifyOwner({ password }, stranger);
  expect((await readOwner())?.passwordHash).toContain('m=32768,t=2');
  expect(session && (await isAlive(session))).toBe(true);
});

test('an unclaimed panel has its code from the start, a claimed one makes none', async () => {
  await prepareClaim();
  expect(readdirSync(panel.stateDir)).toEqual(['setup-code']);
  await claimed();
  await prepareClaim();
  expect(readdirSync(panel.stateDir)).toEqual(['auth.json']);
});
