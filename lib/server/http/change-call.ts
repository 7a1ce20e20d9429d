import 'server-only';
import type { Revision } from '@/lib/schemas/revision';
import { AppError } from '../errors';
import { sessionOf } from './access';

/** Who a request that was let in comes from. */
export function authorOf(request: Request): Revision['who'] {
  return sessionOf(request) === null ? 'token' : 'owner';
}

/**
 * The state of the files that the caller saw, from `If-Match: "<revision>"`; `*` for a script that does not care.
 * @throws AppError bad-request
 */
export function ifMatchOf(request: Request): string {
  const revision = givenRevision(request);
  if (revision !== null) return revision;
  throw new AppError('bad-request', 'The request does not say which state of the files it was made for.', {
    hint: 'Send the header If-Match with the ETag of GET /api/settings, or * to change whatever is there.',
  });
}

/** The revision of `If-Match`, or `*`, or what is none and so fits nothing; null: the header is absent. */
export function givenRevision(request: Request): string | null {
  const given = request.headers.get('if-match');
  return given && (/^(?:W\/)?"([0-9a-f]{16})"$/.exec(given)?.[1] ?? given);
}
