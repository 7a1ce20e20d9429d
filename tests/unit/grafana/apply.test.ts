import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { applySet } from '@/lib/server/grafana/apply';
import { createAsk } from '@/lib/server/grafana/ask';
import type { Put } from '@/lib/server/grafana/grafana-state';
import { readShipped, type ShippedSet } from '@/lib/server/grafana/shipped';
import { digestOfDashboard, digestOfGroup } from '@/lib/server/grafana/stamp';
import { planned } from '@/lib/server/grafana/standing';
import { readThere } from '@/lib/server/grafana/there';
import { ALL_PERMISSIONS, FakeGrafana, TOKEN } from '../../support/fakes/fake-grafana';

let grafana: FakeGrafana;
let set: ShippedSet;
beforeEach(async () => {
  grafana = await FakeGrafana.start();
  set = await readShipped();
});
afterEach(() => grafana.stop());

const ask = () => createAsk({ address: grafana.origin, token: TOKEN });
async function apply(put: Put | null, overwrite: string[] = [], of = set) {
  const given = { ask: ask(), address: grafana.origin, set: of, put, overwrite };
  const applied = await applySet(given, 1000);
  const { result } = applied;
  const outcomes = result.state === 'done' ? result.things.map(({ outcome }) => outcome) : [];
  return { ...applied, outcomes: [...new Set(outcomes)], of: outcomeOf(result) };
}
const outcomeOf = (result: Awaited<ReturnType<typeof applySet>>['result']) => (id: string) =>
  result.state === 'done' ? result.things.find((one) => one.id === id)?.outcome : undefined;
const standings = async (put: Put | null, of = set) =>
  new Map(planned(of, await readThere(ask(), of), put).map(({ id, standing }) => [id, standing]));

/** As a version to come has it: one dashboard and one group are others. */
function newer(): ShippedSet {
  const [dashboard, ...dashboards] = set.dashboards;
  const [rules, ...others] = set.rules;
  if (!dashboard || !rules) throw new Error('nothing ships');
  const json = { ...dashboard.json, title: 'Weir: Pipeline, anew' };
  const group = { ...rules.group, rules: rules.group.rules.slice(1) };
  return {
    dashboards: [{ ...dashboard, json, stamp: digestOfDashboard(json) ?? '' }, ...dashboards],
    rules: [{ ...rules, group, stamp: digestOfGroup(group) }, ...others],
    digest: 'newer',
  };
}

describe('the first time', () => {
  test('everything is put there, in 20 requests, one after the other', async () => {
    const first = await apply(null);
    expect(first.outcomes).toEqual(['created']);
    expect(grafana.taken()).toHaveLength(20);
    expect([...grafana.dashboards.values()].map(({ folderUid }) => folderUid)).toEqual(Array(5).fill('weir'));
    expect(grafana.rules.named('weir-pi')?.rules.length).toBeGreaterThan(3);
    expect(first.put).toMatchObject({ digest: set.digest, dataSource: 'grafanacloud-prom', atMs: 1000 });
    const { json } = grafana.dashboards.get('weir-pi') ?? {};
    expect(json?.templating).toMatchObject({
      list: [{ current: { text: 'grafanacloud-pond-prom', value: 'grafanacloud-prom' } }, {}],
    });
  });

  test('each thing has an address in this Grafana', async () => {
    const { result } = await apply(null);
    const urls = result.state === 'done' ? result.things.map(({ url }) => url ?? '') : [];
    expect(urls).toHaveLength(11);
    expect(urls.filter((url) => new URL(url).origin !== grafana.origin)).toEqual([]);
  });

  test('nothing is done where Grafana reads from no Prometheus', async () => {
    grafana.dataSources = [{ uid: 'grafanacloud-usage', name: 'x', type: 'prometheus', isDefault: true }];
    const { result, put } = await apply(null);
    expect(result).toMatchObject({ state: 'refused', message: expect.stringMatching(/Prometheus/) });
    expect(put).toBeNull();
    expect(grafana.folders.size).toBe(0);
  });
});

describe('the second time', () => {
  test('nothing changes, in 8 requests that only read', async () => {
    const { put } = await apply(null);
    grafana.taken();
    expect((await apply(put)).outcomes).toEqual(['same']);
    const asked = grafana.taken();
    expect(asked).toHaveLength(8);
    expect(asked.filter((one) => !one.startsWith('GET '))).toEqual([]);
  });

  test('another Weir, or one that has lost its notes, finds its own by their stamps', async () => {
    await apply(null);
    const second = await apply(null);
    expect(second.outcomes).toEqual(['same']);
    expect(Object.keys(second.put?.things ?? {})).toHaveLength(10);
  });

  test('a newer version updates what it has others of, also where another Weir has put it', async () => {
    const { put } = await apply(null);
    expect((await standings(null, newer())).get('weir-pipeline')).toBe('older');
    const { of } = await apply(put, [], newer());
    expect([of('weir-pipeline'), of('alerts-weir-pipeline'), of('weir-pi')]).toEqual([
      'updated',
      'updated',
      'same',
    ]);
    expect(grafana.dashboards.get('weir-pipeline')?.version).toBe(2);
    // The first one, which has notes of its own, finds the other’s.
    const again = await standings(put, newer());
    expect([...new Set(again.values())]).toEqual(['same']);
  });

  test('rules of another data source are put anew, and nothing else', async () => {
    const { put } = await apply(null);
    grafana.dataSources = [{ uid: 'mine', name: 'Mine', type: 'prometheus', isDefault: true }];
    const { of } = await apply(put);
    expect([of('weir-pi'), of('alerts-weir-pi')]).toEqual(['same', 'updated']);
    expect(grafana.seen.at(-2)?.headers['x-grafana-alerting-datasource-uid']).toBe('mine');
  });
});

describe('what somebody changed there', () => {
  test('is left unless it is named, and then overwritten', async () => {
    const { put } = await apply(null);
    grafana.edit('weir-pi', (json) => Object.assign(json, { title: 'My Pi' }));
    expect((await standings(put)).get('weir-pi')).toBe('changed-there');
    expect((await standings(null)).get('weir-pi')).toBe('changed-there');
    const left = await apply(put);
    expect([left.of('weir-pi'), left.of('weir-aws')]).toEqual(['left', 'same']);
    expect(grafana.dashboards.get('weir-pi')?.json.title).toBe('My Pi');
    const { of, put: after } = await apply(left.put, ['weir-pi']);
    expect(of('weir-pi')).toBe('updated');
    expect(grafana.dashboards.get('weir-pi')?.json.title).toBe('Weir: Pi host');
    expect([...new Set((await standings(after)).values())]).toEqual(['same']);
  });

  test('is found by the version where the digest does not see it', async () => {
    const { put } = await apply(null);
    grafana.edit('weir-pipeline', (json) => Object.assign(json, { refresh: '5s' }));
    expect((await standings(put)).get('weir-pipeline')).toBe('changed-there');
    const { of, put: after } = await apply(put);
    expect(of('weir-pipeline')).toBe('left');
    expect((await standings(after, newer())).get('weir-pipeline')).toBe('changed-there');
  });

  test('is what was moved to another folder, too', async () => {
    const { put } = await apply(null);
    const kept = grafana.dashboards.get('weir-pi');
    if (kept) kept.folderUid = 'other';
    expect((await standings(put)).get('weir-pi')).toBe('changed-there');
  });

  test('is asked about and overwritten also where Grafana does not give it', async () => {
    const { put } = await apply(null);
    const kept = grafana.dashboards.get('weir-pi');
    if (kept) Object.assign(kept, { isV2: true, version: 7 });
    expect((await standings(put)).get('weir-pi')).toBe('changed-there');
    expect((await standings(null)).get('weir-pi')).toBe('foreign');
    expect((await apply(put)).of('weir-pi')).toBe('left');
    expect((await apply(put, ['weir-pi'])).of('weir-pi')).toBe('updated');
    expect(grafana.dashboards.get('weir-pi')).toMatchObject({ version: 8, folderUid: 'weir' });
  });

  test('a moment before is not overwritten', async () => {
    const { put } = await apply(null);
    grafana.script = ({ method }) => {
      if (method === 'POST') grafana.edit('weir-pipeline', () => undefined);
      return undefined;
    };
    const { result, put: after } = await apply(put, [], newer());
    expect(result).toMatchObject({
      state: 'refused',
      message: expect.stringMatching(/^Weir: Pipeline.*changed it/),
    });
    expect(after).toEqual(put);
  });
});

describe('what Weir did not make', () => {
  test('is left unless it is named: a dashboard that was imported by hand', async () => {
    const [, dashboard] = set.dashboards;
    if (!dashboard) throw new Error('nothing ships');
    grafana.dashboards.set(dashboard.id, { json: dashboard.json, version: 4, folderUid: '' });
    const { of, put } = await apply(null);
    expect(of(dashboard.id)).toBe('left');
    expect((await apply(put, [dashboard.id])).of(dashboard.id)).toBe('updated');
    expect(grafana.dashboards.get(dashboard.id)).toMatchObject({ version: 5, folderUid: 'weir' });
  });

  test('stays where Grafana refuses: a provisioned dashboard, rules made by hand', async () => {
    await apply(null);
    grafana.rules.makeByHand('weir-pi');
    const { result } = await apply(null);
    expect(result).toMatchObject({
      state: 'refused',
      message: expect.stringMatching(/^Alert rules: Pi host: /),
    });
    const kept = grafana.dashboards.get('weir-pi');
    if (kept) Object.assign(kept, { isProvisioned: true, json: { ...kept.json, tags: [] } });
    expect((await apply(null, ['weir-pi'])).result).toMatchObject({
      message: expect.stringMatching(/^Weir: Pi host: .*from files/),
    });
  });
});

describe('without a permission', () => {
  const removing = ['folders:delete', 'dashboards:delete', 'alert.rules:delete'];
  const updating = ['dashboards:write', 'alert.rules:write'];
  const first = ALL_PERMISSIONS.filter((one) => ![...removing, ...updating].includes(one));
  test.each(first)('%s: it is named, and what was done is remembered', async (permission) => {
    grafana.permissions.delete(permission);
    const { result, put } = await apply(null);
    expect(result).toMatchObject({ state: 'refused', permission: expect.stringContaining(permission) });
    grafana.permissions.add(permission);
    const { result: after } = await apply(put);
    expect(after.state).toBe('done');
    expect(grafana.dashboards.size).toBe(5);
  });

  test.each(updating)('%s: an update is refused', async (permission) => {
    const { put } = await apply(null);
    grafana.permissions.delete(permission);
    const { result } = await apply(put, [], newer());
    expect(result).toMatchObject({ state: 'refused', permission });
  });

  test('a first part that was put is out of step', async () => {
    grafana.permissions.delete('alert.rules:create');
    const { put } = await apply(null);
    expect(put?.digest).toBe('');
    expect(Object.keys(put?.things ?? {})).toHaveLength(5);
  });
});
