import 'server-only';
import { createHash } from 'node:crypto';
import { singleton } from '../singleton';
import type { Call } from './call';
import { changesState } from './origin-rules';

/** A browser sends again after a second; an answer may hold a key that was just made, so it is not kept for long. */
const KEPT_MS = 30_000;
/** Of some 100 kB at most each. The oldest goes first: a second try is a second away. */
const MOST = 20;
/** Long enough that nobody else guesses it: a UUID, or other 128 bits in digits. */
const KEY = /^[\da-f-]{24,64}$/;

const answers = () => singleton('answered-once', () => new Map<string, Promise<Response>>());

/**
 * Answers a change once for each `Idempotency-Key` (draft-ietf-httpapi-idempotency-key-header): a caller that sends it
 * again, because the answer got lost on the way, gets the answer of the first time. Any other body, path or caller is
 * another change.
 */
export async function once(call: Call, run: () => Promise<Response>): Promise<Response> {
  const name = nameOf(call);
  if (name === null) return run();
  const known = answers().get(name);
  if (known) return (await known).clone();
  const made = run();
  const kept = answers();
  kept.set(name, made);
  for (const oldest of kept.keys()) if (kept.size > MOST) kept.delete(oldest);
  const forget = () => setTimeout(() => kept.delete(name), KEPT_MS).unref();
  made.then(forget, forget);
  return (await made).clone();
}

function nameOf({ request, actor, body }: Call): string | null {
  const key = request.headers.get('idempotency-key') ?? '';
  if (!changesState(request.method) || !KEY.test(key)) return null;
  const digest = createHash('sha256').update(JSON.stringify(body ?? null));
  return [key, actor, request.method, new URL(request.url).pathname, digest.digest('hex')].join(' ');
}
