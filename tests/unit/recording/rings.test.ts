import { describe, expect, test } from 'vitest';
import { createRings, pipelineSeries, STEP_MS } from '@/lib/server/recording/rings';
import { createSeriesTable } from '@/lib/server/recording/series-table';

const T0 = 1_772_366_400_000;
const LENGTH = 5760;
const table = (most = 4) => createSeriesTable({ stepMs: STEP_MS, length: LENGTH, most });
const point = (value: number | null, name = 'a') => new Map([[name, value]]);

describe('a table of series', () => {
  test('is empty at first', () => {
    expect(table().read()).toMatchObject({ count: 0, startMs: 0 });
    expect(table().part(0, T0)).toBeNull();
  });

  test('holds one value a step, the last one; a step without is a gap', () => {
    const rings = table();
    rings.push(T0, point(1));
    rings.push(T0 + 2000, point(2));
    rings.push(T0 + 3 * STEP_MS, point(3));
    const { series, startMs } = rings.read();
    expect(startMs).toBe(T0);
    expect(series.get('a')).toEqual([2, null, null, 3]);
  });

  test('keeps zero apart from unknown', () => {
    const rings = table();
    rings.push(T0, point(0));
    rings.push(T0 + STEP_MS, point(null));
    expect(rings.read().series.get('a')).toEqual([0, null]);
  });

  test('keeps seven digits of a large buffer', () => {
    const rings = table();
    rings.push(T0, point(5_368_709_121));
    expect(rings.read().series.get('a')?.[0]).toBeCloseTo(5_368_709_121, -3);
  });

  test('holds a day and no more', () => {
    const rings = table();
    for (let step = 0; step < LENGTH + 100; step += 1) rings.push(T0 + step * STEP_MS, point(step));
    const { series, startMs } = rings.read();
    const values = series.get('a');
    expect(values).toHaveLength(LENGTH);
    expect(values?.[0]).toBe(100);
    expect(values?.at(-1)).toBe(LENGTH + 99);
    expect(startMs).toBe(T0 + 100 * STEP_MS);
  });

  test('reads from a time on', () => {
    const rings = table();
    for (let step = 0; step < 10; step += 1) rings.push(T0 + step * STEP_MS, point(step));
    expect(rings.read(T0 + 7 * STEP_MS - 1)).toMatchObject({ startMs: T0 + 7 * STEP_MS, count: 3 });
    expect(rings.read(T0 + 7 * STEP_MS - 1).series.get('a')).toEqual([7, 8, 9]);
    expect(rings.read(T0 + 99 * STEP_MS).count).toBe(0);
  });

  test('a pause longer than a day leaves nothing old behind', () => {
    const rings = table();
    rings.push(T0, point(1));
    rings.push(T0 + (LENGTH + 5) * STEP_MS, point(2));
    expect(
      rings
        .read()
        .series.get('a')
        ?.filter((value) => value !== null),
    ).toEqual([2]);
  });

  test('a long pause within a day is a gap', () => {
    const rings = table();
    rings.push(T0, point(1));
    rings.push(T0 + (LENGTH - 1) * STEP_MS, point(2));
    const values = rings.read().series.get('a');
    expect(values).toHaveLength(LENGTH);
    expect(values?.filter((value) => value !== null)).toEqual([1, 2]);
  });

  test('a clock that is set back a little takes back what it had counted ahead', () => {
    const rings = table();
    for (let step = 0; step < 10; step += 1) rings.push(T0 + step * STEP_MS, point(step));
    rings.push(T0 + 4 * STEP_MS, point(40));
    expect(rings.read().series.get('a')).toEqual([0, 1, 2, 3, 40]);
  });

  test('a clock that jumps from 1970 begins afresh', () => {
    const rings = table();
    rings.push(60_000, point(1));
    rings.push(T0, point(2));
    expect(rings.read().startMs).toBe(T0);
    expect(rings.read().series.get('a')).toEqual([2]);
  });

  test('a series that begins later is unknown before', () => {
    const rings = table();
    rings.push(T0, point(1));
    rings.push(T0 + STEP_MS, point(2, 'b'));
    expect(rings.read().series.get('b')).toEqual([null, 2]);
  });

  test('beyond the most, a new name takes the place of the one measured longest ago, never of one measured now', () => {
    const rings = table(2);
    rings.push(T0, point(1, 'old'));
    rings.push(T0 + STEP_MS, point(2, 'newer'));
    rings.push(T0 + 2 * STEP_MS, point(3, 'newest'));
    expect([...rings.read().series.keys()]).toEqual(['newer', 'newest']);
    rings.push(T0 + 3 * STEP_MS, new Map(['newer', 'newest', 'third'].map((name) => [name, 4])));
    expect([...rings.read().series.keys()]).toEqual(['newer', 'newest']);
  });

  test('gives a part as it is kept', () => {
    const rings = table();
    for (let step = 0; step < 10; step += 1) rings.push(T0 + step * STEP_MS, point(step));
    const part = rings.part(T0 / STEP_MS + 8, T0 / STEP_MS + 20);
    expect(part).toMatchObject({ firstStep: T0 / STEP_MS + 8, count: 2 });
    expect([...(part?.columns.get('a') ?? [])]).toEqual([8, 9]);
  });
});

test('all rings together hold at most 39 series in at most 312 kB', () => {
  const { pipeline, parts } = createRings();
  pipeline.push(T0, new Map(pipelineSeries.map((name) => [name, 1])));
  parts.push(T0, new Map(Array.from({ length: 100 }, (_, index) => [`${index}`, 1])));
  const bytes = (of: typeof parts, lengthOf: number) => of.read().series.size * lengthOf * 4;
  expect(pipeline.read().series.size + parts.read().series.size).toBe(39);
  expect(bytes(pipeline, 5760) + bytes(parts, 1440)).toBeLessThan(312_000);
});
