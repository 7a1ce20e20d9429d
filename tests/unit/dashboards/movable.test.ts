import { describe, expect, test } from 'vitest';
import { thresholdWords } from '@/components/look/levels';
import { unitLooks } from '@/components/look/units';
import { dashboards } from '@/lib/dashboards/dashboards';
import { ruleGroups } from '@/lib/dashboards/rule-groups';
import {
  AS_SHIPPED,
  limitOf,
  limitWords,
  type Movable,
  numberOf,
  rangeOf,
  thresholdsOf,
} from '@/lib/dashboards/terms/movable';
import { isInRange, numberIn } from '@/lib/typed-number';

const rules = dashboards.flatMap((one) => one.rules);
const movables = rules.flatMap(({ limit }) => (typeof limit === 'number' ? [] : [limit]));
const own = (limits: Record<string, number>) => ({ off: [], limits });
const hot: Movable = { name: 'hot', value: 80, least: 40, most: 100, unit: 'celsius' };

describe('every number that may be moved', () => {
  test('has a name of its own, and ships within its range', () => {
    expect(new Set(movables.map(({ name }) => name)).size).toBe(movables.length);
    expect(
      movables.filter(
        (one) => ![one.value, one.least, one.most].every((value) => isInRange(rangeOf(one), value)),
      ),
    ).toEqual([]);
    expect(movables.length).toBeGreaterThan(10);
    // A share or a per cent of 100 or more no metric can have.
    const beyond = movables.filter(({ unit, most }) => ['share', 'percent'].includes(unit) && most >= 100);
    expect(beyond).toEqual([]);
  });

  const moved = rules.flatMap((rule) => {
    const { limit } = rule;
    if (typeof limit === 'number') return [];
    const step = 10 ** -rangeOf(limit).digits;
    return [limit.least, limit.least + step, limit.value, limit.most - step, limit.most].map((value) => ({
      ...{ rule, limit, value: Number(value.toFixed(1)) },
    }));
  });

  test.each(moved)('$rule.name, $value: sentence, expression, panel and form say one value', (given) => {
    const { rule, limit, value } = given;
    const words = limitWords(limit, own({ [limit.name]: value }));
    const group = ruleGroups(own({ [limit.name]: value })).flatMap((one) => one.rules);
    const { expr = '', annotations } = group.find(({ alert }) => alert === rule.name) ?? {};
    const compared = limitOf(limit, own({ [limit.name]: value }));
    expect(annotations?.summary).toMatch(new RegExp(`\\b${words}(?! %)`));
    expect(annotations?.summary).not.toMatch(/\b1 messages/);
    expect(expr).toContain(`${rule.is} ${compared}`);
    expect(String(compared).length).toBeLessThan(9);
    expect(numberIn(rangeOf(limit), words.replace(/ \S+$/, ''))).toBe(value);
    for (const { unit, thresholds } of dashboards.flatMap(({ panels }) => panels)) {
      if (thresholds?.warning !== limit && thresholds?.critical !== limit) continue;
      const { format, exact = format } = unitLooks[unit];
      const said = thresholdWords(thresholdsOf(thresholds, own({ [limit.name]: value })), exact);
      expect(said).toContain(` ${words}`);
    }
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

  test('moves no word of a description: what it says holds over the whole range', () => {
    const names = rules.filter(({ limit }) => typeof limit !== 'number').map(({ name }) => name);
    const texts = (['least', 'most'] as const).flatMap((end) =>
      ruleGroups(own(Object.fromEntries(movables.map((one) => [one.name, one[end]]))))
        .flatMap((group) => group.rules)
        .filter(({ alert }) => names.includes(alert))
        .map(({ alert, annotations }) => `${alert}: ${annotations.description}`),
    );
    expect(texts).toHaveLength(2 * movables.length);
    // What is so now, or soon, is so at one value and not at another; nor does a name have a number.
    expect(texts.filter((text) => /\b(soon|now|nearly|half|it lowers)\b|Half/i.test(text))).toEqual([]);
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
  expect([39, 101, 75.5, Number.NaN].map((value) => numberOf(hot, own({ hot: value })))).toEqual([
    80, 80, 80, 80,
  ]);
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
