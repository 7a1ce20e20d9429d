import { describe, expect, test } from 'vitest';
import {
  axisWords,
  type ChartSpan,
  courseWords,
  lonePoints,
  momentWords,
  scaleRange,
  tableRows,
  tickLabels,
  timesOf,
  unknownWords,
} from '@/components/charts/chart-data';
import { healthLevel, healthWords, upShare, upWords } from '@/components/charts/health-words';
import { stateRuns } from '@/components/charts/state-runs';
import { chartsOf } from '@/components/delivery/chart-list';
import type { Recording } from '@/lib/schemas/recording';

const T0 = 1_772_366_400_000;
const HOUR = 3_600_000;
const span: ChartSpan = { startMs: T0, stepSeconds: 60, fromMs: T0, toMs: T0 + HOUR };
const line = (values: (number | null)[], name = 'a') => ({ name, values });
const plain = (value: number) => `${value}`;

test('times go on by the step', () => {
  expect(timesOf(span, 3)).toEqual([T0 / 1000, T0 / 1000 + 60, T0 / 1000 + 120]);
});

test.each([
  [
    [1, null, 2, null],
    [0, 2],
  ],
  [[null, 1, 2, null], []],
  [[null, null, 3], [2]],
])('of %j, what no line would show: %j', (values, lone) => expect(lonePoints(values)).toEqual(lone));

test.each([
  ['from zero, with air', 3, 100, 0, [0, 108]],
  ['nothing known', null, null, 0, [0, 1]],
  ['all the same', 5, 5, undefined, [5, 5.5]],
  ['below the bottom', -4, 4, 0, [-4, 4.64]],
])('the scale: %s', (_what, min, max, low, range) => expect(scaleRange(min, max, low)).toEqual(range));

test('where all is the same, the limits above it say what is high', () => {
  const limits = [25, 50].map((value) => ({ value, level: 'warning' as const }));
  expect(scaleRange(0, 0, 0, limits)).toEqual([0, 54]);
  expect(scaleRange(0, 100, 0, limits)).toEqual([0, 108]);
  expect(scaleRange(60, 60, 60, limits)).toEqual([60, 66]);
});

test('no two lines of the scale have the same name', () => {
  const bytes = (value: number) => `${Math.round(value)} B`;
  expect(tickLabels([0, 10, 20], bytes)).toEqual(['0 B', '10 B', '20 B']);
  expect(tickLabels([0, 0.25, 0.5, 0.75], bytes)).toEqual(['0 B', '', '', '']);
});

describe('captions', () => {
  test.each([
    ['one line', [line([3, null, 9])], 'Between 3 and 9.'],
    ['one steady line', [line([3, 3])], 'Steady at 3.'],
    ['several', [line([1, 2]), line([8], 'b'), line([null], 'c')], 'Highest was b with 8, then a with 2.'],
    ['several that are all the same', [line([0, 0]), line([0], 'b'), line([null], 'c')], 'All steady at 0.'],
    ['one that is known', [line([null]), line([4, 5], 'b')], 'Highest was b with 5.'],
    ['nothing known', [line([null])], null],
    ['no line', [], null],
  ])('%s', (_what, lines, words) => expect(courseWords(lines, plain)).toBe(words));

  test('say for how long nothing is known: holes, and what is before the first value', () => {
    const whole = Array.from({ length: 60 }, () => 1);
    expect(unknownWords(span, [line(whole)])).toBeNull();
    expect(unknownWords(span, [line([...whole.slice(5), null, null, null, null, null])])).toBe(
      'Not known for 5 min of it.',
    );
    expect(unknownWords({ ...span, startMs: T0 + HOUR / 2 }, [line(whole.slice(30))])).toBe(
      'Not known for 30 min of it.',
    );
    expect(unknownWords(span, [line([null, 1, 1]), line([1, null, null])])).toBeNull();
    const few = (known: number) => whole.map((value, index) => (index < known ? value : null));
    expect(unknownWords(span, [line(few(2))])).toBe('Not known for 58 min of it.');
    expect(unknownWords(span, [line(few(1))])).toBe('Not known for nearly all of it.');
    expect(unknownWords(span, [line(few(0))])).toBe('Not known for all of it.');
    expect(unknownWords(span, [])).toBe('Not known for all of it.');
  });
});

test('a table has at most so many rows, newest first, each the mean of its part', () => {
  const rows = tableRows(span, [line([1, 3, 5, 7]), line([null, null, 2, 4], 'b')], 2);
  expect(rows).toEqual([
    { fromMs: T0 + 120_000, values: [6, 3] },
    { fromMs: T0, values: [2, null] },
  ]);
});

test('where the same hour is there twice, the day is said', () => {
  const at = new Date(2026, 10, 28, 14).getTime();
  const midnight = new Date(2026, 10, 29).getTime();
  const week: ChartSpan = { ...span, toMs: T0 + 7 * 24 * HOUR };
  expect([momentWords(span, at), axisWords(span, midnight)]).toEqual(['14:00', '00:00']);
  expect(momentWords(week, at)).toBe('28 Nov, 14:00');
  expect([axisWords(week, at), axisWords(week, midnight)]).toEqual(['14:00', '29 Nov']);
});

test('the values of a row can be merged in another way than by their mean', () => {
  const highest = (values: readonly (number | null)[], size: number) =>
    Array.from({ length: values.length / size }, (_, row) =>
      Math.max(...values.slice(row * size, row * size + size).map(Number)),
    );
  expect(tableRows(span, [line([1, 3, 5, 7])], 2, highest).map(({ values }) => values)).toEqual([[7], [3]]);
});

describe('health', () => {
  test('is drawn in stretches; unknown is a hole', () => {
    const quarters: ChartSpan = { startMs: T0, stepSeconds: 900, fromMs: T0, toMs: T0 + HOUR };
    expect(stateRuns(quarters, [1, 1, null, 0], healthLevel)).toEqual([
      { level: 'good', from: 0, to: 0.5 },
      { level: 'critical', from: 0.75, to: 1 },
    ]);
    expect(stateRuns(quarters, [0.5], healthLevel)).toEqual([{ level: 'warning', from: 0, to: 0.25 }]);
    expect(stateRuns(quarters, [1, 2], (value) => (value === 1 ? 'good' : null))).toHaveLength(1);
  });

  test('counts only what is known', () => {
    expect(upShare([1, null, 0])).toBe(0.5);
    expect(upShare([null])).toBeNull();
    expect([[1, 1], [1, 0], [null]].map(upWords)).toEqual(['always up', '50 % up', 'unknown']);
  });

  test('in words', () => {
    const up = line([1, 1], 'vmagent');
    expect(healthWords([])).toBeNull();
    expect(healthWords([up, line([null], 'x')])).toBe('It was up all the time.');
    expect(healthWords([up, line([1, 0.5], 'yace')])).toBe('yace was down the longest.');
    expect(healthWords([line([1, 0.9], 'gcp'), line([0], 'yace')])).toBe(
      'yace was down the longest. 1 more was down, too.',
    );
  });
});

test('the page draws what is known, by names that tell targets of one job apart', () => {
  const values = [1, 2];
  const target = (job: string, instance: string) => ({
    job,
    instance,
    up: [1, 0],
    durationSeconds: [null, null],
  });
  const recording: Recording = {
    stepSeconds: 60,
    startMs: T0,
    series: {
      samplesPerSecond: values,
      bytesPerSecond: values,
      bufferBytes: values,
      targetsUp: values,
      temperatureCelsius: [null, null],
    },
    parts: {
      stepSeconds: 60,
      startMs: T0,
      targets: [target('a', '1:80'), target('a', '2:80'), target('b', '3:80')],
      services: [{ name: 'yace', cpuPercent: values, memoryBytes: [null, null] }],
    },
  };
  const charts = chartsOf(recording, 6);
  expect(charts.health.lines.map(({ name }) => name)).toEqual(['a 1:80', 'a 2:80', 'b']);
  expect(charts.duration.lines).toEqual([]);
  expect(charts.machine.lines).toEqual([]);
  expect(charts.services.map(({ lines }) => lines.length)).toEqual([1, 0]);
  expect(charts.health.span).toMatchObject({ toMs: T0 + 120_000, fromMs: T0 + 120_000 - 6 * HOUR });
});
