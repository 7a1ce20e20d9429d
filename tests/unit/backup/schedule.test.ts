import { describe, expect, test } from 'vitest';
import { isDue, nextSlot } from '@/lib/server/backup/schedule';

const ZONE = 'Europe/Berlin';
const HOUR_MS = 3_600_000;
const at = (text: string) => Date.parse(text);
const daily = { every: 'day', hour: 3, keep: 14 } as const;

type State = Parameters<typeof isDue>[0];
const state = (over: Partial<State> = {}): State => ({
  recipient: 'age1abc',
  keyMadeAtMs: 0,
  schedule: daily,
  scheduledAtMs: at('2026-11-01T12:00:00Z'),
  newestAtMs: null,
  triedAtMs: 0,
  failure: null,
  ...over,
});
const due = (over: Partial<State>, text: string) => isDue(state(over), at(text), () => ZONE);

describe('the next one', () => {
  test.each([
    [daily, '2026-11-30T12:00:00Z', '2026-12-01T02:00:00Z'],
    [daily, '2026-11-30T01:59:00Z', '2026-11-30T02:00:00Z'],
    [{ ...daily, every: 'week' }, '2026-11-30T12:00:00Z', '2026-12-06T02:00:00Z'],
    // An hour that this day has not: the day after.
    [{ ...daily, hour: 2 }, '2026-03-28T12:00:00Z', '2026-03-30T00:00:00Z'],
  ] as const)('%j after %s', (schedule, now, next) => {
    expect(new Date(nextSlot(schedule, at(now), ZONE) ?? 0).toISOString()).toBe(
      at(next) && new Date(at(next)).toISOString(),
    );
  });

  test('is none while it is off', () => {
    expect(nextSlot({ ...daily, every: 'off' }, at('2026-11-30T12:00:00Z'), ZONE)).toBeNull();
  });
});

describe('one is due', () => {
  test('at its hour, and not before', () => {
    expect(due({}, '2026-11-01T13:00:00Z')).toBe(false);
    expect(due({}, '2026-11-02T01:59:00Z')).toBe(false);
    expect(due({}, '2026-11-02T02:00:30Z')).toBe(true);
  });

  test('once in its interval', () => {
    const newestAtMs = at('2026-11-30T02:00:30Z');
    expect(due({ newestAtMs }, '2026-11-30T02:01:30Z')).toBe(false);
    expect(due({ newestAtMs }, '2026-12-01T01:00:00Z')).toBe(false);
    expect(due({ newestAtMs }, '2026-12-01T02:00:00Z')).toBe(true);
  });

  test('when its hour was missed, as soon as the panel is there again', () => {
    expect(due({ newestAtMs: at('2026-11-28T02:00:00Z') }, '2026-11-30T17:23:00Z')).toBe(true);
  });

  test('one made by hand counts for the hours before it', () => {
    expect(due({ newestAtMs: at('2026-11-30T10:00:00Z') }, '2026-11-30T17:23:00Z')).toBe(false);
  });

  test('again an hour after it failed', () => {
    const triedAtMs = at('2026-11-30T02:00:10Z');
    const failure = { atMs: triedAtMs, message: 'The disk is full.', hint: null };
    const failed = { triedAtMs, failure, newestAtMs: at('2026-11-29T02:00:00Z') };
    expect(due(failed, '2026-11-30T02:30:00Z')).toBe(false);
    expect(due(failed, '2026-11-30T03:01:00Z')).toBe(true);
  });

  test('of a week on Sunday alone', () => {
    const weekly = { schedule: { ...daily, every: 'week' as const }, newestAtMs: at('2026-11-22T02:00:00Z') };
    expect(due(weekly, '2026-11-28T23:00:00Z')).toBe(false);
    expect(due(weekly, '2026-11-29T02:00:00Z')).toBe(true);
  });

  test('never without a key, while it is off, or by a clock that was set back', () => {
    const now = '2026-12-01T02:00:30Z';
    expect(due({ recipient: null }, now)).toBe(false);
    expect(due({ schedule: { ...daily, every: 'off' } }, now)).toBe(false);
    expect(due({ newestAtMs: at(now) + 100 * HOUR_MS }, now)).toBe(false);
  });
});
