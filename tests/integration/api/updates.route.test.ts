import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { POST as setUp } from '@/app/api/setup/route';
import { POST as putBack } from '@/app/api/updates/put-back/route';
import { POST as begin, PUT as change, GET as show } from '@/app/api/updates/route';
import type { UpdatesView } from '@/lib/schemas/updates/updates';
import { setupCode } from '@/lib/server/auth/setup-code';
import { whileWatched } from '@/lib/server/updates/watched';
import { cookieOf, freshStack, panelRequest } from '../../support/panel/route-call';

let panel: ReturnType<typeof freshStack>;
let cookie: string;

beforeEach(async () => {
  panel = freshStack();
  const body = { code: await setupCode(), password: 'tall reeds by the pond' };
  cookie = cookieOf(await setUp(panelRequest('/api/setup', { method: 'POST', body })));
});
afterEach(() => panel.remove());

async function call(
  route: (request: Request) => Promise<Response>,
  method: string,
  { body, ifMatch }: { body?: unknown; ifMatch?: string } = {},
) {
  const headers = { 'content-type': 'application/json', ...(ifMatch && { 'if-match': ifMatch }) };
  const response = await route(panelRequest('/api/updates', { method, body, cookie, headers }));
  return { status: response.status, body: JSON.parse((await response.text()) || 'null') };
}
const seen = async () => (await call(show, 'GET')).body as UpdatesView;

describe('the versions', () => {
  test('without an engine are those of the files, and nothing can be updated', async () => {
    const { listDate, soakDays, services, panel: version } = await seen();
    expect(listDate).toMatch(/^\d{4}-\d\d-\d\d$/);
    expect(soakDays).toBe(7);
    expect(version).toMatch(/^\d+\.\d+\.\d+/);
    expect(services.find(({ service }) => service === 'vmagent')).toMatchObject({
      repository: 'victoriametrics/vmagent',
      from: 'registry',
      offered: null,
      closed: 'The Docker Engine does not answer.',
    });
  });

  test('of a list that is damaged are shown all the same', async () => {
    writeFileSync(path.join(panel.dir, 'releases.json'), '{"date": "soon"');
    expect(await seen()).toMatchObject({ listDate: null, services: expect.arrayContaining([]) });
  });

  test('are shown to the owner alone', async () => {
    expect((await show(panelRequest('/api/updates', {}))).status).toBe(401);
  });
});

describe('the days that a version waits', () => {
  test('are kept in a file of the panel’s own', async () => {
    expect((await call(change, 'PUT', { body: { soakDays: 0 } })).body).toMatchObject({ soakDays: 0 });
    expect((await seen()).soakDays).toBe(0);
    const file = path.join(panel.stateDir, 'updates.json');
    expect(existsSync(file) && JSON.parse(readFileSync(file, 'utf8'))).toEqual({
      soakDays: 0,
      asksRegistries: false,
    });
  });

  test.each([-1, 91, 1.5, '7', null])('%j is refused', async (soakDays) => {
    expect((await call(change, 'PUT', { body: { soakDays } })).status).toBe(422);
  });
});

describe('registries', () => {
  test('are not asked unless the owner wants it, and the days stay what they were', async () => {
    expect(await seen()).toMatchObject({
      asksRegistries: false,
      registries: { askedAtMs: null, silent: [], hosts: expect.arrayContaining(['docker.io']) },
    });
    expect(existsSync(path.join(panel.stateDir, 'registries.json'))).toBe(false);
    await call(change, 'PUT', { body: { soakDays: 3 } });
    // Asked a moment ago, so not again: no test asks the world.
    const asked = JSON.stringify({ askedAtMs: Date.now(), images: {} });
    writeFileSync(path.join(panel.stateDir, 'registries.json'), asked);
    const { body } = await call(change, 'PUT', { body: { asksRegistries: true } });
    expect(body).toMatchObject({ asksRegistries: true, soakDays: 3 });
    expect(body.registries.askedAtMs).toBe(JSON.parse(asked).askedAtMs);
    expect((await call(change, 'PUT', { body: { asksRegistries: 'yes' } })).status).toBe(422);
  });
});

describe('an update', () => {
  test.each([
    { tag: 'a b' },
    { tag: 'v1@sha256:x' },
    { tag: 'v1', digest: 'sha256:abc' },
    { tag: '../../x' },
    { tag: 'v1', image: 'somebody/else' },
  ])('%j is refused', async (wish) => {
    const { status, body } = await call(begin, 'POST', {
      body: { service: 'vmagent', ...wish },
      ifMatch: '*',
    });
    expect(status).toBe(422);
    expect(body.error.code).toBe('bad-request');
  });

  test('without an engine cannot begin, and nothing is changed', async () => {
    const before = (await seen()).revision;
    const { status, body } = await call(begin, 'POST', {
      body: { service: 'vmagent', tag: 'v1.150.0' },
      ifMatch: '*',
    });
    expect([status, body.error.code]).toEqual([503, 'docker-unreachable']);
    expect((await seen()).revision).toBe(before);
  });

  test('that is watched is marked as on trial', async () => {
    const onTrial = async () =>
      (await seen()).services
        .filter(({ goesBackTo }) => goesBackTo === 'v1.0.0')
        .map(({ service }) => service);
    expect(await whileWatched({ service: 'vmagent', earlier: 'v1.0.0' }, onTrial)).toEqual(['vmagent']);
    expect(await onTrial()).toEqual([]);
  });

  test('that is not watched cannot be put back', async () => {
    const { status, body } = await call(putBack, 'POST');
    expect([status, body.error.message]).toEqual([404, 'No update is being watched.']);
  });
});
