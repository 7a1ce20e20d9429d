import { globSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { POST as setUp } from '@/app/api/setup/route';
import { POST as renewToken, DELETE as revokeToken, GET as showTokens } from '@/app/api/token/route';
import type { TokenScope } from '@/lib/schemas/auth/auth';
import { prepareMetricsToken } from '@/lib/server/auth/metrics-token';
import { resetPassword } from '@/lib/server/auth/owner';
import { setupCode } from '@/lib/server/auth/setup-code';
import { handler } from '@/lib/server/http/handler';
import { cookieOf, forgetProcessState, freshPanel, panelRequest } from '../support/panel/route-call';

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'];
/** Who may sign in, and what is open without signing in: no token reaches that. */
const NEVER = /^\/api\/(setup|session|sessions|password|token|wizard)(\/|$)/;

const readRoute = handler({ access: 'read-token' }, ({ actor }) => ({ actor }));
const writeRoute = handler({ access: 'write-token' }, ({ actor }) => ({ actor }));
const ownerRoute = handler({ access: 'owner' }, ({ actor }) => ({ actor }));

type Route = ((
  request: Request,
  context: { params: Promise<Record<string, string>> },
) => Promise<Response>) & {
  contract: { access: string };
};
const appDir = path.join(import.meta.dirname, '../../app');
const routes = (
  await Promise.all(
    globSync('**/route.ts', { cwd: appDir }).map(async (file) => {
      const module: Record<string, Route> = await import(path.join(appDir, file));
      const url = `/${path.dirname(file).replace(/\([^)]*\)\//g, '')}`;
      return METHODS.flatMap((method) => (module[method] ? [{ url, method, route: module[method] }] : []));
    }),
  )
).flat();

let panel: ReturnType<typeof freshPanel>;
let cookie: string;

beforeEach(async () => {
  panel = freshPanel();
  const body = { code: await setupCode(), password: 'tall reeds by the pond' };
  cookie = cookieOf(await setUp(panelRequest('/api/setup', { method: 'POST', body })));
});
afterEach(() => panel.remove());

async function newToken(scope?: TokenScope): Promise<string> {
  const made = await renewToken(
    panelRequest('/api/token', { method: 'POST', body: scope ? { scope } : {}, cookie }),
  );
  expect(made.status).toBe(201);
  return (await made.json()).token;
}

const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } });
const statusOf = async (route: Route | typeof readRoute, token: string) =>
  (await route(panelRequest('/x', bearer(token)), { params: Promise.resolve({}) })).status;

test('a token without a scope only reads, and only as a bearer header', async () => {
  const token = await newToken();
  expect(await statusOf(readRoute, token)).toBe(200);
  expect(await statusOf(writeRoute, token)).toBe(401);
  expect(await statusOf(ownerRoute, token)).toBe(401);
  expect((await readRoute(panelRequest(`/x?token=${token}`))).status).toBe(401);
});

test('a write token reads and writes, and is not the owner', async () => {
  const token = await newToken('write');
  expect(await statusOf(readRoute, token)).toBe(200);
  expect(await (await writeRoute(panelRequest('/x', bearer(token)))).json()).toEqual({ actor: 'token' });
  expect(await statusOf(ownerRoute, token)).toBe(401);
  expect(await (await writeRoute(panelRequest('/x', { cookie }))).json()).toEqual({ actor: 'owner' });
});

test('a read token that is used for a change is told what is missing', async () => {
  const response = await writeRoute(
    panelRequest('/x', { method: 'PUT', body: {}, ...bearer(await newToken('read')) }),
  );
  expect(response.status).toBe(401);
  expect((await response.json()).error.hint).toContain('Settings → Panel');
});

test('there is one token of each scope; a new one replaces it, and they are shown once', async () => {
  const [first, write] = [await newToken('read'), await newToken('write')];
  const second = await newToken('read');
  expect(await statusOf(readRoute, first)).toBe(401);
  expect(await statusOf(readRoute, second)).toBe(200);
  expect(await statusOf(writeRoute, write)).toBe(200);
  const shown = await (await showTokens(panelRequest('/api/token', { cookie }))).text();
  for (const token of [first, second, write]) expect(shown).not.toContain(token);
  expect(JSON.parse(shown).tokens).toMatchObject([
    { scope: 'read', tail: second.slice(-4) },
    { scope: 'write', tail: write.slice(-4) },
  ]);
});

test('a token is revoked by its scope, or all of them at once', async () => {
  const [read, write] = [await newToken('read'), await newToken('write')];
  await revokeToken(panelRequest('/api/token?scope=write', { method: 'DELETE', cookie }));
  expect(await statusOf(writeRoute, write)).toBe(401);
  expect(await statusOf(readRoute, read)).toBe(200);
  await revokeToken(panelRequest('/api/token', { method: 'DELETE', cookie }));
  expect(await statusOf(readRoute, read)).toBe(401);
});

test('a reset on the machine ends both tokens', async () => {
  const [read, write] = [await newToken('read'), await newToken('write')];
  await resetPassword();
  expect(await statusOf(readRoute, read)).toBe(401);
  expect(await statusOf(writeRoute, write)).toBe(401);
});

/** What a token gets from a route: refused, or let in to be read, or let in to change something. */
async function asked(token: string): Promise<{ letIn: string[]; refused: string[] }> {
  const letIn: string[] = [];
  const refused: string[] = [];
  for (const { url, method, route } of routes) {
    if (route.contract.access === 'public') continue;
    // Not let in is decided before the body is read: this one fits no schema and is no JSON.
    const body = method === 'GET' || method === 'HEAD' ? undefined : 'x';
    const response = await route(
      panelRequest(url, {
        method,
        body,
        headers: { authorization: `Bearer ${token}`, 'content-type': 'text/plain' },
      }),
      { params: Promise.resolve({ id: '00000000', name: 'none' }) },
    ).catch(() => new Response(null, { status: 500 }));
    await response.body?.cancel();
    (response.status === 401 ? refused : letIn).push(`${method} ${url}`);
  }
  return { letIn, refused };
}

test('a read token changes nothing, whatever route it is brought to', async () => {
  const { letIn, refused } = await asked(await newToken('read'));
  expect(letIn.filter((name) => !/^(GET|HEAD) /.test(name))).toEqual([]);
  expect(letIn.sort()).toEqual(['GET /api/openapi.json', 'GET /api/status', 'GET /metrics']);
  expect(refused.length).toBeGreaterThan(10);
});

test('what vmagent shows opens the metrics alone, whatever route it is brought to', async () => {
  process.env.WEIR_STACK_DIR = panel.stateDir;
  forgetProcessState();
  mkdirSync(path.join(panel.stateDir, 'config/vmagent'), { recursive: true });
  await prepareMetricsToken();
  const token = readFileSync(path.join(panel.stateDir, 'config/vmagent/weir-token'), 'utf8').trim();
  expect((await asked(token)).letIn).toEqual(['GET /metrics']);
  delete process.env.WEIR_STACK_DIR;
});

test('a write token never reaches who may sign in', async () => {
  const { letIn } = await asked(await newToken('write'));
  expect(letIn.filter((name) => NEVER.test(name.split(' ')[1] ?? ''))).toEqual([]);
});
