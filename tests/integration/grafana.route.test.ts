import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { POST as apply } from '@/app/api/grafana/apply/route';
import { POST as preview } from '@/app/api/grafana/preview/route';
import { POST as remove } from '@/app/api/grafana/remove/route';
import { DELETE as drop, PUT as put, GET as show } from '@/app/api/grafana/route';
import { POST as setUp } from '@/app/api/setup/route';
import { setupCode } from '@/lib/server/auth/setup-code';
import { FakeGrafana, TOKEN } from '../support/fakes/fake-grafana';
import { cookieOf, forgetProcessState, freshStack, panelRequest } from '../support/panel/route-call';

let panel: ReturnType<typeof freshStack>;
let grafana: FakeGrafana;
let cookie: string;

beforeEach(async () => {
  panel = freshStack();
  grafana = await FakeGrafana.start();
  const body = { code: await setupCode(), password: 'tall reeds by the pond' };
  cookie = cookieOf(await setUp(panelRequest('/api/setup', { method: 'POST', body })));
});
afterEach(async () => {
  await grafana.stop();
  panel.remove();
});

async function call(route: (request: Request) => Promise<Response>, method: string, body?: unknown) {
  const headers = { 'content-type': 'application/json' };
  const response = await route(panelRequest('/api/grafana', { method, body, cookie, headers }));
  const text = await response.text();
  expect(text).not.toContain(TOKEN);
  return { status: response.status, body: JSON.parse(text) };
}
const set = (over: object = {}) => call(put, 'PUT', { address: grafana.origin, token: TOKEN, ...over });
const act = (route: typeof apply, over: object = {}) =>
  call(route, 'POST', { address: grafana.origin, ...over });
const stateFile = () => path.join(panel.stateDir, 'grafana.json');
const saved = () => JSON.parse(readFileSync(stateFile(), 'utf8'));

test('the token is kept for the panel’s user alone, and never comes back', async () => {
  expect((await call(show, 'GET')).body).toEqual({
    address: '',
    token: { isSet: false, lastFour: null },
    put: null,
  });
  const { status, body } = await set();
  expect(status).toBe(200);
  expect(body).toEqual({ address: grafana.origin, token: { isSet: true, lastFour: '4567' }, put: null });
  expect(saved().token).toBe(TOKEN);
  expect(statSync(stateFile()).mode & 0o777).toBe(0o600);
  expect((await set({ token: undefined })).body).toEqual(body);
  const moved = await set({ token: undefined, address: 'https://evil.grafana.net' });
  expect([moved.status, Object.keys(moved.body.error.fieldErrors)]).toEqual([422, ['token']]);
  expect(grafana.seen).toEqual([]);
});

test('it is looked at, put there, found again after a restart, and taken back', async () => {
  expect((await call(preview, 'POST', {})).status).toBe(422);
  await set();
  const before = (await call(preview, 'POST', {})).body;
  expect(before).toMatchObject({ state: 'read', dataSource: { uid: 'grafanacloud-prom' } });
  expect(before.things.map((one: { standing: string; url: null }) => [one.standing, one.url])).toEqual(
    Array(11).fill(['absent', null]),
  );
  expect((await act(apply)).body).toMatchObject({ state: 'done', things: { length: 11 } });
  expect((await call(show, 'GET')).body.put).toMatchObject({
    version: expect.any(String),
    isOutOfStep: false,
  });

  forgetProcessState();
  grafana.edit('weir-pi', (json) => Object.assign(json, { title: 'My Pi' }));
  const { things } = (await call(preview, 'POST', {})).body;
  const changed = things.filter(({ standing }: { standing: string }) => standing !== 'same');
  expect(changed).toMatchObject([
    { id: 'weir-pi', standing: 'changed-there', url: `${grafana.origin}/d/weir-pi` },
  ]);
  expect((await act(remove, { overwrite: ['weir-pi'] })).body.things).toHaveLength(11);
  expect(grafana.dashboards.size).toBe(0);
  expect((await call(show, 'GET')).body.put).toBeNull();
});

test('a refusal is an answer, in words of Weir’s own', async () => {
  await set();
  grafana.permissions.delete('dashboards:create');
  const { status, body } = await act(apply);
  expect(status).toBe(200);
  expect(body).toEqual({
    state: 'refused',
    message: expect.stringMatching(/^Weir: Pipeline: .*dashboards:create/),
    hint: expect.stringMatching(/service account/),
    permission: 'dashboards:create',
  });
  expect((await call(show, 'GET')).body.put).toMatchObject({ isOutOfStep: true });
});

test('two who press at once are served one after the other', async () => {
  await set();
  const answers = await Promise.all([act(apply), act(apply)]);
  const outcomes = answers.map(({ body }) => body.things[1].outcome);
  // Which of them comes first is open.
  expect(outcomes.toSorted()).toEqual(['created', 'same']);
});

test('a page that still shows another Grafana does nothing in this one', async () => {
  await set();
  for (const route of [apply, remove]) {
    const { status, body } = await act(route, { address: 'https://pond.grafana.net' });
    expect([status, body.error.code]).toEqual([409, 'revision-conflict']);
  }
  expect(grafana.seen).toEqual([]);
});

test('what ships and has changed since is out of step; what is missing is said', async () => {
  await set();
  await act(apply);
  const file = path.join(panel.dir, 'dashboards/weir-pi.json');
  writeFileSync(file, readFileSync(file, 'utf8').replace('"Weir: Pi host"', '"Weir: Pi, anew"'));
  expect((await call(show, 'GET')).body.put.isOutOfStep).toBe(true);
  rmSync(file);
  expect((await act(apply)).body.error).toMatchObject({
    code: 'invalid-stack',
    message: expect.stringMatching(/compose\/dashboards\/weir-pi\.json/),
  });
  expect((await call(show, 'GET')).body.put.isOutOfStep).toBeNull();
});

test('it is forgotten, and what is there stays there', async () => {
  await set();
  await act(apply);
  expect((await call(drop, 'DELETE')).body).toMatchObject({ address: '', token: { isSet: false } });
  expect(existsSync(stateFile())).toBe(false);
  expect(grafana.dashboards.size).toBe(5);
});
