import { expect, test } from 'vitest';
import { formatAgo, formatDuration } from '@/lib/duration';
import {
  formatBytes,
  formatDateTime,
  formatNumber,
  formatSeconds,
  formatShare,
  formatTimeOfDay,
  plural,
  UNKNOWN,
} from '@/lib/format';
import { formatValue } from '@/lib/format-value';

test.each([
  [-3, '0 s'],
  [0, '0 s'],
  [45, '45 s'],
  [119, '1 min'],
  [4_800, '1 h 20 min'],
  [31 * 3600, '31 h'],
  [47.9 * 3600, '47 h'],
  [50 * 3600, '2 d 2 h'],
  [12 * 86_400, '12 d'],
  [400 * 86_400, 'over 99 d'],
])('%d s is %s', (seconds, words) => {
  expect(formatDuration(seconds)).toBe(words);
});

test.each([
  [500, 'just now'],
  [-60_000, 'just now'],
  [6_400, '6 s ago'],
  [250_000, '4 min ago'],
])('%d ms after is %s', (passedMs, words) => {
  expect(formatAgo(1_000_000, 1_000_000 + passedMs)).toBe(words);
});

test.each([
  [null, UNKNOWN],
  [0, '0 B'],
  [999, '999 B'],
  [640_000, '640 kB'],
  [1_500_000, '1.5 MB'],
  [182_000_000, '182 MB'],
  [1_073_741_824, '1.1 GB'],
])('%s bytes are %s', (bytes, words) => {
  expect(formatBytes(bytes)).toBe(words);
});

test('numbers keep about three digits', () => {
  expect([0, 0.042, 8.26, 57.4, 412.3, 12_345].map(formatNumber)).toEqual([
    '0',
    '0.04',
    '8.3',
    '57.4',
    '412',
    '12,345',
  ]);
});

test('values of any size are short', () => {
  expect([0, 1.2e-7, -0.004, 0.042, 12_345, 4e12, 1.5e18].map(formatValue)).toEqual([
    ...['0', '1.20e-7', '-4.00e-3', '0.04', '12,345', '4,000,000,000,000', '1.50e+18'],
  ]);
});

test('a share that is not nothing never shows as nothing', () => {
  expect([formatShare(0, 100), formatShare(1, 1e6), formatShare(17.2, 100), formatShare(1, 0)]).toEqual([
    '0 %',
    '< 0.1 %',
    '17 %',
    '0 %',
  ]);
});

test('short spans and plurals', () => {
  expect([formatSeconds(0.008), formatSeconds(0.36), formatSeconds(4.8), formatSeconds(null)]).toEqual([
    '8 ms',
    '0.36 s',
    '4.8 s',
    UNKNOWN,
  ]);
  expect([plural(1, 'finding'), plural(1_200, 'line')]).toEqual(['1 finding', '1,200 lines']);
});

test('dates and times are written as British English has them', () => {
  const written = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat('en-GB', options).format;
  for (let month = 0; month < 12; month++) {
    const atMs = new Date(2026, month, 3 * month + 1, 2 * month, 5 * month, month).getTime();
    expect(formatDateTime(atMs)).toBe(written({ dateStyle: 'medium', timeStyle: 'medium' })(atMs));
    expect(formatTimeOfDay(atMs)).toBe(written({ timeStyle: 'short' })(atMs));
    expect(formatTimeOfDay(atMs, true)).toBe(written({ timeStyle: 'medium' })(atMs));
  }
});
