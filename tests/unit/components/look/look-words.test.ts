import { describe, expect, test } from 'vitest';
import { levelOf, limitsOf, thresholdWords } from '@/components/look/levels';
import { stateOf, statesWords, stripWords, worstOf } from '@/components/look/state-words';
import { unitLooks } from '@/components/look/units';
import { type LookThresholds, type LookUnit, lookUnits } from '@/lib/schemas/look/dashboard';
import { state, UP_OR_DOWN } from '../../../support/fixtures/look/look-fixtures';

/** In the time zone of whoever reads. */
const NOON = new Date(2026, 10, 30, 12).getTime() / 1000;

test.each<[LookUnit, number, string, string]>([
  ['bytes', 1_640_000, '1.6 MB', '1.6 MB'],
  ['bytes', 1_500, '2 kB', '1.5 kB'],
  ['bytes-per-second', 48_000, '48 kB/s', '48 kB/s'],
  ['celsius', 71.23, '71.2 °C', '71.2 °C'],
  ['cores', 0.123, '0.12 cores', '0.123'],
  ['cores', 0.0023, '0.0023 cores', '0.0023'],
  ['cores', 0.00001, '< 0.0001 cores', '0'],
  ['cores', 1, '1 core', '1'],
  ['count', 12_345, '12,345', '12.3 k'],
  ['count', 2_500_000, '2,500,000', '2.5 M'],
  ['milliseconds', 250, '0.25 s', '0.25 s'],
  ['milliseconds', 8, '8 ms', '8 ms'],
  ['number', 0, '0', '0'],
  ['number', 0.00423456, '0.00423456', '0.00423456'],
  ['number', -12.34567, '-12.3457', '-12.3457'],
  ['number', 0.99961, '0.99961', '0.99961'],
  ['number', 0.99999961, '0.9999996', '0.9999996'],
  ['number', 2.0000000001, '2.0000000001', '2.0000000001'],
  ['number', 1 / 3, '0.333333', '0.333333'],
  ['number', 0.1 + 0.2, '0.3', '0.3'],
  ['number', 0.1 * 3 * 10, '3', '3'],
  ['number', 1_234.5, '1,234.5', '1,234.5'],
  ['number', 1_234_567.06, '1,234,567.1', '1.2 M'],
  ['number', 1_764_504_123, '1,764,504,123', '1,765 M'],
  ['number', 0.0000042, '4.2e-6', '4.2e-6'],
  ['number', 3.2e15, '3.2e+15', '3.2e+15'],
  ['per-second', 12.34, '12.3 /s', '12.3'],
  ['per-second', 0.004, '< 0.01 /s', '0.004'],
  ['per-second', 0, '0 /s', '0'],
  ['percent', 75, '75 %', '75 %'],
  ['seconds', 0, '0 s', '0'],
  ['seconds', -0.4, '-0.4 s', '-0.4 s'],
  ['seconds', 0.000042, '42 µs', '42 µs'],
  ['seconds', -0.000042, '-42 µs', '-42 µs'],
  ['seconds', -18_000, '-5 h', '-5 h'],
  ['count', -0.001, '> -0.01', '-0.001'],
  ['moment', NOON, '30 Nov 2026, 12:00:00', 'Nov 2026'],
  ['seconds', 90, '90 s', '90 s'],
  ['seconds', 9_000, '2 h 30 min', '2.5 h'],
  ['seconds', 150, '2 min', '2.5 min'],
  ['seconds', 12 * 86_400, '12 d', '12 d'],
  ['share', 0.0234, '2.3 %', '2.3 %'],
  ['share', 0.62, '62 %', '62 %'],
])('%s: %d is %s, beside an axis %s', (unit, value, words, tick) => {
  expect(unitLooks[unit].format(value)).toBe(words);
  expect(unitLooks[unit].tick(value)).toBe(tick);
});

test('every unit has its words', () =>
  expect(Object.keys(unitLooks).toSorted()).toEqual([...lookUnits].toSorted()));

describe('thresholds', () => {
  const above: LookThresholds = { side: 'above', warning: 70, critical: 80 };
  const below: LookThresholds = { side: 'below', warning: 20 };

  test.each([
    [above, 69.9, 'good'],
    [above, 70, 'good'],
    [above, 70.1, 'warning'],
    [above, 80, 'warning'],
    [above, 80.1, 'critical'],
    [below, 20, 'good'],
    [below, 19.9, 'warning'],
    [below, -1, 'warning'],
    [null, 1e9, null],
  ])('%j: %d is %s', (thresholds, value, level) => expect(levelOf(value, thresholds)).toBe(level));

  test('in words, and as lines', () => {
    const { format } = unitLooks.celsius;
    expect(thresholdWords(above, format)).toBe('Worth a look above 70 °C, bad above 80 °C.');
    expect(thresholdWords(below, format)).toBe('Worth a look below 20 °C.');
    expect(thresholdWords(null, format)).toBeNull();
    expect(limitsOf(above).map(({ level }) => level)).toEqual(['warning', 'critical']);
    expect([limitsOf(below).length, limitsOf(null).length]).toEqual([1, 0]);
    const both = { ...above, warning: 80 };
    expect([thresholdWords(both, format), limitsOf(both)]).toEqual([
      'Bad above 80 °C.',
      [{ value: 80, level: 'critical' }],
    ]);
  });
});

describe('states', () => {
  const words = (values: (number | null)[]) => stripWords(values, UP_OR_DOWN, 60);
  const panel = (...strips: (number | null)[][]) =>
    state({
      ...{ id: 'up', question: 'Is it up?', unit: 'count' },
      lines: strips.map((values, index) => ({ name: 'abc'.charAt(index), values })),
    });
  const all = (...strips: (number | null)[][]) => statesWords(panel(...strips), 60);
  const long = (count: number, value: number) => Array<number>(count).fill(value);

  test('a strip says how long what was', () => {
    expect(words([1, 1, null])).toBe('up all the time');
    expect(words([0, 0])).toBe('down all the time');
    expect(words([1, 1, 1, 0])).toBe('up 75 % of the time; down 1 min');
    expect(words([...long(999, 1), 0])).toBe('up over 99 % of the time; down 1 min');
    expect(words([null])).toBe('unknown');
    expect(words([1, ...Array(9).fill(null)])).toBe('up all the time that is known; not known for 9 min');
    expect(stripWords([1, 0], UP_OR_DOWN, 2520)).toBe('up 50 % of the time; down for up to 42 min');
  });

  test('a value that no state has is not known', () => {
    expect(stateOf(0.5, UP_OR_DOWN)).toBeUndefined();
    expect(words([0.5])).toBe('unknown');
  });

  test('several strips say which was bad the longest', () => {
    expect(all()).toBeNull();
    expect(all([null])).toBeNull();
    expect(all([1, 1])).toBe('Up all the time.');
    expect(all([1], [1, null])).toBe('All of them: up all the time.');
    expect(all([1], [1, null, null, null])).toBe('All of them: up all the time that is known.');
    expect(all([1, 1], [1, 0])).toBe('Worst was b: down 1 min.');
    expect(all([1, 0], [0, 0], [0, 1])).toBe('Worst was b: down 2 min, then a: down 1 min.');
  });

  test('a row of the table has the worst of its time', () =>
    expect(worstOf(UP_OR_DOWN)([1, 0, 1, 1, null, null, null, 1], 2)).toEqual([0, 1, null, 1]));
});
