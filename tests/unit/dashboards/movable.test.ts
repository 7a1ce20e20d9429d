import { describe, expect, test } from 'vitest';
import { dashboards } from '@/lib/dashboards/dashboards';
import { ruleGroups } from '@/lib/dashboards/rule-groups';
import {
  AS_SHIPPED,
  isWithin,
  limitOf,
  limitWords,
  type Movable,
  numberOf,
  thresholdsOf,
} from '@/lib/dashboards/terms/movable';

const rules = dashboards.flatMap((one) => one.rules);
const movables = rules.flatMap(({ limit }) => (typeof limit === 'number' ? [] : [limit]));
const own = (limits: Record<string, number>) => ({ off: [], limits });
const hot: Movable = { name: 'hot', value: 80, least: 40, most: 100, unit: 'celsius' };

describe('every number that may be moved', () => {
  test('has a name of its own, and ships within its range', () => {
    expect(new Set(movables.map(({ name }) => name)).size).toBe(movables.length);
    expect(movables.filter((one) => !isWithin(one, one.value) || one.least >= one.most)).toEqual([]);
    expect(movables.length).toBeGreaterThan(10);
  });

  test('is in the sentence of its rule, and no other rule has one to fill in', () => {
    const odd = rules.filter(
      ({ limit, summary }) => (typeof limit === 'number') !== (typeof summary === 'string'),
    );
    expect(odd.map(({ name }) => name)).toEqual([]);
    const groups = ruleGroups(own(Object.fromEntries(movables.map(({ name, most }) => [name, most]))));
    const texts = groups.flatMap((group) => group.rules.map(({ annotations }) => annotations.summary));
    expect(texts).toContain('{{ $labels.cluster }} is hotter than 100 °C.');
    expect(texts).toContain(
      'More than 1,000,000 messages have waited in the subscription {{ $labels.subscription_id }} for an hour.',
    );
  });

  test('marks the panels that show it at the same value as its rule fires at', () => {
    const shown = dashboards.flatMap(({ panels, rules: ofOne }) =>
      panels.flatMap(({ thresholds }) =>
        [thresholds?.warning, thresholds?.critical]
          .filter((one) => typeof one === 'object')
          .map((one) => ({
            isOfItsDashboard: ofOne.some(({ limit }) => limit === one),
          })),
      ),
    );
    expect(shown.filter(({ isOfItsDashboard }) => !isOfItsDashboard)).toEqual([]);
    expect(shown.length).toBeGreaterThan(10);
  });
});

test.each([
  [{ ...hot, unit: 'celsius' as const }, 75, 75, '75 °C'],
  [{ ...hot, unit: 'share' as const }, 57, 0.57, '57 %'],
  [{ ...hot, least: 0.1, unit: 'share' as const }, 0.7, 0.007, '0.7 %'],
  [{ ...hot, unit: 'percent' as const }, 90, 90, '90 %'],
  [{ ...hot, unit: 'minutes' as const }, 45, 2700, '45 min'],
  [{ ...hot, unit: 'hours' as const }, 48, 172_800, '48 h'],
  [{ ...hot, most: 5000, unit: 'count' as const }, 5000, 5000, '5,000'],
])('$unit: as it is typed, compared and said', (movable, typed, compared, words) => {
  expect(limitOf(movable, own({ hot: typed }))).toBe(compared);
  expect(limitWords(movable, own({ hot: typed }))).toBe(words);
});

test('what is out of its range is as it ships', () => {
  expect([39, 101, Number.NaN].map((value) => numberOf(hot, own({ hot: value })))).toEqual([80, 80, 80]);
  expect(numberOf(hot, AS_SHIPPED)).toBe(80);
});

describe('the thresholds of a panel', () => {
  const low: Movable = { ...hot, value: 60 };
  test.each([
    ['above', 70, hot, 90, [70, 90]],
    ['above', 70, hot, 60, [60, 60]],
    ['above', low, 80, 70, [70, 80]],
    ['above', low, 80, 95, [95, 95]],
    ['below', 90, hot, 50, [90, 50]],
    ['below', 90, hot, 95, [95, 95]],
  ] as const)('%s %j, %j, moved to %d: %j', (side, warning, critical, value, expected) => {
    const { warning: from, critical: bad } = thresholdsOf({ side, warning, critical }, own({ hot: value }));
    expect([from, bad]).toEqual(expected);
  });
});

test('rules that are off are in no group, and a group stays without any', () => {
  const off = dashboards[2]?.rules.map(({ name }) => name) ?? [];
  const groups = ruleGroups({ off: [...off, 'WeirPiHot'], limits: {} });
  expect(groups.map(({ name }) => name)).toEqual(ruleGroups().map(({ name }) => name));
  expect(groups[2]?.rules).toEqual([]);
  expect(groups.flatMap((group) => group.rules.map(({ alert }) => alert))).not.toContain('WeirPiHot');
});
