import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createThrottle, type Throttle } from '@/lib/server/auth/throttle';
import { AppError } from '@/lib/server/errors';

/** How long a check takes on a slow Pi. */
const CHECK_MS = 1000;
const DAY_MS = 24 * 3600_000;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance', 'setTimeout', 'clearTimeout'] });
});
afterEach(() => {
  vi.useRealTimers();
});

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);
const checkSlowly = () => new Promise<void>((resolve) => setTimeout(resolve, CHECK_MS));

/** One guess. @returns `null` once it was checked, else the seconds to wait. */
async function guess(throttle: Throttle, key: string, isKnown = false, check = checkSlowly) {
  try {
    await throttle.inTurn({ key, isKnown }, check);
    return null;
  } catch (error) {
    if (error instanceof AppError && error.code === 'too-many-tries') return error.retryAfterSeconds ?? -1;
    throw error;
  }
}
const quick = (throttle: Throttle, key: string, isKnown = false) =>
  guess(throttle, key, isKnown, async () => undefined);

/** Addresses that ask again the moment that they are answered, until the time is over. @returns checked guesses */
function flood(throttle: Throttle, keys: string[]) {
  const state = { checked: 0, isOver: false };
  for (const key of keys) {
    void (async () => {
      while (!state.isOver) {
        if ((await guess(throttle, key)) === null) state.checked += 1;
        // As fast as they can, and yet the clock must go on.
        await new Promise((resolve) => setTimeout(resolve, 1000));
      }
    })();
  }
  return state;
}
const network = (third: number) => Array.from({ length: 254 }, (_, i) => `10.0.${third}.${i + 1}`);

/** Virtual milliseconds until an owner who tries, and tries again when told to, has been checked. */
async function ownerMs(throttle: Throttle, key: string, isKnown = false): Promise<number> {
  const startedAtMs = performance.now();
  const done = (async () => {
    for (;;) {
      const waitSeconds = await guess(throttle, key, isKnown);
      if (waitSeconds === null) return performance.now() - startedAtMs;
      await new Promise((resolve) => setTimeout(resolve, waitSeconds * 1000));
    }
  })();
  let waitedMs: number | undefined;
  void done.then((ms) => {
    waitedMs = ms;
  });
  while (waitedMs === undefined) await pass(500);
  return waitedMs;
}

test('lets a few tries pass, then asks for twice the wait each time, a minute at most', async () => {
  const throttle = createThrottle();
  for (let i = 0; i < 4; i++) expect(await quick(throttle, 'a')).toBeNull();
  expect(await quick(throttle, 'a')).toBe(1);
  const waits: (number | null)[] = [];
  for (let i = 0; i < 9; i++) {
    const seconds = await quick(throttle, 'a');
    waits.push(seconds);
    await pass((seconds ?? 0) * 1000);
    expect(await quick(throttle, 'a')).toBeNull();
  }
  expect(waits).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60]);
});

test('of many tries at once from one address no more than the free ones are checked', async () => {
  const throttle = createThrottle();
  const all = Promise.all(Array.from({ length: 100 }, () => guess(throttle, 'a')));
  await pass(10 * CHECK_MS);
  expect((await all).filter((seconds) => seconds === null).length).toBeLessThanOrEqual(5);
});

test('a right password clears the address', async () => {
  const throttle = createThrottle();
  for (let i = 0; i < 4; i++) await quick(throttle, 'a');
  expect(await quick(throttle, 'a')).toBeGreaterThan(0);
  throttle.clear('a');
  expect(await quick(throttle, 'a')).toBeNull();
});

test('a check that fails leaves the way free for the next one', async () => {
  const throttle = createThrottle();
  const broken = throttle.inTurn({ key: 'a', isKnown: false }, async () => {
    throw new Error('the disk is gone');
  });
  await expect(broken).rejects.toThrow('the disk is gone');
  expect(await quick(throttle, 'b')).toBeNull();
});

test.each([
  ['six addresses', network(1).slice(0, 6)],
  ['sixty addresses', network(1).slice(0, 60)],
  ['a whole /24', network(1)],
  ['a whole /64 of IPv6', Array.from({ length: 60 }, (_, i) => `2001:db8:1:2::${i + 1}`)],
  ['link-local IPv6', Array.from({ length: 60 }, (_, i) => `fe80::${i + 1}%eth0`)],
])('while %s guess as fast as they can, a new address is checked within seconds', async (_, keys) => {
  const throttle = createThrottle();
  const state = flood(throttle, keys);
  // Their own first tries are over after so many checks.
  await pass(keys.length * CHECK_MS + 10_000);
  for (const owner of ['10.0.1.255', '192.168.7.7', '10.0.1.256']) {
    expect(await ownerMs(throttle, owner)).toBeLessThanOrEqual(3 * CHECK_MS);
  }
  state.isOver = true;
});

test('a new address need not wait until a flood that has just begun has spent its first tries', async () => {
  const waitedMs: number[] = [];
  for (let round = 0; round < 20; round++) {
    const throttle = createThrottle();
    const state = flood(throttle, network(1));
    await pass(5000);
    waitedMs.push(await ownerMs(throttle, '10.0.2.1'));
    state.isOver = true;
  }
  // Each check is the owner's with a chance of one half: ten in a row are not, once in a thousand.
  expect(waitedMs.sort((a, b) => a - b)[9]).toBeLessThanOrEqual(4 * CHECK_MS);
  expect(Math.max(...waitedMs)).toBeLessThanOrEqual(30 * CHECK_MS);
});

test('a browser or an address that signed in before waits for one check, from the first moment of a flood on', async () => {
  const throttle = createThrottle();
  const state = flood(throttle, [...network(1), ...network(2).slice(0, 100)]);
  for (let i = 0; i < 4; i++) {
    expect(await ownerMs(throttle, `device ${i}`, true)).toBeLessThanOrEqual(3 * CHECK_MS);
    await pass(20_000);
  }
  state.isOver = true;
});

test('a stolen mark of a browser guesses once a minute at most', async () => {
  const throttle = createThrottle();
  let checked = 0;
  for (let second = 0; second < 3600; second++) {
    if ((await quick(throttle, 'device x', true)) === null) checked += 1;
    await pass(1000);
  }
  expect(checked).toBeLessThanOrEqual(4 + 6 + 60);
});

test.each([
  ['a /24', network(1)],
  ['more addresses than are remembered', Array.from({ length: 2400 }, (_, i) => `10.${i >> 8}.1.${i & 255}`)],
])('guesses of %s stay as few as the budget says, whatever they do', async (_, keys) => {
  const throttle = createThrottle();
  let checked = 0;
  // A guesser that is refused costs nothing, so each minute of the day shows as much as each millisecond would.
  for (let atMs = 0, at = 0; atMs < DAY_MS / 6; atMs += 15_000) {
    for (let i = 0; i < (atMs === 0 ? keys.length * 5 : 8); i++, at++) {
      const one = quick(throttle, keys[at % keys.length] ?? '');
      await pass(0);
      void one.then((seconds) => {
        if (seconds === null) checked += 1;
      });
    }
    await pass(15_000);
  }
  expect(checked).toBeLessThanOrEqual(1110 + 4320 / 6 + 2);
  expect(checked).toBeGreaterThan(700);
});

test('a full line lets in who has tried less, and refuses who has tried as much', async () => {
  const throttle = createThrottle();
  for (const key of network(1)) await quick(throttle, key);
  for (const key of network(2).slice(0, 47)) await quick(throttle, key);
  const waiting = [...network(1), ...network(2).slice(0, 47)].map((key) => guess(throttle, key));
  await pass(0);
  const refused = guess(throttle, network(1)[5] ?? '');
  const owner = guess(throttle, '10.9.9.9');
  await pass(2 * CHECK_MS);
  expect(await refused).toBeGreaterThan(0);
  expect(await owner).toBeNull();
  await pass(60_000);
  const answers = await Promise.all(waiting);
  // Nobody waits for ever.
  expect(answers.filter((seconds) => seconds !== null).length).toBeGreaterThan(200);
});

test.each([
  ['2001:db8:1:2::1', '2001:db8:1:2:aaaa:bbbb:cccc:dddd'],
  ['2001:DB8:1:2::1', '2001:db8:1:2::ffff'],
  ['2001:db8::1', '2001:db8::2'],
  ['fe80::1%eth0', 'fe80::2%eth0'],
  ['fd00:1:2:3::1', 'fd00:1:2:3::2'],
  ['::ffff:192.168.1.5', '192.168.1.5'],
])('%s and %s count as one', async (first, second) => {
  const throttle = createThrottle();
  for (let i = 0; i < 4; i++) await quick(throttle, first);
  expect(await quick(throttle, second)).toBeGreaterThan(0);
});

test.each([
  ['192.168.1.5', '192.168.1.6'],
  ['2001:db8:1:2::1', '2001:db8:1:3::1'],
])('%s and %s count as two', async (first, second) => {
  const throttle = createThrottle();
  for (let i = 0; i < 4; i++) await quick(throttle, first);
  expect(await quick(throttle, second)).toBeNull();
});
