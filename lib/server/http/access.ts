import 'server-only';
import { scopeOfToken } from '../auth/api-token';
import { isMetricsToken } from '../auth/metrics-token';
import { findSession, type Session } from '../auth/session';
import { noteSeen } from '../auth/session-table';
import { AppError } from '../errors';
import { peerOf } from './inside-headers';

/**
 * Who may call a handler: the signed-in owner; the owner or a script with a token of that scope (a write token
 * reads too); those, or vmagent with the token that the panel made for it; anybody. What each token opens and the list of public ones are fixed by tests.
 */
export type Access = 'owner' | 'read-token' | 'write-token' | 'metrics-token' | 'public';
export type Actor = 'owner' | 'token' | 'anybody';

const sessions = new WeakMap<Request, Session>();

/** @throws AppError unauthenticated */
export async function authorise(request: Request, access: Access): Promise<Actor> {
  if (access === 'public') return 'anybody';
  const session = await findSession(request);
  if (session !== null) {
    sessions.set(request, session);
    await noteSeen(session.id, peerOf(request));
    return 'owner';
  }
  const scope = await scopeOfToken(request);
  if (scope === 'write' && access !== 'owner') return 'token';
  if (scope === 'read' && (access === 'read-token' || access === 'metrics-token')) return 'token';
  if (scope === null && access === 'metrics-token' && (await isMetricsToken(request))) return 'token';
  throw refusal(scope, access);
}

/** The session under which a request was let in, if it was one. */
export function sessionOf(request: Request): Session | null {
  return sessions.get(request) ?? null;
}

function refusal(scope: 'read' | 'write' | null, access: Access): AppError {
  if (scope === null) {
    return new AppError('unauthenticated', 'You are not signed in.', { hint: 'Sign in and try again.' });
  }
  return access === 'write-token'
    ? new AppError('unauthenticated', 'This token may only read the status.', {
        hint: 'Make a token that may change settings, under Settings → Panel.',
      })
    : new AppError('unauthenticated', 'No token opens this; it is for the signed-in owner alone.', {
        hint: 'Sign in and try again.',
      });
}
