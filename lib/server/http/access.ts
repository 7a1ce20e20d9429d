import 'server-only';
import { hasApiToken } from '../auth/api-token';
import { findSession, type Session } from '../auth/session';
import { AppError } from '../errors';

/**
 * Who may call a handler: the signed-in owner; the owner or a script with the read-only token; anybody.
 * The list of public ones is fixed by a test.
 */
export type Access = 'owner' | 'read-token' | 'public';
export type Actor = 'owner' | 'token' | 'anybody';

const sessions = new WeakMap<Request, Session>();

/** @throws AppError unauthenticated */
export async function authorise(request: Request, access: Access): Promise<Actor> {
  if (access === 'public') return 'anybody';
  const session = await findSession(request);
  if (session !== null) {
    sessions.set(request, session);
    return 'owner';
  }
  if (access === 'read-token' && (await hasApiToken(request))) return 'token';
  throw new AppError('unauthenticated', 'You are not signed in.', { hint: 'Sign in and try again.' });
}

/** The session under which a request was let in, if it was one. */
export function sessionOf(request: Request): Session | null {
  return sessions.get(request) ?? null;
}
