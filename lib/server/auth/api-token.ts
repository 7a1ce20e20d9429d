import 'server-only';
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { type TokenScope, tokenScopes } from '@/lib/schemas/auth/auth';
import { readState, removeState, writeState } from '../files/state/state-store';

export const tokenSchema = z.object({
  sha256: z.string().length(64),
  tail: z.string(),
  createdAtMs: z.number().int(),
});

/** One file for each scope: what a token may do is where its hash lies, not what it says of itself. */
const files: Record<TokenScope, string> = { read: 'api-token', write: 'api-token-write' };

/** Makes the token of a scope anew; an older one of it is dead. Only its hash is kept. @returns the token, this once */
export async function createApiToken(scope: TokenScope): Promise<string> {
  const token = `weir_${randomBytes(32).toString('base64url')}`;
  await writeState(files[scope], {
    sha256: digest(token).toString('hex'),
    tail: token.slice(-4),
    createdAtMs: Date.now(),
  });
  return token;
}

/** What may be shown of the tokens that there are. */
export async function describeApiTokens(): Promise<
  { scope: TokenScope; tail: string; createdAtMs: number }[]
> {
  const stored = await Promise.all(tokenScopes.map((scope) => readState(files[scope], tokenSchema)));
  return tokenScopes.flatMap((scope, i) => {
    const token = stored[i];
    return token ? [{ scope, tail: token.tail, createdAtMs: token.createdAtMs }] : [];
  });
}

export async function removeApiToken(scope: TokenScope): Promise<void> {
  await removeState(files[scope]);
}

/** What the token that the request carries as `Authorization: Bearer` is good for; never looked for in the URL. */
export async function scopeOfToken(request: Request): Promise<TokenScope | null> {
  const given = bearerOf(request);
  if (given === null) return null;
  const sha256 = digest(given);
  for (const scope of tokenScopes) {
    const stored = await readState(files[scope], tokenSchema);
    if (stored !== null && timingSafeEqual(sha256, Buffer.from(stored.sha256, 'hex'))) return scope;
  }
  return null;
}

/** The token that a request carries, where it has the form of one. */
export function bearerOf(request: Request): string | null {
  return /^Bearer +([\w-]{20,100})$/i.exec(request.headers.get('authorization') ?? '')?.[1] ?? null;
}

export function isSameToken(one: string, other: string): boolean {
  return timingSafeEqual(digest(one), digest(other));
}

function digest(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
