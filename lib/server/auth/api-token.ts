import 'server-only';
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { readState, removeState, writeState } from '../stack/state-store';

const tokenSchema = z.object({
  sha256: z.string().length(64),
  tail: z.string(),
  createdAtMs: z.number().int(),
});

/** Makes the read-only token anew; an older one is dead. Only its hash is kept. @returns the token, this once */
export async function createApiToken(): Promise<string> {
  const token = `weir_${randomBytes(32).toString('base64url')}`;
  await writeState('api-token', {
    sha256: digest(token).toString('hex'),
    tail: token.slice(-4),
    createdAtMs: Date.now(),
  });
  return token;
}

/** What may be shown of the token, or null when there is none. */
export async function describeApiToken(): Promise<{ tail: string; createdAtMs: number } | null> {
  const stored = await readState('api-token', tokenSchema);
  return stored && { tail: stored.tail, createdAtMs: stored.createdAtMs };
}

export async function removeApiToken(): Promise<void> {
  await removeState('api-token');
}

/** Whether the request carries the token as `Authorization: Bearer`; never looked for in the URL. */
export async function hasApiToken(request: Request): Promise<boolean> {
  const given = /^Bearer +([\w-]{20,100})$/i.exec(request.headers.get('authorization') ?? '')?.[1];
  if (given === undefined) return false;
  const stored = await readState('api-token', tokenSchema);
  return stored !== null && timingSafeEqual(digest(given), Buffer.from(stored.sha256, 'hex'));
}

function digest(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
