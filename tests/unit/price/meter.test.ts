import { describe, expect, test } from 'vitest';
import { prices } from '@/lib/pipeline/sources/prices';
import { KEPT_HOURS, type Meter, meterStep, NO_METER, spendingOf } from '@/lib/server/sampler/steps/meter';

const HOUR_MS = 3_600_000;
const START_MS = 500_000 * HOUR_MS;
const billed = (total: number, over: object = {}) => ({
  ...{ round: { least: 1, most: 1, lists: 0 }, total, lists: 0, resources: 10, everySeconds: 300 },
  ...over,
});

/** So many units in each of some hours, on top of what there was. */
function hours(meter: Meter, fromHour: number, count: number, units: number, over: object = {}): Meter {
  let held = meter;
  for (let hour = fromHour; hour < fromHour + count; hour += 1) {
    const total = (held.last?.units ?? 0) + units;
    held = meterStep(held, billed(total, over), START_MS + hour * HOUR_MS + HOUR_MS / 2);
  }
  return held;
}
const units = (meter: Meter) => meter.hours.reduce((sum, hour) => sum + hour.units, 0);

describe('a meter', () => {
  test('counts what grew since it first looked', () => {
    const first = meterStep(NO_METER, billed(5000), START_MS);
    expect(units(first)).toBe(0);
    expect(units(meterStep(first, billed(5040), START_MS + 60_000))).toBe(40);
  });

  test('takes a counter that began anew from nought', () => {
    const first = meterStep(NO_METER, billed(5000), START_MS);
    expect(units(meterStep(first, billed(33), START_MS + 60_000))).toBe(33);
  });

  test.each([
    ['no panel ran', 2, null],
    ['its exporter was not heard', 10, 10 * HOUR_MS],
  ])('spreads what grew while %s over that time', (_, hours, elapsedMs) => {
    const first = meterStep(NO_METER, billed(0), START_MS);
    const later = meterStep(first, billed(30 * (hours + 1)), START_MS + hours * HOUR_MS, elapsedMs);
    expect(units(later)).toBeCloseTo(30 * (hours + 1));
    expect(later.hours.map((hour) => Math.round(hour.units))).toEqual(Array(hours + 1).fill(30));
  });

  test.each([
    ['a night', 10],
    ['three days', 72],
    ['a year', 365 * 24],
  ])('has not seen the time between two panels: %s', (_, by) => {
    const before = hours(NO_METER, 0, 3, 10);
    const later = meterStep(before, billed(1e6), START_MS + by * HOUR_MS);
    expect(later.last).toEqual({ units: 1e6, lists: 0, atMs: START_MS + by * HOUR_MS });
    expect(later.hours).toEqual(by < KEPT_HOURS ? before.hours : []);
  });

  test('has not seen the days in which its counter did not run', () => {
    const week = hours(NO_METER, 0, 48, 400);
    const off = START_MS + 168 * HOUR_MS;
    const on = hours(meterStep(week, billed(400), off), 169, 24, 400);
    const { day, before } = spendingOf('aws', on, prices) ?? {};
    expect(on.hours.length).toBeLessThan(75);
    expect((day?.units ?? 0) / (before?.units ?? 0)).toBeCloseTo(1, 1);
  });

  test('keeps eight days, also of a panel that was away for a year', () => {
    const long = hours(NO_METER, 0, KEPT_HOURS + 50, 10);
    expect(long.hours).toHaveLength(KEPT_HOURS);
    const away = meterStep(long, billed(1e6), START_MS + 9000 * HOUR_MS);
    expect(away.hours.length).toBeLessThanOrEqual(KEPT_HOURS);
  });

  const JUMPS = [
    ['an hour', 1],
    ['a year', 365 * 24],
  ] as const;
  const seconds = (meter: Meter) => meter.hours.reduce((sum, hour) => sum + hour.seconds, 0);

  test.each(JUMPS)('keeps its hours while it runs and the clock goes back by %s', (_, by) => {
    const day = hours(NO_METER, 0, 26, 400);
    const { units: total = 0, atMs = 0 } = day.last ?? {};
    const back = meterStep(day, billed(total + 400), atMs + (1 - by) * HOUR_MS, HOUR_MS);
    expect(units(back)).toBeCloseTo(26 * 400);
    expect(seconds(back)).toBeCloseTo(26 * 3600);
    expect(back.hours.at(-1)?.hour).toBe(Math.floor((atMs + (1 - by) * HOUR_MS) / HOUR_MS));
    expect(spendingOf('aws', back, prices)?.day.units).toBeCloseTo(24 * 400);
  });

  test.each(JUMPS)('has not seen the time by which the clock goes forward: %s', (_, by) => {
    const first = meterStep(NO_METER, billed(0), START_MS);
    const later = meterStep(first, billed(5), START_MS + by * HOUR_MS + 60_000, 60_000);
    expect([units(later), seconds(later)]).toEqual([5, 60]);
  });

  test.each(JUMPS)('keeps the hours of a panel whose clock was ahead by %s', (_, by) => {
    const ahead = hours(NO_METER, by, 3, 10);
    const back = meterStep(ahead, billed(40), START_MS);
    expect(back.last).toEqual({ units: 40, lists: 0, atMs: START_MS });
    expect([units(back), back.hours.at(-1)?.hour]).toEqual([20, START_MS / HOUR_MS]);
  });

  test('tells an hour that was lived twice by what it came to a second', () => {
    const day = hours(NO_METER, 0, 26, 400);
    const { units: total = 0, atMs = 0 } = day.last ?? {};
    const back = meterStep(day, billed(total + 200), atMs, HOUR_MS / 2);
    expect(spendingOf('aws', back, prices)?.day.units).toBeCloseTo(24 * 400);
  });
});

describe('a day', () => {
  test('is not known before it is over', () => {
    expect(spendingOf('aws', hours(NO_METER, 0, 12, 100), prices)).toBeNull();
  });

  test('is told beside the days before, in dollars a month', () => {
    const week = hours(NO_METER, 0, 72, 400);
    const meter = hours(week, 72, 24, 1200, { resources: 30 });
    const found = spendingOf('aws', meter, prices);
    expect(found?.day).toMatchObject({ resources: 30, everySeconds: 300 });
    expect(found?.day.units).toBeCloseTo(24 * 1200, -2);
    expect(found?.day.dollars).toBeCloseTo(24 * 1200 * 30 * 0.00001, 1);
    // The hour between both belongs to both.
    expect((found?.before?.units ?? 0) / (24 * 400)).toBeCloseTo(1, 1);
    expect(found?.before?.resources).toBe(10);
  });
});
