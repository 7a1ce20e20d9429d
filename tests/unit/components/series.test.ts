import { expect, test } from 'vitest';
import { areaPath, linePath, stretches, summarise } from '@/components/charts/series';
import { filterLines } from '@/components/services/log-filter';
import { filterTargets } from '@/components/sources/targets/target-filter';
import { thin } from '@/lib/thin';
import { logLines } from '../../support/fixtures/live-fixtures.ts';
import { snapshots } from '../../support/fixtures/snapshots.ts';

const BOX = { width: 100, height: 10, low: 0, high: 10 };

test('a hole in a series stays a hole', () => {
  const parts = stretches([0, 10, null, 5, null], BOX);
  expect(parts).toEqual([
    [
      [0, 10],
      [25, 0],
    ],
    [[75, 5]],
  ]);
  expect(linePath(parts[0] ?? [])).toBe('M0,10L25,0');
  expect(linePath(parts[1] ?? [])).toBe('M74.5,5h1');
  expect(areaPath(parts[0] ?? [], 10)).toBe('M0,10L25,0L25,10L0,10Z');
});

test('a series of one value only is drawn, not divided by', () => {
  expect(
    stretches([7, 7], { ...BOX, low: 7, high: 7 })
      .flat(2)
      .every(Number.isFinite),
  ).toBe(true);
});

test('unknown is not a low value', () => {
  expect(summarise([null, 3, 8, null])).toEqual({ min: 3, max: 8, last: null });
  expect(summarise([null, null])).toBeNull();
});

test('thinning takes means of what is known', () => {
  expect(thin([1, 3, null, 5, null, null, 9], 2)).toEqual([2, 5, null, 9]);
  expect(thin([57.400000000000006], 1)).toEqual([57.4]);
  expect(thin([], 4)).toEqual([]);
});

test('the log is searched whatever the case, from a level up', () => {
  expect(filterLines(logLines, { text: '', level: 'all' })).toBe(logLines);
  const worse = filterLines(logLines, { text: '', level: 'warn' });
  expect(new Set(worse.map(({ level }) => level))).toEqual(new Set(['warn', 'error']));
  expect(filterLines(logLines, { text: 'MAIN.GO', level: 'all' }).length).toBeGreaterThan(0);
});

test('pending targets are no problem', () => {
  expect(filterTargets(snapshots.starting.targets, { text: '', onlyProblems: true })).toEqual([]);
  const found = filterTargets(snapshots.blind.targets, { text: 'connection REFUSED', onlyProblems: true });
  expect(found.map(({ job }) => job)).toEqual(['stackdriver-exporter']);
});
