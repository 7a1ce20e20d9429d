import 'server-only';
import { randomBytes } from 'node:crypto';
import {
  type CookieJar,
  type CookieStore,
  getIronSession,
  type SessionOptions,
  webCookies,
} from 'iron-session';
import { z } from 'zod';
import { singleton } from '../singleton';
import { readState, writeState } from '../stack/state-store';
import { exclusively } from './exclusive';
import { type Owner, readOwner } from './owner-state';

const LIFETIME_S = 30 * 24 * 3600;
const DEVICE_LIFETIME_S = 365 * 24 * 3600;

/** What the cookie `weir_session` carries, sealed. */
export interface Session {
  id: string;
  epoch: string;
}

interface Device {
  device: string;
}

const endedSchema = z.object({ ended: z.array(z.object({ id: z.string(), untilMs: z.number() })) });
type Ended = z.infer<typeof endedSchema>['ended'];

/** Signs this browser in: adds the cookie to `headers`. */
export async function openSession(owner: Owner, request: Request, headers: Headers): Promise<void> {
  // Nothing of an older cookie is carried over: a new sign-in is a new session.
  const fresh = new Request(request.url, { headers: { origin: request.headers.get('origin') ?? '' } });
  const session = await getIronSession<Session>(webCookies(fresh, headers), options(owner, isHttps(request)));
  session.id = newId();
  session.epoch = owner.epoch;
  await session.save();
  const device = await getIronSession<Device>(
    webCookies(fresh, headers),
    deviceOptions(owner, isHttps(request)),
  );
  device.device = newId();
  await device.save();
}

/**
 * The mark of a browser in which the owner has signed in under today's password, or null. It lets nobody in; it
 * keeps strangers' guesses from slowing the owner down, even from the same address.
 */
export async function knownDevice(request: Request): Promise<string | null> {
  const owner = await readOwner();
  if (owner === null) return null;
  const jar = webCookies(request, new Headers());
  return (await getIronSession<Device>(jar, deviceOptions(owner, false))).device ?? null;
}

/** The living session that the request brings, or null. */
export async function findSession(request: Request): Promise<Session | null> {
  return readSession(webCookies(request, new Headers()));
}

/** The living session of a page request, or null. */
export async function findPageSession(cookies: CookieStore): Promise<Session | null> {
  return readSession(cookies);
}

/** Whether a session that was found earlier still stands. */
export async function isAlive(session: Session): Promise<boolean> {
  const owner = await readOwner();
  return owner !== null && session.epoch === owner.epoch && !(await endedSessions()).has(session.id);
}

/** Signs out: the cookie goes, and a copy of it is worth nothing. */
export async function endSession(session: Session, headers: Headers): Promise<void> {
  headers.append('set-cookie', `${COOKIE}=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict`);
  await exclusively(async () => {
    const ended = await endedSessions();
    ended.set(session.id, Date.now() + LIFETIME_S * 1000);
    for (const [id, untilMs] of ended) if (untilMs < Date.now()) ended.delete(id);
    await writeState('sessions', { ended: [...ended].map(([id, untilMs]) => ({ id, untilMs })) });
  });
  announceRevocation();
}

/** Calls back whenever sessions may have ended, so that open streams check theirs. @returns unsubscribe */
export function onSessionsRevoked(listener: () => void): () => void {
  listeners().add(listener);
  return () => listeners().delete(listener);
}

export function announceRevocation(): void {
  for (const listener of listeners()) listener();
}

const COOKIE = 'weir_session';

async function readSession(jar: CookieJar | CookieStore): Promise<Session | null> {
  const owner = await readOwner();
  if (owner === null) return null;
  const { id, epoch } = await getIronSession<Session>(jar, options(owner, false));
  if (id === undefined || epoch !== owner.epoch) return null;
  return (await endedSessions()).has(id) ? null : { id, epoch };
}

function options(owner: Owner, secure: boolean): SessionOptions {
  return {
    cookieName: COOKIE,
    password: owner.sealingKey,
    ttl: LIFETIME_S,
    cookieOptions: { httpOnly: true, sameSite: 'strict', path: '/', secure },
  };
}

/** Sent to the sign-in alone. */
function deviceOptions(owner: Owner, secure: boolean): SessionOptions {
  return {
    ...options(owner, secure),
    cookieName: 'weir_device',
    ttl: DEVICE_LIFETIME_S,
    cookieOptions: { httpOnly: true, sameSite: 'strict', path: '/api/session', secure },
  };
}

function newId(): string {
  return randomBytes(12).toString('base64url');
}

/** The browser's own word: the panel itself speaks plain http, also behind a proxy that does TLS. */
function isHttps(request: Request): boolean {
  return request.headers.get('origin')?.startsWith('https://') ?? false;
}

/** Sessions that were signed out before their time. Only this process writes them, so memory is enough to read. */
async function endedSessions(): Promise<Map<string, number>> {
  const cache = singleton('ended-sessions', () => ({ byId: null as Map<string, number> | null }));
  cache.byId ??= toMap((await readState('sessions', endedSchema))?.ended ?? []);
  return cache.byId;
}

function toMap(ended: Ended): Map<string, number> {
  return new Map(ended.map(({ id, untilMs }) => [id, untilMs]));
}

function listeners(): Set<() => void> {
  return singleton('session-listeners', () => new Set());
}
