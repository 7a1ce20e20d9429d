import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { GET as download } from '@/app/api/support/[id]/archive/route';
import { GET as readFile } from '@/app/api/support/[id]/files/[index]/route';
import { POST as make, GET as show } from '@/app/api/support/route';
import { POST as renewToken } from '@/app/api/token/route';
import type { SupportBundle, SupportState } from '@/lib/schemas/support';
import { claim, type Owner } from '../support/panel/panel-client';
import { freshPanel, panelRequest } from '../support/panel/route-call';
import { sleep } from '../support/run/exec';
import { unzip } from '../support/unzip';

let panel: ReturnType<typeof freshPanel>;
let owner: Owner;

beforeEach(async () => {
  vi.stubEnv('DOCKER_HOST', 'unix:///nowhere/docker.sock');
  vi.stubEnv('WEIR_VMAGENT_URL', 'http://127.0.0.1:1');
  panel = freshPanel();
  vi.stubEnv('WEIR_STACK_DIR', panel.stateDir);
  owner = await claim();
});
afterEach(() => {
  vi.restoreAllMocks();
  panel.remove();
  vi.unstubAllEnvs();
});

const begin = (hide: string[] = []) => owner.call<SupportState>(make, { method: 'POST', body: { hide } });

async function made(hide: string[] = []): Promise<SupportBundle> {
  await begin(hide);
  for (;;) {
    const { making, bundle } = await owner.call<SupportState>(show);
    if (!making && bundle) return bundle;
    await sleep(20);
  }
}

const at = (
  route: typeof download,
  params: Record<string, string>,
  cookie: string | undefined = owner.cookie,
) => route(panelRequest('/x', { cookie }), { params: Promise.resolve(params) });

/** The status of an answer that was read to its end: until then a download has one of few places. */
async function statusOf(...asked: Parameters<typeof at>): Promise<number> {
  const answer = await at(...asked);
  await answer.arrayBuffer();
  return answer.status;
}

test('the archive holds what the preview shows, byte for byte', async () => {
  expect(await owner.call<SupportState>(show)).toEqual({ making: null, failure: null, bundle: null });
  const bundle = await made();
  expect(bundle.fileName).toMatch(/^weir-support-\d{4}-\d\d-\d\d-\d{4}\.zip$/);
  const answer = await at(download, { id: bundle.id });
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toBe('application/zip');
  expect(answer.headers.get('content-disposition')).toBe(`attachment; filename="${bundle.fileName}"`);
  expect(answer.headers.get('cache-control')).toBe('no-store');
  const archive = Buffer.from(await answer.arrayBuffer());
  expect(archive.length).toBe(bundle.bytes);

  const files = unzip(archive);
  const folder = bundle.fileName.replace('.zip', '');
  expect([...files.keys()]).toEqual(bundle.files.map(({ name }) => `${folder}/${name}`));
  for (const [index, { name, bytes }] of bundle.files.entries()) {
    const shown = await at(readFile, { id: bundle.id, index: String(index) });
    expect(shown.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    const content = Buffer.from(await shown.arrayBuffer());
    expect(content.equals(files.get(`${folder}/${name}`) ?? Buffer.alloc(0)), name).toBe(true);
    expect(content.length).toBe(bytes);
  }
  const again = Buffer.from(await (await at(download, { id: bundle.id })).arrayBuffer());
  expect(again.equals(archive)).toBe(true);
});

test('nobody but the signed-in owner makes, sees or takes one', async () => {
  const { id } = await made();
  const { token } = await owner.call<{ token: string }>(renewToken, {
    method: 'POST',
    body: { scope: 'write' },
  });
  const asToken = { headers: { authorization: `Bearer ${token}` } };
  for (const options of [{}, asToken]) {
    const answers = [
      await show(panelRequest('/x', options)),
      await make(panelRequest('/x', { method: 'POST', body: { hide: [] }, ...options })),
      await download(panelRequest('/x', options), { params: Promise.resolve({ id }) }),
      await readFile(panelRequest('/x', options), { params: Promise.resolve({ id, index: '0' }) }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([401, 401, 401, 401]);
  }
});

test('one that was replaced, has had its time or never was is not there', async () => {
  const first = await made();
  const second = await made(['ip-address']);
  expect(second.id).not.toBe(first.id);
  const gone = [
    await statusOf(download, { id: first.id }),
    await statusOf(readFile, { id: first.id, index: '0' }),
    await statusOf(readFile, { id: second.id, index: '99' }),
    await statusOf(download, { id: '../../etc/passwd' }),
    await statusOf(readFile, { id: second.id, index: '-1' }),
  ];
  expect(gone).toEqual([404, 404, 404, 404, 404]);
  expect(await statusOf(download, { id: second.id })).toBe(200);

  // A clock that jumps takes nothing away; ten minutes that pass do.
  const nowMs = Date.now();
  vi.spyOn(Date, 'now').mockReturnValue(nowMs + 300 * 24 * 3600_000);
  expect(await statusOf(download, { id: second.id })).toBe(200);
  vi.restoreAllMocks();
  const timers = vi.spyOn(globalThis, 'setTimeout');
  const third = await made(['ip-address']);
  const [end] = timers.mock.calls.find(([, ms]) => ms === 10 * 60_000) ?? [];
  vi.restoreAllMocks();
  expect(await statusOf(download, { id: third.id })).toBe(200);
  end?.();
  expect(await statusOf(download, { id: third.id })).toBe(404);
  expect((await owner.call<SupportState>(show)).bundle).toBeNull();
});

test('two who ask at once get one', async () => {
  const [one, other] = await Promise.all([begin(), begin()]);
  expect(one.making).not.toBeNull();
  expect(other.making).not.toBeNull();
  const { id } = await made();
  await sleep(100);
  expect((await owner.call<SupportState>(show)).bundle?.id).toBe(id);
});

test('nonsense is refused', async () => {
  for (const body of [{ hide: ['shoe-size'] }, { hide: 'ip-address' }, { path: '/etc/passwd' }]) {
    const answer = await make(panelRequest('/x', { method: 'POST', body, cookie: owner.cookie }));
    expect(answer.status).toBe(422);
  }
});
