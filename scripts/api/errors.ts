import type { ErrorCode } from '@/lib/schemas/error';
import { errorStatus } from '@/lib/server/errors';
import type { Contract } from '@/lib/server/http/contract';

export const changesState = (method: string) => method !== 'GET';

/** What `handler()` and the door refuse a call with, and what the route does. */
export function errorsOf(method: string, contract: Contract): ErrorCode[] {
  const { access, body, upload, query, params, events, file, ifMatch, errors = [] } = contract;
  const isChange = changesState(method);
  const when = (condition: unknown, ...codes: ErrorCode[]) => (condition ? codes : []);
  return [
    ...new Set<ErrorCode>([
      'forbidden-host',
      'another-panel',
      'invalid-stack',
      'internal',
      ...when(access !== 'public', 'unauthenticated'),
      ...when(access !== 'public' || isChange, 'forbidden-origin'),
      ...when(isChange, 'unsupported-type'),
      ...when(body ?? upload, 'bad-request', 'too-large'),
      ...when(query || ifMatch === 'needed', 'bad-request'),
      ...when(params, 'not-found'),
      ...when(events || file, 'too-many-streams'),
      ...errors,
    ]),
  ];
}

/** By their status, in order. */
export function byStatus(codes: readonly ErrorCode[]): [status: number, codes: ErrorCode[]][] {
  const statuses = new Set(codes.map((code) => errorStatus[code]));
  return [...statuses]
    .toSorted((a, b) => a - b)
    .map((status) => [status, codes.filter((code) => errorStatus[code] === status).toSorted()]);
}
