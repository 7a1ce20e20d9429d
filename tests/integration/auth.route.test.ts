import { mkdirSync, rmSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { PUT as changePassword } from '@/app/api/password/route';
import { POST as signIn, DELETE as signOut } from '@/app/api/session/route';
import { DELETE as endSession } from '@/app/api/sessions/[id]/route';
import { DELETE as endOthers, GET as listSessions } from '@/app/api/sessions/route';
import { POST as setUp } from '@/app/api/setup/route';
import { POST as renewToken } from '@/app/api/token/route';
import type { SessionInfo } from '@/lib/schemas/auth/auth';
import { resetPassword } from '@/lib/server/auth/owner';
import { setupCode } from '@/lib/server/auth/setup-code';
import { handler } from '@/lib/server/http/handler';
import { cookieOf, forgetProcessState, freshPanel, panelRequest } from '../support/panel/route-call';

const password = 'tall reeds by the pond';
const statusRoute = handler({ access: 'read-token' }, () => ({ fine: true }));
const ownerRoute = handler({ access: 'owner' }, () => ({ fine: true }));
let panel: ReturnType<typeof freshPanel>;

beforeEach(() => {
  panel = freshPanel();
});
afterEach(() => panel.remove());

async function claimed(): Promise<string> {
  const response = await setUp(
    panelRequest('/api/setup', { method: 'POST', body: { code: await setupCode(), password } }),
  );
  expect(response.status).toBe(201);
  return cookieOf(response);
}

async function ownerStatus(cookie: string): Promise<number> {
  return (await ownerRoute(panelRequest('/x', { cookie }))).status;
}

test('the setup code makes its reader the owner, signed in by a strict cookie', async () => {
  const code = await setupCode();
  const response = await setUp(
    panelRequest('/api/setup', {
      method: 'POST',
      body: { code: code.toLowerCase().replace('-', ' '), password },
    }),
  );
  expect(response.status).toBe(201);
  const [cookie = ''] = response.headers.getSetCookie();
  expect(cookie).toMatch(/^weir_session=.+; .*HttpOnly/);
  expect(cookie).toContain('SameSite=Strict');
  expect(cookie).toContain('Path=/');
  expect(cookie).not.toContain('Secure');
  expect(await ownerStatus(cookieOf(response))).toBe(200);
});

test('over https the cookie is for https only', async () => {
  const response = await setUp(
    panelRequest('/api/setup', {
      method: 'POST',
      body: { code: await setupCode(), password },
      headers: { origin: 'https://localhost:8430' },
    }),
  );
  expect(response.headers.getSetCookie()[0]).toContain('Secure');
});

test('every later set-up call answers 409, whatever it brings', async () => {
  await claimed();
  for (const body of [{ code: 'x', password }, {}, 'not json']) {
    const response = await setUp(panelRequest('/api/setup', { method: 'POST', body }));
    expect(response.status).toBe(409);
    expect((await response.json()).error.code).toBe('already-claimed');
  }
});

test('of two claims at the same moment one wins', async () => {
  const code = await setupCode();
  const claim = () => setUp(panelRequest('/api/setup', { method: 'POST', body: { code, password } }));
  const statuses = (await Promise.all([claim(), claim(), claim()])).map(({ status }) => status);
  expect(statuses.sort()).toEqual([201, 409, 409]);
});

test('a password change ends every session but the caller’s', async () => {
  const first = await claimed();
  const second = cookieOf(await signIn(panelRequest('/api/session', { method: 'POST', body: { password } })));
  const response = await changePassword(
    panelRequest('/api/password', {
      method: 'PUT',
      cookie: second,
      body: { current: password, password: 'still waters run deep' },
    }),
  );
  expect(response.status).toBe(204);
  expect(await ownerStatus(first)).toBe(401);
  expect(await ownerStatus(second)).toBe(401);
  expect(await ownerStatus(cookieOf(response))).toBe(200);
});

test('signing out makes a copy of the cookie worthless, also after a restart', async () => {
  const cookie = await claimed();
  const response = await signOut(panelRequest('/api/session', { method: 'DELETE', cookie }));
  expect(response.status).toBe(204);
  expect(response.headers.getSetCookie()[0]).toMatch(/^weir_session=;.*Max-Age=0/);
  expect(await ownerStatus(cookie)).toBe(401);
  forgetProcessState();
  expect(await ownerStatus(cookie)).toBe(401);
});

test('a reset from the host ends sessions and the token, and asks for a new claim', async () => {
  const cookie = await claimed();
  const { token } = await (
    await renewToken(panelRequest('/api/token', { method: 'POST', body: {}, cookie }))
  ).json();
  const code = await resetPassword();
  expect(await ownerStatus(cookie)).toBe(401);
  const bearer = { authorization: `Bearer ${token}` };
  expect((await statusRoute(panelRequest('/x', { headers: bearer }))).status).toBe(401);
  expect(code).toBe(await setupCode());
  await claimed();
});

test('a wrong password is refused, and soon slowed down', async () => {
  await claimed();
  const attempt = (given: string) =>
    signIn(panelRequest('/api/session', { method: 'POST', body: { password: given } }));
  const response = await attempt('wrong');
  expect(response.status).toBe(401);
  expect((await response.json()).error.fieldErrors).toEqual({ password: 'This is not the password.' });
  for (let i = 0; i < 3; i++) await attempt('wrong');
  const slowed = await attempt(password);
  expect(slowed.status).toBe(429);
  expect(Number(slowed.headers.get('retry-after'))).toBeGreaterThan(0);
});

test('strangers at the owner’s own address do not slow down a browser that has signed in before', async () => {
  await claimed();
  const attempt = (given: string, cookie?: string) =>
    signIn(panelRequest('/api/session', { method: 'POST', body: { password: given }, cookie }));
  const [, device = ''] = (await attempt(password)).headers.getSetCookie();
  expect(device).toMatch(/^weir_device=.+; .*Path=\/api\/session;.*HttpOnly; SameSite=Strict/);
  for (let i = 0; i < 5; i++) await attempt('wrong');
  expect((await attempt(password)).status).toBe(429);
  const known = device.split(';')[0];
  expect((await attempt(password, known)).status).toBe(200);
  expect(await ownerStatus(known ?? '')).toBe(401);
  expect(await ownerStatus((known ?? '').replace('weir_device', 'weir_session'))).toBe(401);
  // It is no way to guess without end either.
  for (let i = 0; i < 5; i++) await attempt('wrong', known);
  expect((await attempt(password, known)).status).toBe(429);
});

const signedIn = async (userAgent = 'a browser') =>
  cookieOf(
    await signIn(
      panelRequest('/api/session', {
        method: 'POST',
        body: { password },
        headers: { 'user-agent': userAgent },
      }),
    ),
  );
const sessionsSeenBy = async (cookie: string): Promise<SessionInfo[]> =>
  (await (await listSessions(panelRequest('/api/sessions', { cookie }))).json()).sessions;
const end = (id: string, cookie: string) =>
  endSession(panelRequest(`/api/sessions/${id}`, { method: 'DELETE', cookie }), {
    params: Promise.resolve({ id }),
  });

test('the devices that are signed in are listed, the caller’s first, with what they call themselves', async () => {
  const phone = await claimed();
  const laptop = await signedIn(`Laptop\u0007 ${'x'.repeat(400)}`);
  const [own, other, ...rest] = await sessionsSeenBy(laptop);
  expect(rest).toEqual([]);
  expect(own).toMatchObject({ isThisOne: true });
  expect(other).toMatchObject({ isThisOne: false, userAgent: null });
  expect(own?.userAgent).toMatch(/^Laptop x+$/);
  expect(own?.userAgent?.length).toBe(300);
  expect(own?.seenAtMs).toBeGreaterThanOrEqual(own?.openedAtMs ?? Number.POSITIVE_INFINITY);
  expect((await sessionsSeenBy(phone)).map(({ id }) => id)).toEqual([other?.id, own?.id]);
});

test('one device is signed out from another, also for the time after a restart', async () => {
  const lost = await claimed();
  const mine = await signedIn();
  const id = (await sessionsSeenBy(mine)).find(({ isThisOne }) => !isThisOne)?.id ?? '';
  expect((await end(id, mine)).status).toBe(204);
  expect(await ownerStatus(lost)).toBe(401);
  expect(await ownerStatus(mine)).toBe(200);
  expect((await end(id, mine)).status).toBe(404);
  forgetProcessState();
  expect(await ownerStatus(lost)).toBe(401);
  expect(await ownerStatus(mine)).toBe(200);
});

test('all other devices are signed out at once', async () => {
  const others = [await claimed(), await signedIn(), await signedIn()];
  const mine = await signedIn();
  const response = await endOthers(panelRequest('/api/sessions', { method: 'DELETE', cookie: mine }));
  expect(await response.json()).toEqual({ ended: 3 });
  expect(await Promise.all(others.map(ownerStatus))).toEqual([401, 401, 401]);
  expect(await sessionsSeenBy(mine)).toHaveLength(1);
});

test('signing out one’s own device takes the cookie away', async () => {
  const mine = await claimed();
  const response = await end((await sessionsSeenBy(mine))[0]?.id ?? '', mine);
  expect(response.headers.getSetCookie()[0]).toMatch(/^weir_session=;.*Max-Age=0/);
  expect(await ownerStatus(mine)).toBe(401);
});

test('devices that sign in at the same moment are all on the list', async () => {
  await claimed();
  const cookies = await Promise.all([signedIn('one'), signedIn('two'), signedIn('three')]);
  expect(await Promise.all(cookies.map(ownerStatus))).toEqual([200, 200, 200]);
  forgetProcessState();
  expect(await Promise.all(cookies.map(ownerStatus))).toEqual([200, 200, 200]);
});

test('a disk that is full keeps nobody out', async () => {
  await claimed();
  const whole = `${panel.stateDir}/sessions.json`;
  rmSync(whole);
  mkdirSync(whole);
  const cookie = await signedIn();
  expect(await ownerStatus(cookie)).toBe(200);
});
