import { afterEach, beforeEach, expect, test } from 'vitest';
import { applySet } from '@/lib/server/grafana/apply';
import { createAsk } from '@/lib/server/grafana/ask';
import type { Put } from '@/lib/server/grafana/grafana-state';
import { removeSet } from '@/lib/server/grafana/remove';
import { readShipped } from '@/lib/server/grafana/shipped';
import { FakeGrafana, TOKEN } from '../../support/fakes/fake-grafana';

let grafana: FakeGrafana;
let put: Put | null;
beforeEach(async () => {
  grafana = await FakeGrafana.start();
  put = (await applySet(await given(), 1000)).put;
  grafana.taken();
});
afterEach(() => grafana.stop());

const given = async (overwrite: string[] = []) => ({
  ask: createAsk({ address: grafana.origin, token: TOKEN }),
  address: grafana.origin,
  set: await readShipped(),
  put,
  overwrite,
});
async function remove(...overwrite: string[]) {
  const { result, put: after } = await removeSet(await given(overwrite));
  const of = (id: string) =>
    result.state === 'done' ? result.things.find((one) => one.id === id)?.outcome : undefined;
  return { result, after, of };
}

test('all that Weir made is taken back, its folders at last', async () => {
  const { result, after } = await remove();
  expect(result).toMatchObject({ state: 'done', things: { length: 11 } });
  expect(grafana.dashboards.size + grafana.folders.size).toBe(0);
  expect(after).toBeNull();
  expect((await remove()).result).toEqual({ state: 'done', things: [] });
});

test('what somebody changed stays, and with it the folder; named, it goes', async () => {
  grafana.edit('weir-pi', (json) => Object.assign(json, { title: 'My Pi' }));
  const { of } = await remove();
  expect([of('weir-pi'), of('weir'), of('alerts-weir-pi')]).toEqual(['left', 'left', 'removed']);
  expect([...grafana.dashboards.keys()]).toEqual(['weir-pi']);
  expect((await remove('weir-pi')).of('weir')).toBe('removed');
  expect(grafana.dashboards.size).toBe(0);
});

test('what Weir did not make stays, whatever is named', async () => {
  const json = { uid: 'mine', title: 'Mine' };
  grafana.dashboards.set('mine', { json, version: 1, folderUid: 'weir' });
  const kept = grafana.dashboards.get('weir-aws');
  if (kept) kept.json = { ...kept.json, tags: [] };
  const { of } = await remove('weir-aws', 'mine', 'weir');
  expect([of('weir-aws'), of('weir')]).toEqual(['left', 'left']);
  expect([...grafana.dashboards.keys()].sort()).toEqual(['mine', 'weir-aws']);
});

test('rules that were made by hand keep their folder', async () => {
  grafana.rules.makeByHand('mine');
  const { of } = await remove();
  expect([of('alerts-weir-pi'), of('weir')]).toEqual(['removed', 'left']);
  expect(grafana.folders.size).toBe(2);
});

test('a dashboard in the folder of the rules keeps it', async () => {
  const [uid = ''] = [...grafana.folders].find(([, { title }]) => title === 'Alerts') ?? [];
  grafana.dashboards.set('mine', { json: { title: 'Mine' }, version: 1, folderUid: uid });
  expect((await remove()).of('weir')).toBe('left');
  expect(grafana.dashboards.has('mine')).toBe(true);
});

test('what the token may not see keeps the folder', async () => {
  const json = { uid: 'mine', title: 'Mine' };
  grafana.dashboards.set('mine', { json, version: 1, folderUid: 'weir', isHidden: true });
  expect((await remove()).of('weir')).toBe('left');
  expect([...grafana.dashboards.keys()]).toEqual(['mine']);
});

test.each(['alert.rules:delete', 'dashboards:delete', 'folders:delete'])(
  'without %s it stops, says so, and goes on later',
  async (permission) => {
    grafana.permissions.delete(permission);
    const { result, after } = await remove();
    expect(result).toMatchObject({ state: 'refused', permission: expect.stringContaining(permission) });
    grafana.permissions.add(permission);
    put = after;
    expect((await remove()).result.state).toBe('done');
    expect(grafana.dashboards.size + grafana.folders.size).toBe(0);
  },
);
