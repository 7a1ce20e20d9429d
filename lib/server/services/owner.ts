import 'server-only';
import type { ChangePassword, Claim, Login } from '@/lib/schemas/auth';
import { createApiToken, describeApiToken, removeApiToken } from '../auth/api-token';
import { assertUnclaimed, changePassword, claim, verifyOwner } from '../auth/owner';
import { endSession, knownDevice, openSession } from '../auth/session';
import { sessionOf } from '../http/access';
import type { Call } from '../http/call';

interface SignedIn {
  signedIn: true;
}

/** Every set-up call after the first is answered so, whatever it brings. @throws AppError already-claimed */
export async function refuseWhenClaimed(): Promise<void> {
  await assertUnclaimed();
}

/** Claims the panel and signs the new owner in. */
export async function claimPanel({ body, address, request, headers }: Call<Claim>): Promise<SignedIn> {
  await openSession(await claim(body, address), request, headers);
  return { signedIn: true };
}

export async function signIn({ body, address, request, headers }: Call<Login>): Promise<SignedIn> {
  const device = await knownDevice(request);
  const guesser = { key: device === null ? address : `device ${device}`, isKnown: device !== null };
  await openSession(await verifyOwner(body, guesser), request, headers);
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
  await openSession(await changePassword(body, guesser), request, headers);
}

/** What may be shown of the read-only API token; null when there is none. */
export async function showApiToken(): Promise<{ token: { tail: string; createdAtMs: number } | null }> {
  return { token: await describeApiToken() };
}

/** Makes a token, shown this once; an older one is dead. */
export async function renewApiToken(): Promise<{ token: string }> {
  return { token: await createApiToken() };
}

export async function revokeApiToken(): Promise<void> {
  await removeApiToken();
}
