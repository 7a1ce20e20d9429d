import { expect, test } from 'vitest';
import { roughBytes, roughDuration } from '@/lib/verdict/terms/words';

test.each([
  [12, 'less than 1 kB'],
  [1_049, '1 kB'],
  [18_437_120, '18 MB'],
  [999_900, '1 MB'],
  [536_871_040, '540 MB'],
])('writes %i bytes as %s', (bytes, words) => expect(roughBytes(bytes)).toBe(words));

test.each([
  [0, '1 s'],
  [3, '3 s'],
  [9.6, '10 s'],
  [44, '40 s'],
  [700, '12 min'],
  [111_600, '31 hours'],
  [600_000, '7 days'],
  [40_000_000, 'more than a year'],
])('writes %i seconds as %s', (seconds, words) => expect(roughDuration(seconds)).toBe(words));
