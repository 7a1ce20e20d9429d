import 'server-only';
import {
  type ChangePassword,
  type Claim,
  type Login,
  type NewToken,
  type Sessions,
  type SignedIn,
  type TokenMade,
  type TokenScope,
  type Tokens,
  tokenScopes,
} from '@/lib/schemas/auth/auth';
import { createApiToken, describeApiTokens, removeApiToken } from '../auth/api-token';
import { assertUnclaimed, changePassword, claim, verifyOwner } from '../auth/owner';
import {
  endOther,
  endSession,
  isHomeOfSession,
  knownDevice,
  listSessions,
  openSession,
} from '../auth/session';
import { AppError } from '../errors';
import { sessionOf } from '../http/access';
import type { Call } from '../http/call';

/** Every set-up call after the first is answered so, whatever it brings. @throws AppError already-claimed */
export async function refuseWhenClaimed(): Promise<void> {
  await assertUnclaimed();
}

/** Claims the panel and signs the new owner in. */
export async function claimPanel({ body, address, request, headers }: Call<Claim>): Promise<SignedIn> {
  await openSession(await claim(body), request, headers, address);
  return { signedIn: true };
}

export async function signIn({ body, address, request, headers }: Call<Login>): Promise<SignedIn> {
  const device = await knownDevice(request);
  const guesser =
    device === null
      ? { key: address, isKnown: await isHomeOfSession(address) }
      : { key: `device ${device}`, isKnown: true };
  await openSession(await verifyOwner(body, guesser), request, headers, address);
  return { signedIn: true };
}

export async function signOut({ request, headers }: Call): Promise<void> {
  const session = sessionOf(request);
  if (session !== null) await endSession(session, headers);
}

/** Sets another password; every other session ends, the caller's goes on under a new cookie. */
export async function setPassword({ body, address, request, headers }: Call<ChangePassword>): Promise<void> {
  const session = sessionOf(request);
  const guesser = { key: `session ${session?.id ?? address}`, isKnown: true };
  await openSession(await changePassword(body, guesser), request, headers, address);
}

export async function showSessions({ request }: Call): Promise<Sessions> {
  const session = sessionOf(request);
  return { sessions: session === null ? [] : await listSessions(session) };
}

/** Signs one browser out; the caller's own too, if it is that. @throws AppError not-found */
export async function endOneSession({ params, request, headers }: Call<unknown, unknown, { id: string }>) {
  const session = sessionOf(request);
  if (session?.id === params.id) return endSession(session, headers);
  if ((await endOther(params)) === 0) {
    throw new AppError('not-found', 'This device is no longer signed in.');
  }
}

/** Signs every browser out but the caller's. @returns how many */
export async function endOtherSessions({ request }: Call): Promise<{ ended: number }> {
  const session = sessionOf(request);
  return { ended: session === null ? 0 : await endOther({ keep: session }) };
}

export async function showApiTokens(): Promise<Tokens> {
  return { tokens: await describeApiTokens() };
}

/** Makes a token, shown this once; an older one of the same scope is dead. */
export async function renewApiToken({ body: { scope } }: Call<NewToken>): Promise<TokenMade> {
  return { token: await createApiToken(scope), scope };
}

/** Makes the token of a scope worthless, or all of them. */
export async function revokeApiToken({
  query,
}: Call<unknown, { scope?: TokenScope | undefined }>): Promise<void> {
  await Promise.all((query.scope ? [query.scope] : tokenScopes).map(removeApiToken));
}
