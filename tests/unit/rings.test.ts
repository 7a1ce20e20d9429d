import { describe, expect, test } from 'vitest';
import { createRings, LENGTH, STEP_MS } from '@/lib/server/sampler/rings';

const T0 = 1_772_366_400_000;
const point = (value: number | null) => ({
  samplesPerSecond: value,
  bufferBytes: value,
  targetsUp: value,
  temperatureCelsius: null,
});

describe('the rings', () => {
  test('are empty at first', () => {
    const { series, stepSeconds } = createRings().read();
    expect(stepSeconds).toBe(15);
    expect(series).toEqual({ samplesPerSecond: [], bufferBytes: [], targetsUp: [], temperatureCelsius: [] });
  });

  test('hold one value a step, the last one; a step without is a gap', () => {
    const rings = createRings();
    rings.push(T0, point(1));
    rings.push(T0 + 2000, point(2));
    rings.push(T0 + 3 * STEP_MS, point(3));
    const { series, startMs } = rings.read();
    expect(startMs).toBe(T0);
    expect(series.samplesPerSecond).toEqual([2, null, null, 3]);
    expect(series.temperatureCelsius).toEqual([null, null, null, null]);
  });

  test('keep zero apart from unknown', () => {
    const rings = createRings();
    rings.push(T0, point(0));
    rings.push(T0 + STEP_MS, point(null));
    expect(rings.read().series.bufferBytes).toEqual([0, null]);
  });

  test('keep a buffer of gigabytes to the byte', () => {
    const rings = createRings();
    rings.push(T0, point(5_368_709_121));
    expect(rings.read().series.bufferBytes).toEqual([5_368_709_121]);
  });

  test('hold a day and no more', () => {
    const rings = createRings();
    for (let step = 0; step < LENGTH + 100; step += 1) rings.push(T0 + step * STEP_MS, point(step));
    const { series, startMs } = rings.read();
    expect(series.targetsUp).toHaveLength(LENGTH);
    expect(series.targetsUp[0]).toBe(100);
    expect(series.targetsUp.at(-1)).toBe(LENGTH + 99);
    expect(startMs).toBe(T0 + 100 * STEP_MS);
  });

  test('a pause longer than a day leaves nothing old behind', () => {
    const rings = createRings();
    rings.push(T0, point(1));
    rings.push(T0 + (LENGTH + 5) * STEP_MS, point(2));
    const { series } = rings.read();
    expect(series.targetsUp.filter((value) => value !== null)).toEqual([2]);
  });

  test('a long pause within a day is a gap', () => {
    const rings = createRings();
    rings.push(T0, point(1));
    rings.push(T0 + (LENGTH - 1) * STEP_MS, point(2));
    const { series } = rings.read();
    expect(series.targetsUp).toHaveLength(LENGTH);
    expect(series.targetsUp.filter((value) => value !== null)).toEqual([1, 2]);
  });

  test('a clock that is set back a little takes back what it had counted ahead', () => {
    const rings = createRings();
    for (let step = 0; step < 10; step += 1) rings.push(T0 + step * STEP_MS, point(step));
    rings.push(T0 + 4 * STEP_MS, point(40));
    expect(rings.read().series.targetsUp).toEqual([0, 1, 2, 3, 40]);
  });

  test('a clock that jumps from 1970 begins afresh', () => {
    const rings = createRings();
    rings.push(60_000, point(1));
    rings.push(T0, point(2));
    expect(rings.read()).toMatchObject({ startMs: T0, series: { targetsUp: [2] } });
  });
});
