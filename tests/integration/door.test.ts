import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { errorBodySchema } from '@/lib/schemas/error';
import { startBarePanel } from '../support/panel/bare-panel.ts';
import type { Panel } from '../support/panel/panel.ts';
import { rawBytes, rawRequest } from '../support/panel/raw-request.ts';

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'];
/** Methods that nothing here is asked by. */
const STRANGE_METHODS = ['OPTIONS', 'TRACE', 'PROPFIND', 'PURGE', 'SEARCH', 'M-SEARCH', 'LINK', 'QUERY'];
/** Addresses below /api that no route takes. */
const UNKNOWN_API = [
  '/api',
  '/api/',
  '/api?x=1',
  '/api/nope',
  '/api/nope/deeper/still',
  '/api/settings/nope',
  '/api/services/x/nope',
  '/api/session/x/y',
  '/api/[[...path]]',
  '/api/__proto__',
];
const UNKNOWN_ELSEWHERE = [
  '/nope',
  '/apinope',
  '/API/nope',
  '//api/nope',
  '/%61pi/nope',
  '/_next',
  '/_next/nope',
  '/_next/data/x/nope.json',
  '/_next/webpack-hmr',
  '/_next/image',
  '/_error',
  '/_not-found',
  '/404',
  '/index',
  '/server.js',
  '/__nextjs_original-stack-frames',
];
const PAGES = ['/', '/login', '/setup', '/services', '/settings/panel', '/revisions', '/icon.svg'];
const ACTION = '--b\r\ncontent-disposition: form-data; name="$ACTION_ID_x"\r\n\r\n1\r\n--b--\r\n';
const ACTION_CALLS: [Record<string, string>, string][] = [
  [{ 'content-type': 'multipart/form-data; boundary=b' }, ACTION],
  [{ 'content-type': 'multipart/form-data; boundary=b', 'next-action': 'x'.repeat(42) }, ACTION],
  [{ 'content-type': 'text/plain;charset=UTF-8', 'next-action': 'x'.repeat(42) }, '[]'],
  [{ 'content-type': 'application/x-www-form-urlencoded' }, '$ACTION_ID_x=1'],
  [{ 'content-type': 'application/json', 'next-action': 'x', rsc: '1' }, '[]'],
];

let panel: Panel;
beforeAll(async () => {
  panel = await startBarePanel('door');
});
afterAll(async () => {
  await panel?.stop();
});

const ask = (method: string, url: string, headers: Record<string, string> = {}, body?: string) =>
  rawRequest(panel.url, { method, path: url, headers: { host: 'localhost', ...headers }, body });

function sweep(): void {
  test('every unknown address below /api refuses every method in the envelope', async () => {
    for (const url of UNKNOWN_API) {
      for (const method of METHODS) {
        const isRead = method === 'GET' || method === 'HEAD';
        const calls = isRead ? [[{}, undefined] as const] : ACTION_CALLS;
        for (const [headers, body] of calls) {
          const answer = await ask(method, url, headers, body);
          // A path that is not in its one form is sent to it first.
          if (answer.status === 308) continue;
          expect({ method, url, status: answer.status }).toEqual({ method, url, status: 401 });
          if (method !== 'HEAD')
            expect(errorBodySchema.parse(JSON.parse(answer.body)).error.code).toBe('unauthenticated');
        }
      }
    }
  });

  test('every unknown address elsewhere can only be read, and nothing parses what is sent to it', async () => {
    for (const url of [...UNKNOWN_ELSEWHERE, ...PAGES, '/metrics']) {
      for (const method of METHODS.slice(2)) {
        for (const [headers, body] of ACTION_CALLS) {
          const { status, body: answer, headers: said } = await ask(method, url, headers, body);
          expect({ method, url, status, answer }).toEqual({ method, url, status: 405, answer: '' });
          expect(said.allow).toBe('GET, HEAD');
        }
      }
    }
    for (const url of UNKNOWN_ELSEWHERE) {
      expect([307, 308, 404], url).toContain((await ask('GET', url)).status);
    }
  });

  test('methods that nothing is asked by are refused at every address', async () => {
    for (const url of [
      '/',
      '/login',
      '/api/health',
      '/api/nope',
      '/nope',
      '/metrics',
      '/_next/static/x.js',
    ]) {
      for (const method of STRANGE_METHODS) {
        const { status, body, headers } = await ask(method, url);
        expect({ method, url, status, body }).toEqual({ method, url, status: 405, body: '' });
        expect(headers.allow).toBe('GET, HEAD, POST, PUT, PATCH, DELETE');
      }
    }
  });

  test('a foreign name is refused before anything else is looked at, wherever it asks', async () => {
    for (const url of [
      '/',
      '/nope',
      '/api/nope',
      '/api/health',
      '/metrics',
      '/_next/static/x.js',
      '/icon.svg',
    ]) {
      for (const host of ['evil.test', 'evil.test:8430', '8.8.8.8', 'localhost@evil.test']) {
        for (const [headers, body] of ACTION_CALLS) {
          const forged = { ...headers, host, origin: `http://${host}` };
          expect((await ask('POST', url, forged, body)).status, `${host} ${url}`).toBe(421);
        }
        expect((await ask('GET', url, { host })).status, `${host} ${url}`).toBe(421);
      }
    }
  });

  test.each([
    ['the absolute form', 'GET http://localhost/api/health HTTP/1.1\r\nHost: localhost\r\n\r\n', 400],
    [
      'the absolute form of a foreign name',
      'GET http://evil.test/login HTTP/1.1\r\nHost: localhost\r\n\r\n',
      400,
    ],
    ['another scheme', 'GET file:///etc/passwd HTTP/1.1\r\nHost: localhost\r\n\r\n', 400],
    ['the asterisk form', 'OPTIONS * HTTP/1.1\r\nHost: localhost\r\n\r\n', 405],
    ['the asterisk form of a read', 'GET * HTTP/1.1\r\nHost: localhost\r\n\r\n', 400],
    [
      'a websocket',
      'GET / HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n',
      405,
    ],
    [
      'HTTP/2 without TLS',
      'GET /login HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n',
      405,
    ],
    ['two hosts', 'GET /login HTTP/1.1\r\nHost: localhost\r\nHost: evil.test\r\n\r\n', 400],
    ['an empty host', 'GET /login HTTP/1.1\r\nHost:\r\n\r\n', 421],
    ['a way up', 'POST /api/../login HTTP/1.1\r\nHost: localhost\r\n\r\n', 400],
    ['a hidden way up', 'POST /api/%2e%2E/login HTTP/1.1\r\nHost: localhost\r\n\r\n', 400],
    ['a way up by backslashes', 'POST /api\\..\\login HTTP/1.1\r\nHost: localhost\r\n\r\n', 400],
    ['no host', 'GET /login HTTP/1.0\r\n\r\n', 421],
  ])('%s is refused and the connection closed', async (_, bytes, status) => {
    expect(await rawBytes(panel.url, bytes)).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
  });

  test('CONNECT is no way through', async () => {
    expect(await rawBytes(panel.url, 'CONNECT localhost:80 HTTP/1.1\r\nHost: localhost\r\n\r\n')).toBe('');
  });

  test('without a session the framework is asked for whole pages only', async () => {
    const headers = {
      rsc: '1',
      'next-router-state-tree': '%5B%22%22%2C%7B%7D%5D',
      'sec-fetch-site': 'same-origin',
    };
    for (const cookie of ['', 'weir_session=Fe26.2*1*aaaa*bbbb*cccc**dddd*eeee~2']) {
      for (const url of ['/login', '/setup']) {
        const answer = await ask('GET', url, { ...headers, cookie });
        expect(String(answer.headers['content-type'] ?? 'text/html')).toContain('text/html');
      }
    }
  });
}

describe('before the claim', () => {
  sweep();
});

describe('after the claim', () => {
  beforeAll(async () => {
    await panel.claim();
  });

  sweep();

  test('with a session a page of the panel gets parts of pages, and a foreign page does not', async () => {
    const rsc = { rsc: '1', cookie: panel.cookie() };
    // The framework gives the address of the part, a digest of these headers, or the part at once.
    const { headers } = await ask('GET', '/services', rsc);
    const part = String(headers.location ?? '/services');
    expect(part).toMatch(/^\/services/);
    const typeFor = async (more: Record<string, string>) =>
      String((await ask('GET', part, { ...rsc, ...more })).headers['content-type']);
    expect(await typeFor({})).toContain('text/x-component');
    expect(await typeFor({ 'sec-fetch-site': 'same-origin' })).toContain('text/x-component');
    expect(await typeFor({ 'sec-fetch-site': 'same-site' })).toContain('text/html');
  });

  test('with a session there is still nothing at an unknown address', async () => {
    for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']) {
      const body = method === 'GET' ? undefined : {};
      expect((await panel.request(method, '/api/nope', body)).status).toBe(404);
    }
    const form = await ask('POST', '/api/nope', { ...ACTION_CALLS[1]?.[0], cookie: panel.cookie() }, ACTION);
    expect(form.status).toBe(415);
  });
});
