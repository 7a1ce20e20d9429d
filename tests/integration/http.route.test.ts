import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { POST as setUp } from '@/app/api/setup/route';
import { errorBodySchema } from '@/lib/schemas/error';
import { setupCode } from '@/lib/server/auth/setup-code';
import { AppError } from '@/lib/server/errors';
import { handler } from '@/lib/server/http/handler';
import { cookieOf, freshPanel, panelRequest } from '../support/panel/route-call';

const noteSchema = z.object({
  title: z.string().min(3, 'Too short.'),
  tags: z.array(z.string().max(4)).max(3),
});
const write = handler({ access: 'owner', body: noteSchema, maxBytes: 1024 }, ({ body }) => ({ got: body }));
const read = handler(
  {
    access: 'owner',
    query: z.object({ tail: z.coerce.number().int().max(500).default(100) }),
    params: z.object({ name: z.enum(['vmagent', 'yace']) }),
  },
  ({ query, params }) => ({ ...query, ...params }),
);
const open = handler({ access: 'public' }, () => 'open');

let panel: ReturnType<typeof freshPanel>;
let cookie: string;

beforeAll(async () => {
  panel = freshPanel();
  const body = { code: await setupCode(), password: 'tall reeds by the pond' };
  cookie = cookieOf(await setUp(panelRequest('/api/setup', { method: 'POST', body })));
});
afterAll(() => panel.remove());

const good = { title: 'Reeds', tags: [] };
const send = (body: unknown, headers: Record<string, string> = {}) =>
  write(panelRequest('/api/note', { method: 'PUT', body, cookie, headers }));

async function refusal(response: Response) {
  expect(response.headers.get('cache-control')).toBe('no-store');
  const { error } = errorBodySchema.parse(await response.json());
  expect(error.requestId).toBe(response.headers.get('x-request-id'));
  return { status: response.status, ...error };
}

describe('access', () => {
  test('without a session it is 401, before anything that was sent is looked at', async () => {
    const response = await write(panelRequest('/api/note', { method: 'PUT', body: 'no json' }));
    expect(await refusal(response)).toMatchObject({ status: 401, code: 'unauthenticated' });
  });

  test.each([
    ['a made-up cookie', 'weir_session=Fe26.2*1*aaaa*bbbb*cccc**dddd*eeee~2'],
    ['another cookie', 'session=1'],
    ['an empty cookie', 'weir_session='],
  ])('%s is no session', async (_, forged) => {
    expect((await read(panelRequest('/x', { cookie: forged }))).status).toBe(401);
  });

  test.each<Record<string, string>>([
    { 'x-middleware-subrequest': 'proxy:proxy:proxy:proxy:proxy' },
    { 'x-middleware-subrequest-id': '1' },
    { rsc: '1', 'next-router-prefetch': '1' },
    { 'x-forwarded-for': '127.0.0.1', 'x-real-ip': '127.0.0.1' },
    { authorization: 'Bearer undefined' },
    { authorization: 'Basic YWRtaW46YWRtaW4=' },
  ])('%j opens nothing', async (headers) => {
    expect((await read(panelRequest('/x', { headers }))).status).toBe(401);
  });
});

describe('host', () => {
  test.each([['evil.example'], ['localhost.evil.example'], ['8.8.8.8:8430']])('%s is 421', async (host) => {
    const answer = await refusal(await open(panelRequest('/x', { headers: { host } })));
    expect(answer).toMatchObject({ status: 421, code: 'forbidden-host' });
    expect(answer.hint).toContain('WEIR_ALLOWED_HOSTS');
  });

  test('names the host that it saw and nothing else of what was sent', async () => {
    const answer = await refusal(await open(panelRequest('/x', { headers: { host: '<script>alert(1)' } })));
    expect(JSON.stringify(answer)).not.toContain('script');
  });
});

describe('origin', () => {
  test.each([
    ['another site', { origin: 'http://evil.example' }],
    ['another port of this machine', { origin: 'http://localhost:8081' }],
    ['a sandboxed frame', { origin: 'null' }],
    ['a file', { origin: 'file://' }],
    ['an extension', { origin: 'chrome-extension://localhost:8430' }],
    ['another site, by the browser’s word', { 'sec-fetch-site': 'cross-site' }],
    ['a sibling, by the browser’s word', { 'sec-fetch-site': 'same-site' }],
    [
      'an unknown name that calls itself the same',
      { origin: 'http://evil.example', 'sec-fetch-site': 'same-origin' },
    ],
  ])('a change from %s is 403', async (_, headers) => {
    const answer = await refusal(await send(good, headers as Record<string, string>));
    expect(answer).toMatchObject({ status: 403, code: 'forbidden-origin' });
  });

  test('reading for another site is 403 too', async () => {
    const request = panelRequest('/x', { cookie, headers: { 'sec-fetch-site': 'cross-site' } });
    expect((await read(request)).status).toBe(403);
  });

  test.each([
    ['a page of the panel', {}],
    ['a page behind a proxy that does TLS', { origin: 'https://localhost:8430' }],
    [
      'a page behind a proxy that hides the name',
      { host: '127.0.0.1:8430', 'sec-fetch-site': 'same-origin' },
    ],
  ])('a change from %s is done', async (_, headers) => {
    expect((await send(good, headers as Record<string, string>)).status).toBe(200);
  });

  test('a change from a script without an origin is done', async () => {
    const request = panelRequest('/api/note', { method: 'PUT', body: good, cookie });
    request.headers.delete('origin');
    expect((await write(request)).status).toBe(200);
  });
});

describe('body', () => {
  test.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/jsonp',
  ])('%s is 415', async (type) => {
    expect(await refusal(await send(good, { 'content-type': type }))).toMatchObject({ status: 415 });
  });

  test('JSON with a charset is fine', async () => {
    expect((await send(good, { 'content-type': 'application/json; charset=utf-8' })).status).toBe(200);
  });

  test('more than the limit is 413, whatever Content-Length says', async () => {
    const large = { title: 'x'.repeat(2000), tags: [] };
    expect(await refusal(await send(large))).toMatchObject({ status: 413, code: 'too-large' });
    expect((await send(large, { 'content-length': '10' })).status).toBe(413);
  });

  test('an endless body is cut off at the limit', async () => {
    let sent = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 256;
        controller.enqueue(new Uint8Array(256).fill(0x20));
      },
    });
    const { headers } = panelRequest('/api/note', { method: 'PUT', body: '', cookie });
    const request = new Request('http://localhost:8430/api/note', {
      method: 'PUT',
      headers,
      body: endless,
      duplex: 'half',
    } as RequestInit);
    expect((await write(request)).status).toBe(413);
    expect(sent).toBeLessThan(4096);
  });

  test.each([['not json'], ['{"title":'], [''], ['\u0000'], ['[]'], ['null'], ['1']])(
    '%j is 422',
    async (body) => {
      expect(await refusal(await send(body))).toMatchObject({ status: 422, code: 'bad-request' });
    },
  );

  test('bytes that are not UTF-8 are 422', async () => {
    const { headers } = panelRequest('/api/note', { method: 'PUT', body: '', cookie });
    const body = new Uint8Array([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d]);
    const request = new Request('http://localhost:8430/api/note', { method: 'PUT', headers, body });
    expect((await write(request)).status).toBe(422);
  });

  test('each field that does not fit has its own message', async () => {
    const answer = await refusal(
      await send({ title: 'x', tags: ['fine', 'far too long'], __proto__: { y: 1 } }),
    );
    expect(answer.status).toBe(422);
    expect(answer.fieldErrors).toMatchObject({ title: 'Too short.', 'tags.1': expect.any(String) });
  });

  test('what is not in the schema does not get through', async () => {
    const response = await send(
      '{"title":"Reeds","tags":[],"__proto__":{"admin":true},"constructor":1,"extra":2}',
    );
    expect(await response.json()).toEqual({ got: good });
  });
});

describe('query and path', () => {
  const context = (name: string) => ({ params: Promise.resolve({ name }) });

  test('are parsed like the body', async () => {
    const response = await read(panelRequest('/x?tail=7', { cookie }), context('yace'));
    expect(await response.json()).toEqual({ tail: 7, name: 'yace' });
  });

  test('a query that does not fit is 422', async () => {
    for (const query of ['tail=9999', 'tail=x', 'tail=1.5']) {
      const answer = await refusal(await read(panelRequest(`/x?${query}`, { cookie }), context('yace')));
      expect(answer).toMatchObject({ status: 422, fieldErrors: { tail: expect.any(String) } });
    }
  });

  test('a path that does not fit is 404', async () => {
    for (const name of ['other', '../vmagent', 'vmagent\n', '', '__proto__']) {
      expect((await read(panelRequest('/x', { cookie }), context(name))).status).toBe(404);
    }
  });
});

describe('answers', () => {
  const answers = (run: () => unknown) => handler({ access: 'public' }, run)(panelRequest('/x'));

  test('an unexpected error says nothing of its inside', async () => {
    const response = await answers(() => {
      throw new Error('secret /etc/passwd');
    });
    const answer = await refusal(response);
    expect(answer).toMatchObject({ status: 500, code: 'internal' });
    expect(JSON.stringify(answer)).not.toContain('secret');
  });

  test('a wait goes out as Retry-After in whole seconds', async () => {
    const response = await answers(() => {
      throw new AppError('too-many-tries', 'Wait.', { retryAfterSeconds: 1.2 });
    });
    expect(response.status).toBe(429);
    expect(response.headers.get('retry-after')).toBe('2');
  });

  test('nothing to say is 204', async () => {
    const response = await answers(() => undefined);
    expect(response.status).toBe(204);
    expect(await response.text()).toBe('');
  });

  test('only what the response schema knows goes out', async () => {
    const route = handler({ access: 'public', response: z.object({ name: z.string() }) }, () => ({
      name: 'pond',
      token: 'secret',
    }));
    expect(await (await route(panelRequest('/x'))).json()).toEqual({ name: 'pond' });
  });

  test('an answer of its own keeps its headers and gets ours', async () => {
    const response = await answers(() => new Response('a,b', { headers: { 'content-type': 'text/csv' } }));
    expect(response.headers.get('content-type')).toBe('text/csv');
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('x-request-id')).toMatch(/^[\w-]{36}$/);
  });
});
