import { expect, test } from 'vitest';
import { createThrottle, type Throttle } from '@/lib/server/auth/throttle';
import { AppError } from '@/lib/server/errors';

function clock() {
  const time = { ms: 1_000_000 };
  return { throttle: createThrottle(() => time.ms), pass: (ms: number) => (time.ms += ms) };
}

/** Seconds to wait before the next try, 0 when it is admitted. */
function wait(throttle: Throttle, address: string): number {
  try {
    throttle.admit(address);
    return 0;
  } catch (error) {
    if (error instanceof AppError && error.code === 'too-many-tries') return error.retryAfterSeconds ?? -1;
    throw error;
  }
}

test('lets a few tries pass, then asks for twice the wait each time, a minute at most', () => {
  const { throttle, pass } = clock();
  for (let i = 0; i < 4; i++) expect(wait(throttle, 'a')).toBe(0);
  const waits: number[] = [];
  for (let i = 0; i < 9; i++) {
    const seconds = wait(throttle, 'a');
    waits.push(seconds);
    pass(seconds * 1000);
    expect(wait(throttle, 'a')).toBe(0);
  }
  expect(waits).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60]);
});

test('counts tries before they are checked, so that many at once do not slip through', () => {
  const { throttle } = clock();
  const admitted = Array.from({ length: 100 }, () => wait(throttle, 'a')).filter((seconds) => seconds === 0);
  expect(admitted).toHaveLength(4);
});

test('a right password clears the address', () => {
  const { throttle } = clock();
  for (let i = 0; i < 4; i++) wait(throttle, 'a');
  expect(wait(throttle, 'a')).toBeGreaterThan(0);
  throttle.clear('a');
  expect(wait(throttle, 'a')).toBe(0);
});

test('forgets after a quarter of an hour of quiet', () => {
  const { throttle, pass } = clock();
  for (let i = 0; i < 5; i++) wait(throttle, 'a');
  pass(15 * 60_000 + 1);
  for (let i = 0; i < 4; i++) expect(wait(throttle, 'a')).toBe(0);
});

test('guesses from many addresses slow strangers down, not the owner’s own address', () => {
  const { throttle } = clock();
  throttle.admit('owner');
  throttle.clear('owner');
  for (let i = 0; i < 40; i++) wait(throttle, `10.0.0.${i}`);
  expect(wait(throttle, '10.0.1.1')).toBeGreaterThan(0);
  expect(wait(throttle, '10.0.1.1')).toBeLessThanOrEqual(15);
  expect(wait(throttle, 'owner')).toBe(0);
});

test.each([
  ['2001:db8:1:2::1', '2001:db8:1:2:aaaa:bbbb:cccc:dddd'],
  ['2001:DB8:1:2::1', '2001:db8:1:2::ffff'],
  ['2001:db8::1', '2001:db8::2'],
  ['::ffff:192.168.1.5', '192.168.1.5'],
])('%s and %s count as one', (first, second) => {
  const { throttle } = clock();
  for (let i = 0; i < 4; i++) wait(throttle, first);
  expect(wait(throttle, second)).toBeGreaterThan(0);
});

test.each([
  ['192.168.1.5', '192.168.1.6'],
  ['2001:db8:1:2::1', '2001:db8:1:3::1'],
  ['fe80::1%eth0', 'fe80::2%eth0'],
])('%s and %s count as two', (first, second) => {
  const { throttle } = clock();
  for (let i = 0; i < 4; i++) wait(throttle, first);
  expect(wait(throttle, second)).toBe(0);
});
