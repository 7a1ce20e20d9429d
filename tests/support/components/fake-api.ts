import { vi } from 'vitest';
import type { ErrorBody } from '@/lib/schemas/error';

export interface Call {
  /** Method and path: `PUT /api/settings`. */
  what: string;
  body: unknown;
  ifMatch: string | undefined;
}

/** An answer that is an error. */
export class Refusal {
  constructor(
    readonly status: number,
    readonly error: Omit<ErrorBody['error'], 'requestId'>,
  ) {}
}

/** A refusal of fields, as the schemas of the API make it. */
export const refusedFields = (fieldErrors: Record<string, string>) =>
  new Refusal(400, { code: 'bad-request', message: 'Some of it cannot be taken.', fieldErrors });

const withoutQuery = (what: string) => what.replace(/\?.*$/, '');

const untilAborted = (signal: RequestInit['signal']) =>
  new Promise<never>((_, reject) => {
    if (signal?.aborted) reject(signal.reason);
    signal?.addEventListener('abort', () => reject(signal.reason));
  });

/** What the panel answers to a method and path, with its query or to any: an object, or a function of the call that gives one. */
export type Answers = Record<string, unknown>;

/**
 * Answers the browser's `fetch` in the panel's place.
 * @returns the answers, to be changed at any time, and the calls that were made
 */
export function fakeApi(answers: Answers) {
  const calls: Call[] = [];
  vi.stubGlobal('fetch', async (path: string, init: RequestInit = {}) => {
    const what = `${init.method ?? 'GET'} ${path}`;
    const { 'if-match': ifMatch } = (init.headers ?? {}) as Record<string, string>;
    const body: unknown = typeof init.body === 'string' ? JSON.parse(init.body) : undefined;
    const call = { what, body, ifMatch: ifMatch?.replaceAll('"', '') };
    calls.push(call);
    const given =
      answers[what] ??
      answers[withoutQuery(what)] ??
      new Refusal(404, { code: 'not-found', message: `Nothing is at ${path}.` });
    const answer: unknown = await Promise.race([
      typeof given === 'function' ? given(call) : given,
      untilAborted(init.signal),
    ]);
    const isRefusal = answer instanceof Refusal;
    const json = isRefusal ? { error: { requestId: 'req-1', ...answer.error } } : answer;
    // As much of a response as `apiFetch` reads.
    return { ok: !isRefusal, status: isRefusal ? answer.status : 200, json: async () => json };
  });
  /** The calls with this method and path, whatever their query where it has none. */
  const sent = (what: string) => calls.filter((call) => [call.what, withoutQuery(call.what)].includes(what));
  return { answers, calls, sent };
}
