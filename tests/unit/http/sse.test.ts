import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { resetPassword } from '@/lib/server/auth/owner';
import { writeNewOwner } from '@/lib/server/auth/owner-state';
import { openSession } from '@/lib/server/auth/session';
import { AppError } from '@/lib/server/errors';
import { handler } from '@/lib/server/http/handler';
import { endStreamsWithPanel } from '@/lib/server/http/panel-end';
import { type Send, sse } from '@/lib/server/http/sse';
import { cookieOf, freshPanel, panelRequest } from '../../support/panel/route-call';

let panel: ReturnType<typeof freshPanel>;
beforeEach(() => {
  panel = freshPanel();
});
afterEach(() => {
  vi.useRealTimers();
  panel.remove();
});

function open(start: Parameters<typeof sse>[1]) {
  const leaving = new AbortController();
  const request = new Request('http://localhost/x', { signal: leaving.signal });
  const response = sse(request, start);
  if (!response.body) throw new Error('no body');
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  return { response, reader, leave: () => leaving.abort() };
}

test('sends named events as single lines of JSON', async () => {
  const { response, reader } = open((send) => send('line', { text: 'a\r\n\ndata: b\u2028' }));
  expect(response.headers.get('content-type')).toContain('text/event-stream');
  expect(response.headers.get('cache-control')).toContain('no-transform');
  expect((await reader.read()).value).toBe('retry: 2000\n\n');
  expect((await reader.read()).value).toBe('event: line\ndata: {"text":"a\\r\\n\\ndata: b\u2028"}\n\n');
});

test('beats every fifteen seconds', async () => {
  vi.useFakeTimers();
  const { reader } = open(() => undefined);
  await reader.read();
  const beat = reader.read();
  await vi.advanceTimersByTimeAsync(15_000);
  expect((await beat).value).toMatch(/^: /);
});

test('tells its source when the viewer leaves, and sends nothing after that', async () => {
  let signal: AbortSignal | undefined;
  let send: Send = () => undefined;
  const { leave } = open((write, ending) => {
    signal = ending;
    send = write;
  });
  expect(signal?.aborted).toBe(false);
  leave();
  expect(signal?.aborted).toBe(true);
  expect(() => send('late', {})).not.toThrow();
});

test('all end with the panel', async () => {
  const signals: AbortSignal[] = [];
  const streams = [1, 2].map(() => open((_, ending) => void signals.push(ending)));
  endStreamsWithPanel();
  // Without a signal, which would end the tests: its listeners are called.
  process.emit('SIGTERM');
  expect(signals.map(({ aborted }) => aborted)).toEqual([true, true]);
  for (const { reader } of streams) {
    await reader.read();
    expect((await reader.read()).done).toBe(true);
  }
  // One that is asked for on a connection from before.
  const late = open((_, ending) => void signals.push(ending));
  expect(signals[2]?.aborted).toBe(true);
  expect((await late.reader.read()).done).toBe(true);
});

test('a viewer that cancels is one that leaves', async () => {
  let signal: AbortSignal | undefined;
  const { reader } = open((_, ending) => {
    signal = ending;
  });
  await reader.cancel();
  await vi.waitFor(() => expect(signal?.aborted).toBe(true), { timeout: 60_000 });
});

test('a viewer that does not read is cut off before memory fills', () => {
  let signal: AbortSignal | undefined;
  let count = 0;
  open((send, ending) => {
    signal = ending;
    while (!ending.aborted && count < 1000) {
      send('line', { text: 'x'.repeat(64 * 1024) });
      count += 1;
    }
  });
  expect(signal?.aborted).toBe(true);
  expect(count).toBeLessThan(100);
});

test('what goes to many viewers is one and the same piece of memory', async () => {
  const data = { text: 'for everyone' };
  const chunks = await Promise.all(
    [1, 2].map(async () => {
      const { body } = sse(new Request('http://localhost/x'), (send) => send('patch', data));
      const reader = body?.getReader();
      await reader?.read();
      return (await reader?.read())?.value;
    }),
  );
  expect(new TextDecoder().decode(chunks[0])).toBe('event: patch\ndata: {"text":"for everyone"}\n\n');
  expect(chunks[0]).toBe(chunks[1]);
});

test('a source that ends or fails ends the stream', async () => {
  const throws = () => {
    throw new Error('gone');
  };
  for (const source of [async () => undefined, () => Promise.reject(new Error('gone')), throws]) {
    const { reader } = open(source);
    let text = '';
    for (let part = await reader.read(); !part.done; part = await reader.read()) text += part.value;
    expect(text).toMatch(/^retry: 2000\n\n(?:event: failed\n[^\n]+\n\n)?$/);
  }
});

test('a reset of the password ends the streams of its sessions', async () => {
  const owner = await writeNewOwner('hash');
  const headers = new Headers();
  await openSession(owner, panelRequest('/x', { method: 'POST' }), headers);
  const stream = handler({ access: 'owner' }, ({ request }) => sse(request, () => undefined));
  const response = await stream(panelRequest('/x', { cookie: cookieOf(new Response(null, { headers })) }));
  const reader = response.body?.getReader();
  await reader?.read();
  await resetPassword();
  expect((await reader?.read())?.done).toBe(true);
});

test.each([
  [
    'one that would come again',
    new AppError('docker-error', 'Docker: no.', { hint: 'Do this.' }),
    'Docker: no.',
    'Do this.',
    true,
  ],
  [
    'one that passes',
    new AppError('docker-unreachable', 'The Docker Engine does not answer.'),
    'The Docker Engine does not answer.',
    null,
    false,
  ],
])('an error reaches the page as the last event: %s', async (_what, error, message, hint, isFinal) => {
  const { reader } = open(() => Promise.reject(error));
  await reader.read();
  const { value = '' } = await reader.read();
  expect(value).toMatch(/^event: failed\n/);
  expect(JSON.parse(value.slice(value.indexOf('{')))).toEqual({ message, hint, isFinal });
  expect((await reader.read()).done).toBe(true);
});

test('an error that is not meant for people reaches the page without its words', async () => {
  const { reader } = open(() => {
    throw new Error('secret detail');
  });
  await reader.read();
  expect((await reader.read()).value).not.toContain('secret detail');
});
