import { describe, expect, test } from 'vitest';
import { readShipped } from '@/lib/server/grafana/shipped';
import {
  digestOfDashboard,
  digestOfGroup,
  type Group,
  type Json,
  stampOfDashboard,
  stampOfGroup,
  withStampedRules,
  withStampedTags,
} from '@/lib/server/grafana/stamp';

const set = await readShipped();
const [dashboard] = set.dashboards;
const [rules] = set.rules;
if (!dashboard || !rules) throw new Error('nothing ships');

const asGrafanaKeepsIt = (json: Json): Json => ({
  ...json,
  id: 7,
  version: 3,
  weekStart: '',
  panels: (json.panels as Json[]).map((panel) => ({ ...panel, pluginVersion: '13.2.0', links: [] })),
});

describe('a dashboard', () => {
  test('is the same with what Grafana adds, and with its stamp', () => {
    const there = asGrafanaKeepsIt(withStampedTags(dashboard.json, dashboard.stamp, 3));
    expect(digestOfDashboard(there)).toBe(dashboard.stamp);
    expect(stampOfDashboard(there)).toEqual({ stamp: dashboard.stamp, version: 3 });
    expect(there.tags).toEqual(['weir', `weir:${dashboard.stamp}.3`]);
    const again = withStampedTags(there, '0123456789ab', null);
    expect(again.tags).toEqual(['weir', 'weir:0123456789ab']);
    expect(stampOfDashboard(again)).toEqual({ stamp: '0123456789ab', version: null });
  });

  test.each<[string, (json: Json) => Json]>([
    ['its title', (json) => ({ ...json, title: 'Mine' })],
    ['a panel more', (json) => ({ ...json, panels: [...(json.panels as Json[]), { type: 'text' }] })],
    [
      'a query',
      (json) => ({
        ...json,
        panels: (json.panels as Json[]).map((panel) => ({ ...panel, targets: [{ expr: 'up' }] })),
      }),
    ],
    [
      'a unit',
      (json) => ({
        ...json,
        panels: (json.panels as Json[]).map((one) => ({ ...one, fieldConfig: { defaults: { unit: 'x' } } })),
      }),
    ],
  ])('is another one by %s', (_, change) => {
    expect(digestOfDashboard(change(dashboard.json))).not.toBe(dashboard.stamp);
  });

  test.each([{}, { title: 3 }, { title: 'x', panels: 'y' }, { title: 'x', panels: [null] }])(
    '%j is none of Weir’s',
    (json) => {
      expect(digestOfDashboard(json)).toBeNull();
    },
  );

  test('has no stamp by a tag that is only like one', () => {
    const like = ['weir', 'weir:0123', 'xweir:0123456789ab', 'weir:0123456789ab.0', 'weir:0123456789ab.3.4'];
    for (const tags of ['weir:0123456789ab', [7, null], ...like.map((tag) => [tag])])
      expect(stampOfDashboard({ tags })).toEqual({ stamp: null, version: null });
  });
});

describe('a group of rules', () => {
  test('is the same as Grafana gives it back', () => {
    const stamped = withStampedRules(rules.group, rules.stamp);
    const back: Group = {
      ...stamped,
      interval: '60s',
      rules: stamped.rules.map((rule) => ({ ...rule, ...(rule.for === '60m' && { for: '1h' }) })),
    };
    expect(back).not.toEqual(stamped);
    expect(digestOfGroup(back)).toBe(rules.stamp);
    expect(stampOfGroup(back)).toBe(rules.stamp);
  });

  test.each([
    { expr: 'up == 0' },
    { for: '1m' },
    { labels: {} },
    { annotations: {} },
    { keep_firing_for: '1m' },
  ])('is another one with %j', (change) => {
    const [first, ...others] = rules.group.rules;
    const changed = { ...rules.group, rules: [{ ...first, ...change } as typeof first & object, ...others] };
    expect(digestOfGroup(changed as Group)).not.toBe(rules.stamp);
  });

  test('has no stamp by an annotation that is only like one', () => {
    const [rule] = rules.group.rules;
    if (rule === undefined) throw new Error('the group is empty');
    for (const __weir__ of ['mine', '0123456789ab.3'])
      expect(stampOfGroup({ ...rules.group, rules: [{ ...rule, annotations: { __weir__ } }] })).toBeNull();
    expect(stampOfGroup(rules.group)).toBeNull();
  });
});

test('what ships are all dashboards and their rules, each under an id of its own', () => {
  const ids = [...set.dashboards, ...set.rules].map(({ id }) => id);
  expect(new Set(ids).size).toBe(10);
  expect(ids.filter((id) => !/^(alerts-)?weir-[a-z-]{1,30}$/.test(id))).toEqual([]);
});
