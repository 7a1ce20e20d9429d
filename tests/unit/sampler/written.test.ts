import { describe, expect, test } from 'vitest';
import { bytesPerDay, type WriterMemory, writtenStep } from '@/lib/server/sampler/steps/written';

const MINUTE = 60_000;
type Reading = readonly [minutes: number, counter: number | null];

const play = (...readings: Reading[]) =>
  readings.reduce<WriterMemory | undefined>(
    (memory, [minutes, counter]) => writtenStep(memory, counter, minutes * MINUTE),
    undefined,
  );
const tens = (count: number, counter: (minutes: number) => number | null): Reading[] =>
  Array.from({ length: count }, (_, index) => [index * 10, counter(index * 10)]);

describe('what is written a day', () => {
  test('is told after an hour, at the pace since then', () => {
    const pace = (minutes: number) => 5e9 + minutes * 1e6;
    expect(bytesPerDay(play(...tens(6, pace)), 50 * MINUTE)).toBeNull();
    expect(bytesPerDay(play(...tens(7, pace)), 60 * MINUTE)).toBe(1.44e9);
  });

  test('of a counter that began anew is the sum of both', () => {
    // 30 MB, then a new process that has written 10 MB by the next reading, and 10 MB more at each.
    const anew = (minutes: number) => (minutes <= 30 ? minutes * 1e6 : (minutes - 30) * 1e6);
    expect(bytesPerDay(play(...tens(7, anew)), 60 * MINUTE)).toBe(1.44e9);
  });

  test('is of the last day alone', () => {
    const ended = (minutes: number) => Math.min(minutes, 600) * 1e6;
    const memory = play(...tens(300, ended));
    expect(memory?.points.length).toBeLessThanOrEqual(146);
    expect(bytesPerDay(memory, 2990 * MINUTE)).toBe(0);
  });

  test('is unknown, not 0, of what is not told, and not told any more', () => {
    expect(bytesPerDay(play(...tens(9, () => null)), 80 * MINUTE)).toBeNull();
    const memory = play(...tens(7, (minutes) => minutes));
    expect(bytesPerDay(memory, 80 * MINUTE)).toBe(1440);
    expect(bytesPerDay(memory, 81 * MINUTE)).toBeNull();
  });
});
