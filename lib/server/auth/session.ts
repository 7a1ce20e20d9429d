import 'server-only';
import { randomBytes } from 'node:crypto';
import {
  type CookieJar,
  type CookieStore,
  getIronSession,
  type SessionOptions,
  webCookies,
} from 'iron-session';
import type { SessionInfo } from '@/lib/schemas/auth/auth';
import { singleton } from '../singleton';
import { type Owner, readOwner } from './owner-state';
import {
  addSession,
  findEntry,
  noteSeen,
  removeSessions,
  SESSION_LIFETIME_S,
  sessionsOf,
} from './session-table';

const DEVICE_LIFETIME_S = 365 * 24 * 3600;

/** What the cookie `weir_session` carries, sealed. */
export interface Session {
  id: string;
  epoch: string;
}

interface Device {
  device: string;
}

/** Signs this browser in: adds the cookie to `headers`. @param address where it is, for the list of sessions */
export async function openSession(
  owner: Owner,
  request: Request,
  headers: Headers,
  address = '',
): Promise<void> {
  // Nothing of an older cookie is carried over: a new sign-in is a new session.
  const fresh = new Request(request.url, { headers: { origin: request.headers.get('origin') ?? '' } });
  const session = await getIronSession<Session>(webCookies(fresh, headers), options(owner, isHttps(request)));
  session.id = newId();
  session.epoch = owner.epoch;
  await session.save();
  await addSession({
    id: session.id,
    epoch: owner.epoch,
    openedAtMs: Date.now(),
    seenAtMs: Date.now(),
    userAgent: plainLine(request.headers.get('user-agent')),
    address: address || null,
  });
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

/** Whether somebody is signed in at this address. Like `knownDevice` it lets nobody in. */
export async function isHomeOfSession(address: string): Promise<boolean> {
  const owner = await readOwner();
  if (owner === null || address === '') return false;
  return (await sessionsOf(owner.epoch)).some((session) => session.address === address);
}

/** The living session that the request brings, or null. */
export async function findSession(request: Request): Promise<Session | null> {
  return readSession(webCookies(request, new Headers()));
}

/** Whether a session that was found earlier still stands. Asking counts as being in use. */
export async function isAlive(session: Session): Promise<boolean> {
  const owner = await readOwner();
  if (owner === null || session.epoch !== owner.epoch || (await findEntry(session.id)) === null) return false;
  await noteSeen(session.id, null);
  return true;
}

/** Signs out: the cookie goes, and a copy of it is worth nothing. */
export async function endSession(session: Session, headers: Headers): Promise<void> {
  headers.append('set-cookie', `${COOKIE}=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict`);
  await endWhere(({ id }) => id === session.id);
}

/** Signs one browser out, or all but `keep`. @returns how many */
export async function endOther(which: { id: string } | { keep: Session }): Promise<number> {
  return endWhere(({ id }) => ('id' in which ? id === which.id : id !== which.keep.id));
}

/** Every browser that is signed in; the caller's first. */
export async function listSessions(caller: Session): Promise<SessionInfo[]> {
  const sessions = (await sessionsOf(caller.epoch)).map(({ epoch: _, ...entry }) => ({
    ...entry,
    isThisOne: entry.id === caller.id,
  }));
  return sessions.sort((one, other) => Number(other.isThisOne) - Number(one.isThisOne));
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

/** The living session of a page request, or null. */
export async function readSession(jar: CookieJar | CookieStore): Promise<Session | null> {
  const owner = await readOwner();
  if (owner === null) return null;
  const { id, epoch } = await getIronSession<Session>(jar, options(owner, false));
  if (id === undefined || epoch !== owner.epoch) return null;
  return (await findEntry(id)) === null ? null : { id, epoch };
}

async function endWhere(isMeant: (entry: { id: string }) => boolean): Promise<number> {
  try {
    return await removeSessions(isMeant);
  } finally {
    announceRevocation();
  }
}

function options(owner: Owner, secure: boolean): SessionOptions {
  return {
    cookieName: COOKIE,
    password: owner.sealingKey,
    // The seal itself does not age by the machine's clock, which may jump: the list of sessions says what is over.
    ttl: 0,
    cookieOptions: { httpOnly: true, sameSite: 'strict', path: '/', secure, maxAge: SESSION_LIFETIME_S },
  };
}

/** Sent to the sign-in alone. */
function deviceOptions(owner: Owner, secure: boolean): SessionOptions {
  return {
    ...options(owner, secure),
    cookieName: 'weir_device',
    cookieOptions: {
      httpOnly: true,
      sameSite: 'strict',
      path: '/api/session',
      secure,
      maxAge: DEVICE_LIFETIME_S,
    },
  };
}

function newId(): string {
  return randomBytes(12).toString('base64url');
}

/** The browser's own word: the panel itself speaks plain http, also behind a proxy that does TLS. */
function isHttps(request: Request): boolean {
  return request.headers.get('origin')?.startsWith('https://') ?? false;
}

/** What a browser says of itself is anybody's text: one line of at most 300 characters. */
function plainLine(text: string | null): string | null {
  return (
    text
      ?.replace(/[^\u0021-\u007e]+/g, ' ')
      .trim()
      .slice(0, 300) || null
  );
}

function listeners(): Set<() => void> {
  return singleton('session-listeners', () => new Set());
}
