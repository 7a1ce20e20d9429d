import { expect, test } from 'vitest';
import type { Contract } from '@/lib/server/http/contract';
import { productFiles } from './source-files.ts';

/** What answers without a session, and nothing else ever does. */
const PUBLIC = ['GET /api/health', 'POST /api/session', 'POST /api/setup'];
/** What the read-only token opens. */
const READABLE = ['GET /api/openapi.json', 'GET /api/status'];
/** What vmagent's own token opens, and the read-only one. */
const SCRAPED = ['GET /metrics'];
/** What the write token opens besides: the settings and what is needed to change them, never who may sign in. */
const WRITABLE = [
  /^(GET|PUT) \/api\/settings$/,
  /^POST \/api\/settings\/(preview|(filters|aggregation)\/preview)$/,
  /^GET \/api\/revisions(\/\[id\](\/preview)?)?$/,
  /^POST \/api\/revisions\/\[id\]\/restore$/,
  /^GET \/api\/changes$/,
  /^POST \/api\/changes\/(adopt|revert)$/,
  /^GET \/api\/tasks\/\[id\]$/,
];
const ACCESS = ['owner', 'read-token', 'write-token', 'metrics-token', 'public'];
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

const routeFiles = productFiles.filter((file) => /^app\/(.*\/)?route\.tsx?$/.test(file.path));

interface Route {
  name: string;
  contract: Partial<Contract> | null;
}

async function routesOf(file: string): Promise<Route[]> {
  const module: Record<string, unknown> = await import(`../../${file}`);
  const url = file
    .replace(/^app/, '')
    .replace(/\/\([^)]*\)/g, '')
    .replace(/\/route\.tsx?$/, '');
  return Object.entries(module)
    .filter(([name]) => METHODS.includes(name))
    .map(([method, made]) => ({
      name: `${method} ${url}`,
      contract: typeof made === 'function' && 'contract' in made ? (made.contract as Contract) : null,
    }));
}

const routes = (await Promise.all(routeFiles.map((file) => routesOf(file.path)))).flat();
const withAccess = (...wanted: unknown[]) =>
  routes.filter(({ contract }) => wanted.includes(contract?.access)).map(({ name }) => name);

test('every route handler is made by handler()', () => {
  expect(routes.length).toBeGreaterThan(0);
  expect(routes.filter(({ name }) => !withAccess(...ACCESS).includes(name))).toEqual([]);
});

test('every route says in one line what it does, and what it answers', () => {
  const silent = routes.filter(({ name, contract }) => {
    const { summary, response, events, file, status } = contract ?? {};
    const answers = [response, events, file, status === 204 || undefined].filter(
      (answer) => answer !== undefined,
    );
    return name.endsWith('[[...path]]') ? false : !summary || answers.length !== 1;
  });
  expect(silent.map(({ name }) => name)).toEqual([]);
});

test('only the routes of this list answer without a session', () => {
  expect(withAccess('public').filter((name) => !PUBLIC.includes(name))).toEqual([]);
});

test('the read-only token opens only the routes of this list, which only read', () => {
  expect(withAccess('read-token').filter((name) => !READABLE.includes(name))).toEqual([]);
});

test('vmagent’s token opens what is for it to scrape, and nothing else', () => {
  expect(withAccess('metrics-token')).toEqual(SCRAPED);
});

test('the write token opens only the routes of this list', () => {
  const opened = withAccess('write-token').filter((name) => !WRITABLE.some((route) => route.test(name)));
  expect(opened).toEqual([]);
});

test('route files export handlers and nothing that goes around them', () => {
  const breaches = routeFiles.filter((file) =>
    /\bNextResponse\b|export (async )?function|export default/.test(file.code),
  );
  expect(breaches.map((file) => file.path)).toEqual([]);
});

test('every page asks for the owner itself, but for the two that come before there is one', () => {
  const pages = productFiles.filter((file) => /^app\/(.*\/)?page\.tsx$/.test(file.path));
  const open = pages
    .filter((file) => !/^\s*await requireOwner\(\);$/m.test(file.code))
    .map((file) => file.path);
  expect(open.filter((path) => !/^app\/\(auth\)\/(setup|login)\/page\.tsx$/.test(path))).toEqual([]);
});

test('whatever else of a screen reads the panel’s data asks for the owner too', () => {
  const readers = productFiles.filter(
    (file) =>
      /^app\/.*\.tsx$/.test(file.path) && file.imports.some(({ to }) => /^lib\/server\/(?!auth\/)/.test(to)),
  );
  const open = readers.filter((file) => !/^\s*await requireOwner\(\);$/m.test(file.code));
  expect(open.map((file) => file.path)).toEqual([]);
});

test('nothing else serves a URL', () => {
  const others = productFiles.filter(
    (file) => /^(pages|src)\//.test(file.path) || /^middleware\./.test(file.path),
  );
  expect(others.map((file) => file.path)).toEqual([]);
});
