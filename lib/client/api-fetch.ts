import type { ErrorBody, ErrorCode } from '@/lib/schemas/error';
import type { FileDiff } from '@/lib/schemas/file-diff';

interface ApiErrorOptions {
  hint?: string | undefined;
  requestId?: string | null;
  fieldErrors?: Record<string, string> | undefined;
  files?: FileDiff[] | undefined;
}

/** What went wrong with a call of the panel's own API, in words for the person who reads it. */
export class ApiError extends Error {
  /** `offline`: the panel did not answer at all. */
  readonly code: ErrorCode | 'offline';
  /** HTTP status; 0 when there was no answer. */
  readonly status: number;
  readonly hint: string | undefined;
  /** Finds the matching line in the panel's log. */
  readonly requestId: string | null;
  readonly fieldErrors: Record<string, string>;
  /** With `revision-conflict`: what changed since the reader's state. */
  readonly files: FileDiff[];

  constructor(code: ErrorCode | 'offline', status: number, message: string, options: ApiErrorOptions = {}) {
    super(message);
    this.name = 'ApiError';
    this.code = code;
    this.status = status;
    this.hint = options.hint;
    this.requestId = options.requestId ?? null;
    this.fieldErrors = options.fieldErrors ?? {};
    this.files = options.files ?? [];
  }
}

const AGAIN_MS = 1_000;

interface ApiFetchOptions {
  method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Sent as JSON. */
  body?: unknown;
  /** The revision that the change was made for, sent as `If-Match`. */
  ifMatch?: string;
  signal?: AbortSignal;
}

/**
 * Calls the panel's API and returns the JSON answer (undefined for an empty one). The answer's type is the
 * caller's word: both sides are built from the same schema, and parsing it here again would cost every first load.
 * @throws ApiError for every answer but 2xx, and when there is none. Without a session it also goes to the login page.
 */
export async function apiFetch<T>(path: string, options: ApiFetchOptions = {}): Promise<T> {
  const { method = 'GET', body, ifMatch, signal } = options;
  const init = {
    method,
    signal,
    cache: 'no-store',
    headers: {
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(ifMatch !== undefined && { 'if-match': `"${ifMatch}"` }),
      ...(method !== 'GET' && { 'idempotency-key': randomKey() }),
    },
    body: body === undefined ? undefined : JSON.stringify(body),
  } as const;
  return request(path, init, async (response) =>
    response.status === 204 ? (undefined as T) : ((await response.json()) as T),
  );
}

/** Sends a file as it is, for an answer in JSON. @throws ApiError as `apiFetch` */
export async function apiUpload<T>(path: string, file: Blob): Promise<T> {
  const headers = { 'content-type': 'application/octet-stream' };
  const init = { method: 'POST', cache: 'no-store', headers, body: file } as const;
  return request(path, init, (response) => response.json() as Promise<T>);
}

/** As `apiFetch`, for an answer that is plain text. */
export async function apiText(path: string, signal: AbortSignal): Promise<string> {
  return request(path, { signal, cache: 'no-store' }, (response) => response.text());
}

/**
 * Why a stream is refused, which an EventSource does not tell; null when it is not refused. Without a session the page
 * leaves for the login.
 */
export async function whyRefused(path: string): Promise<ApiError | null> {
  const stop = new AbortController();
  try {
    return await request(path, { signal: stop.signal, cache: 'no-store' }, async () => null);
  } catch (error) {
    return error instanceof ApiError ? error : null;
  } finally {
    stop.abort();
  }
}

/**
 * A network that changes breaks off what is under way: another Wi-Fi, a VPN, and in a browser on the Pi itself each
 * container that starts. So what got no answer, or half of one, is sent once more; a change has a key by which the
 * panel makes it once.
 */
async function request<T>(
  path: string,
  init: RequestInit,
  take: (response: Response) => Promise<T>,
): Promise<T> {
  const send = async (inSilence: () => Promise<T>) => {
    try {
      const response = await fetch(path, init);
      if (!response.ok) throw await failure(response);
      return await take(response);
    } catch (error) {
      if (error instanceof ApiError || error instanceof SyntaxError) throw error;
      if (init.signal?.aborted) throw isTimeOver(init.signal.reason) ? silent() : error;
      return inSilence();
    }
  };
  return send(async () => {
    await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
    return send(() => {
      throw silent();
    });
  });
}

const isTimeOver = (reason: unknown) => (reason as DOMException | undefined)?.name === 'TimeoutError';
const silent = () =>
  new ApiError('offline', 0, 'The panel does not answer.', {
    hint: 'Check that the Pi is on and that this device is in the same network.',
  });

/** 128 bits in digits: `crypto.randomUUID` is for secure origins alone, which a panel in the LAN is not. */
export const randomKey = () => crypto.getRandomValues(new Uint32Array(4)).join('-');

async function failure(response: Response): Promise<ApiError> {
  const error = await readEnvelope(response);
  if (!error) {
    return new ApiError('internal', response.status, `The panel answered with status ${response.status}.`, {
      hint: 'Try again in a moment. It may be starting.',
    });
  }
  if (error.code === 'unauthenticated') goToLogin();
  return new ApiError(error.code, response.status, error.message, error);
}

async function readEnvelope(response: Response): Promise<ErrorBody['error'] | null> {
  try {
    const body: Partial<ErrorBody> = await response.json();
    return body.error ?? null;
  } catch {
    return null;
  }
}

function goToLogin(): void {
  const { pathname, search } = window.location;
  // Forms stay where they are: what was typed into them would be lost, and they say what to do themselves.
  if (pathname === '/login' || pathname === '/setup' || pathname.startsWith('/settings/')) return;
  window.location.assign(`/login?next=${encodeURIComponent(pathname + search)}`);
}
