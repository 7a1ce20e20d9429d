import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startBarePanel } from '../support/panel/bare-panel.ts';
import type { Panel } from '../support/panel/panel.ts';
import { rawRequest } from '../support/panel/raw-request.ts';
import { repoDir } from '../support/stack/stack.ts';

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'];
const PUBLIC = ['GET /api/health', 'HEAD /api/health', 'POST /api/session', 'POST /api/setup'];
/** In every snapshot of the pipeline, and so in every page that the owner gets. */
const SNAPSHOT_FIELD = 'hasMemoryCgroup';
const OPEN_PAGES = ['/login', '/setup'];

/** Every URL pattern that the build serves, from its own manifest: `/api/tasks/[id]` → `/api/tasks/x`. */
function builtPaths(kind: 'page' | 'route'): string[] {
  const file = path.join(repoDir, '.next/standalone/.next/app-path-routes-manifest.json');
  const manifest: Record<string, string> = JSON.parse(readFileSync(file, 'utf8'));
  return Object.entries(manifest)
    .filter(([source, url]) => source.endsWith(`/${kind}`) && !url.startsWith('/_'))
    .map(([, url]) => url.replace('[name]', 'vmagent').replace(/\[[^\]]+\]/g, 'x'));
}

let panel: Panel;
beforeAll(async () => {
  panel = await startBarePanel('surface');
});
afterAll(async () => {
  await panel?.stop();
});

const ask = (method: string, url: string, headers: Record<string, string> = {}, body?: string) =>
  rawRequest(panel.url, { method, path: url, headers: { host: 'localhost', ...headers }, body });

function sweep(): void {
  test('every route refuses every method without a session', async () => {
    const open: string[] = [];
    for (const url of builtPaths('route')) {
      for (const method of METHODS) {
        if (PUBLIC.includes(`${method} ${url}`)) continue;
        const json = { 'content-type': 'application/json' };
        const { status } = await ask(
          method,
          url,
          json,
          method === 'GET' || method === 'HEAD' ? undefined : '{}',
        );
        if (status !== 401 && status !== 405) open.push(`${method} ${url} ${status}`);
      }
    }
    expect(open).toEqual([]);
  });

  test.each<Record<string, string>>([
    {},
    { 'x-middleware-subrequest': 'proxy:proxy:proxy:proxy:proxy' },
    { 'x-middleware-subrequest': 'src/proxy:src/proxy:src/proxy:src/proxy:src/proxy' },
    { 'x-middleware-prefetch': '1' },
    { 'x-nextjs-data': '1' },
    { rsc: '1' },
    { rsc: '1', 'next-router-prefetch': '1' },
    { rsc: '1', 'next-router-prefetch': '1', 'next-router-segment-prefetch': '/_tree' },
    { rsc: '1', 'next-router-state-tree': '%5B%22%22%2C%7B%7D%5D' },
    { 'x-forwarded-host': 'localhost', 'x-forwarded-for': '127.0.0.1' },
    { cookie: 'weir_session=x; __prerender_bypass=x; __next_preview_data=x' },
  ])('no page opens with %j', async (headers) => {
    for (const url of builtPaths('page').filter((page) => !OPEN_PAGES.includes(page))) {
      const answer = await ask('GET', url, headers);
      const isRedirect = answer.status >= 300 && answer.status < 400;
      const isRedirectInside = answer.status === 200 && answer.body.includes('NEXT_REDIRECT');
      // The outline of the routes, asked for by a prefetch of segments, holds names and no content.
      const isOutline = 'next-router-segment-prefetch' in headers && answer.status !== 200;
      expect(answer.body).not.toContain(SNAPSHOT_FIELD);
      expect({ url, isClosed: isRedirect || isRedirectInside || isOutline }).toEqual({ url, isClosed: true });
    }
  });
}

describe('before the claim', () => {
  sweep();

  test('a page leads to the set-up', async () => {
    const answer = await ask('GET', '/');
    expect(answer.headers.location).toBe('/setup');
  });

  test('there is a setup code to be read on the machine, and the log does not show it', () => {
    expect(panel.setupCode()).toMatch(/^\w{5}-\w{5}$/);
    expect(panel.log()).not.toContain(panel.setupCode());
  });
});

describe('after the claim', () => {
  beforeAll(async () => {
    await panel.claim();
  });

  sweep();

  test('a page leads to the sign-in', async () => {
    expect((await ask('GET', '/')).headers.location).toBe('/login');
  });

  test('a second claim is refused', async () => {
    const response = await panel.request('POST', '/api/setup', {
      code: 'AAAAA-AAAAA',
      password: 'another owner',
    });
    expect(response.status).toBe(409);
  });

  test('the owner comes in, and a foreign page does not with the owner’s cookie', async () => {
    expect((await panel.request('GET', '/api/token')).status).toBe(200);
    expect(await (await panel.request('GET', '/')).text()).toContain(SNAPSHOT_FIELD);
    const foreign = await ask('POST', '/api/token', {
      cookie: panel.cookie(),
      origin: 'http://localhost:9999',
      'content-type': 'application/json',
    });
    expect(foreign.status).toBe(403);
    const form = await ask(
      'POST',
      '/api/token',
      { cookie: panel.cookie(), 'content-type': 'text/plain' },
      '{}',
    );
    expect(form.status).toBe(415);
  });
});

describe('ways around', () => {
  test.each([
    '/api/%74oken',
    '//api/token',
    '/api//token',
    '/api/token/',
    '/API/token',
    '/api/token.json',
    '/api/token?x=/api/health',
    '/api/health/../token',
    '/api/health/..%2ftoken',
    '/_next/data/x/api/token.json',
    '/_next/../api/token',
    '/api/token%00',
    'http://localhost/api/token',
  ])('%s shows nothing', async (url) => {
    const answer = await ask('GET', url);
    expect(answer.status).not.toBe(200);
    expect(answer.body).not.toContain('"token"');
  });

  test.each([
    '/_next/image?url=%2Ficon.svg&w=64&q=75',
    '/_next/image?url=http%3A%2F%2F127.0.0.1%3A80%2F&w=64&q=75',
  ])('nothing is fetched or scaled for a visitor: %s', async (url) => {
    expect((await ask('GET', url)).status).toBe(404);
  });

  test.each(['/compose/.env', '/.env', '/.weir/auth.json', '/_next/static/../../package.json', '/server.js'])(
    'no file but public ones is served: %s',
    async (url) => {
      expect([307, 400, 404]).toContain((await ask('GET', url)).status);
    },
  );

  test('a form sent to a page reaches no server action', async () => {
    for (const headers of [
      { 'next-action': 'x', 'content-type': 'text/plain' },
      { 'content-type': 'multipart/form-data; boundary=b' },
    ]) {
      const body = '--b\r\ncontent-disposition: form-data; name="$ACTION_ID_x"\r\n\r\n1\r\n--b--\r\n';
      expect((await ask('POST', '/login', headers as Record<string, string>, body)).status).toBe(405);
    }
  });

  test('a foreign host name gets a page that says what to do, without a script', async () => {
    const answer = await rawRequest(panel.url, { headers: { host: 'evil.example"><script>' } });
    expect(answer.status).toBe(421);
    expect(answer.body).not.toContain('<script');
    const named = await rawRequest(panel.url, { headers: { host: 'pond.example:8430' } });
    expect(named.body).toContain('WEIR_ALLOWED_HOSTS=pond.example');
    const api = await rawRequest(panel.url, { path: '/api/health', headers: { host: 'pond.example' } });
    expect(api.status).toBe(421);
  });

  test('an address in a header is not believed', async () => {
    await ask('POST', '/api/setup', { 'x-forwarded-for': '203.0.113.7', 'x-weir-peer': '203.0.113.8' }, '{}');
    expect(panel.log()).toContain('"address":"127.0.0.1"');
    expect(panel.log()).not.toContain('203.0.113');
  });
});

test('the build carries neither sources nor anything of a stack', () => {
  const shipped = readdirSync(path.join(repoDir, '.next/standalone'));
  const foreign = ['app', 'components', 'compose', 'lib', 'tests', 'proxy.ts', '.env', '.git'];
  expect(shipped.filter((name) => foreign.includes(name))).toEqual([]);
});

describe('headers', () => {
  test('pages and answers carry the security headers', async () => {
    for (const url of ['/login', '/api/health', '/nowhere', '/icon.svg']) {
      const { headers } = await ask('GET', url);
      expect(headers['x-content-type-options']).toBe('nosniff');
      // The icon may do nothing at all, so what a document may do is not said of it.
      if (url !== '/icon.svg') {
        expect(headers['referrer-policy']).toBe('no-referrer');
        expect(headers['cross-origin-opener-policy']).toBe('same-origin');
        expect(headers['permissions-policy']).toContain('camera=()');
      }
      expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
      expect(headers['x-powered-by']).toBeUndefined();
      expect(headers['access-control-allow-origin']).toBeUndefined();
    }
  });

  test('each page view has another nonce, and every inline script carries it', async () => {
    const nonces = new Set<string>();
    for (let i = 0; i < 3; i++) {
      const { headers, body } = await ask('GET', '/login');
      const nonce = /'nonce-([^']+)'/.exec(String(headers['content-security-policy']))?.[1] ?? '';
      const scripts = [...body.matchAll(/<script\b[^>]*>/g)].map(([tag]) => tag);
      expect(scripts.length).toBeGreaterThan(1);
      expect(scripts.filter((tag) => !tag.includes(`nonce="${nonce}"`))).toEqual([]);
      nonces.add(nonce);
    }
    expect(nonces.size).toBe(3);
  });
});
