import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { applySet } from '@/lib/server/grafana/apply';
import { createAsk } from '@/lib/server/grafana/ask';
import type { Put } from '@/lib/server/grafana/grafana-state';
import { removeSet } from '@/lib/server/grafana/remove';
import { readShipped, type ShippedSet } from '@/lib/server/grafana/shipped';
import { digestOfDashboard } from '@/lib/server/grafana/stamp';
import { FakeGrafana, TOKEN } from '../../support/fakes/fake-grafana';

let grafana: FakeGrafana;
let set: ShippedSet;
let put: Put | null;
beforeEach(async () => {
  grafana = await FakeGrafana.start();
  set = await readShipped();
  put = (await applySet(given(null), 1000)).put;
});
afterEach(() => grafana.stop());

const given = (notes: Put | null, of = set) => ({
  ask: createAsk({ address: grafana.origin, token: TOKEN }),
  address: grafana.origin,
  set: of,
  put: notes,
  overwrite: [],
});
type Result = Awaited<ReturnType<typeof applySet>>['result'];
const outcomeIn = (result: Result, id: string) =>
  result.state === 'done' ? result.things.find((one) => one.id === id)?.outcome : result.message;
const apply = async (notes: Put | null, of = set) => (await applySet(given(notes, of), 2000)).result;
const remove = async (notes: Put | null) => (await removeSet(given(notes))).result;

/** As a version to come has it: one dashboard is another. */
function newer(): ShippedSet {
  const dashboards = set.dashboards.map((one) => {
    if (one.id !== 'weir-pi') return one;
    const json = { ...one.json, title: 'Weir: Pi host, anew' };
    return { ...one, json, stamp: digestOfDashboard(json) ?? '' };
  });
  return { ...set, dashboards, digest: 'newer' };
}

/** Of a dashboard: what the digest does not see. */
const links = [{ title: 'My runbook', url: 'https://wiki.example.org', type: 'link' }];
const addLink = () => grafana.edit('weir-pi', (json) => Object.assign(json, { links }));

describe('what somebody saved and the digest does not see', () => {
  test('is left by the newer Weir of another Pi, which has no notes', async () => {
    addLink();
    expect(outcomeIn(await apply(null, newer()), 'weir-pi')).toBe('left');
    expect(grafana.dashboards.get('weir-pi')?.json.links).toEqual(links);
  });

  test.each([true, false])('is not removed unless it is named, notes: %s', async (hasNotes) => {
    addLink();
    expect(outcomeIn(await remove(hasNotes ? put : null), 'weir-pi')).toBe('left');
    expect([...grafana.dashboards.keys()]).toEqual(['weir-pi']);
  });

  test('counts no longer once another Weir has overwritten it', async () => {
    addLink();
    await applySet({ ...given(null), overwrite: ['weir-pi'] }, 2000);
    expect(outcomeIn(await apply(put), 'weir-pi')).toBe('same');
    expect(outcomeIn(await apply(put, newer()), 'weir-pi')).toBe('updated');
  });
});

test('a dashboard that is saved while others are removed stays', async () => {
  grafana.script = ({ method, path }) => {
    if (method === 'DELETE' && path.endsWith('/weir-aws')) addLink();
    return undefined;
  };
  expect(outcomeIn(await remove(put), 'weir-pi')).toBe('left');
  expect([...grafana.dashboards.keys()]).toEqual(['weir-pi']);
});

test('a folder that has another name than Weir’s is not removed', async () => {
  const folder = grafana.folders.get('weir');
  if (folder) folder.title = 'Garden';
  expect(outcomeIn(await apply(put), 'weir')).toBe('same');
  expect(outcomeIn(await remove(put), 'weir')).toBe('left');
  expect([...grafana.folders.values()].map(({ title }) => title)).toContain('Garden');
});

test('rules are not put a second time where somebody renamed their folder', async () => {
  const folder = [...grafana.folders.values()].find(({ title }) => title === 'Alerts');
  if (folder) folder.title = '..';
  grafana.taken();
  for (const result of [await apply(put), await remove(put)])
    expect(result).toMatchObject({ state: 'refused', message: expect.stringMatching(/folder .* renamed/) });
  expect(grafana.taken().filter((one) => !one.startsWith('GET '))).toEqual([]);
});

test('a group of rules that was made by hand is said to be one', async () => {
  grafana.rules.makeByHand('weir-pi');
  expect(await apply(null)).toMatchObject({
    state: 'refused',
    message: expect.stringMatching(/^Alert rules: Pi host: .*made by hand/),
    hint: expect.stringMatching(/weir-pi/),
  });
});
