import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { ApiError, apiFetch } from '@/lib/client/api-fetch';
import { limited } from '@/lib/client/limited';

const assign = vi.fn();
let answer: (init?: RequestInit) => Promise<Response>;

beforeEach(() => {
  assign.mockClear();
  vi.stubGlobal('fetch', (_: string, init?: RequestInit) => answer(init));
  vi.stubGlobal('window', { location: { pathname: '/targets', search: '?q=yace', assign } });
});
afterEach(() => vi.unstubAllGlobals());

const failure = async () => apiFetch('/api/x').catch((error: unknown) => error as ApiError);
const envelope = (status: number, code: string) => {
  const error = { code, message: 'No.', hint: 'Try.', requestId: 'r-1', fieldErrors: { url: 'Wrong.' } };
  return Response.json({ error }, { status });
};

test('gives the answer', async () => {
  answer = async () => Response.json({ a: 1 });
  expect(await apiFetch('/api/x')).toEqual({ a: 1 });
});

test('an empty answer is undefined', async () => {
  answer = async () => new Response(null, { status: 204 });
  expect(await apiFetch('/api/x')).toBeUndefined();
});

test('an error carries everything that the reader needs', async () => {
  answer = async () => envelope(422, 'bad-request');
  expect(await failure()).toMatchObject({
    code: 'bad-request',
    status: 422,
    message: 'No.',
    hint: 'Try.',
    requestId: 'r-1',
    fieldErrors: { url: 'Wrong.' },
  });
  expect(assign).not.toHaveBeenCalled();
});

test('without a session it goes to the login page, and remembers where it was', async () => {
  answer = async () => envelope(401, 'unauthenticated');
  await failure();
  expect(assign).toHaveBeenCalledWith('/login?next=%2Ftargets%3Fq%3Dyace');
});

test('a wrong password is an error of the form, not of the session', async () => {
  answer = async () => envelope(401, 'wrong-password');
  expect(await failure()).toBeInstanceOf(ApiError);
  expect(assign).not.toHaveBeenCalled();
});

test('what is not the envelope is still said in words', async () => {
  answer = async () => new Response('<html>', { status: 502 });
  expect(await failure()).toMatchObject({ code: 'internal', status: 502 });
});

test('no answer at all is offline', async () => {
  answer = async () => {
    throw new TypeError('Failed to fetch');
  };
  expect(await failure()).toMatchObject({ code: 'offline', status: 0 });
});

test('an answer that breaks off in the middle is asked for again, and one that is no JSON is not', async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const bodies: (BodyInit | Error)[] = [new TypeError('network error'), '{"a":1}'];
  answer = async () => {
    const body = bodies.shift() ?? null;
    if (!(body instanceof Error)) return new Response(body);
    const breaking = new ReadableStream({ start: (controller) => controller.error(body) });
    return new Response(breaking);
  };
  const told = apiFetch('/api/x');
  await vi.advanceTimersByTimeAsync(1_000);
  expect(await told).toEqual({ a: 1 });

  bodies.push('<html>', '{"a":1}');
  await expect(apiFetch('/api/x')).rejects.toThrow(SyntaxError);
  expect(bodies).toHaveLength(1);
});

const aborted = (init?: RequestInit) =>
  new Promise<Response>((_, reject) =>
    init?.signal?.addEventListener('abort', () => reject(init.signal?.reason)),
  );

test('no answer for long is offline too, and a call that its reader ends is not', async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  answer = aborted;
  const told = vi.fn();
  const reader = new AbortController();
  apiFetch('/api/x', { signal: limited(new AbortController().signal) }).catch(told);
  apiFetch('/api/y', { signal: limited(reader.signal) }).catch(told);
  await vi.advanceTimersByTimeAsync(39_000);
  expect(told).not.toHaveBeenCalled();
  reader.abort();
  await vi.advanceTimersByTimeAsync(0);
  expect(told).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ name: 'AbortError' }));
  await vi.advanceTimersByTimeAsync(2_000);
  expect(told).toHaveBeenLastCalledWith(expect.objectContaining({ code: 'offline', status: 0 }));
});

const keyOf = (init?: RequestInit) => new Headers(init?.headers).get('idempotency-key');

test('a call that got no answer is made once more, and no oftener; a change with the same key', async () => {
  const keys: (string | null)[] = [];
  const silence = async (init?: RequestInit): Promise<Response> => {
    keys.push(keyOf(init));
    throw new TypeError('Failed to fetch');
  };
  answer = (init) => (keys.length === 0 ? silence(init) : Promise.resolve(Response.json(keyOf(init))));
  expect(await apiFetch('/api/x', { method: 'PUT', body: {} })).toBe(keys[0]);
  expect(keys[0]).toMatch(/^[\d-]{24,}$/);
  answer = silence;
  expect(await failure()).toMatchObject({ code: 'offline' });
  expect(keys.slice(1)).toEqual([null, null]);
});

test('what was answered is told at once', async () => {
  let asked = 0;
  answer = async () => {
    asked++;
    return envelope(500, 'internal');
  };
  expect(await failure()).toMatchObject({ code: 'internal' });
  expect(asked).toBe(1);
});

test('a call that its page gave up is not made again', async () => {
  const stop = new AbortController();
  let asked = 0;
  answer = async (init) => {
    asked++;
    stop.abort();
    init?.signal?.throwIfAborted();
    return Response.json({});
  };
  await expect(apiFetch('/api/x', { signal: stop.signal })).rejects.toMatchObject({ name: 'AbortError' });
  expect(asked).toBe(1);
});
