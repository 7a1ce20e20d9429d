import * as answers from './answers.ts';
import type { ApiFaultKind, ApiMethod, Fault, GoogleState } from './state.ts';

export interface Call {
  method: ApiMethod | 'token' | 'other';
  /** Of a call to the API: the project's id, else ''. */
  project: string;
  /** The metric type, or the beginning of one, that is asked for, else ''. */
  type: string;
}

/** The first fault that this call meets, which is used up by as much; null: none. */
export function faultOf(state: GoogleState, call: Call): Fault['kind'] | null {
  const found = state.faults.find((fault) => {
    if (fault.times === 0) return false;
    if (fault.at === 'token' || call.method === 'token') return fault.at === call.method;
    return (
      (fault.at ?? call.method) === call.method &&
      (fault.project ?? call.project) === call.project &&
      call.type.startsWith(fault.type ?? '')
    );
  });
  if (found?.times !== undefined) found.times -= 1;
  return found?.kind ?? null;
}

export const permissionOf = (method: ApiMethod) => `monitoring.${method}.list`;

type Failing = Exclude<ApiFaultKind, 'hang'>;
const FAILURES: Record<
  Failing,
  (number: string, call: Call & { method: ApiMethod }) => answers.GoogleAnswer
> = {
  'api-off': answers.apiOff,
  'billing-off': answers.billingOff,
  'no-permission': (_number, { method }) => answers.noPermission(permissionOf(method)),
  'not-found': (_number, { project }) => answers.notFound(`Unknown project: ${project}`),
  'rate-limit': answers.rateLimited,
  unauthenticated: answers.badToken,
  unavailable: answers.unavailable,
  'no-series': () => answers.ok({}),
};

/** How Google words a fault. @param number the project's */
export function failure(
  kind: Failing,
  number: string,
  call: Call & { method: ApiMethod },
): answers.GoogleAnswer {
  return FAILURES[kind](number, call);
}
