import { expect, test } from 'vitest';
import { recentPowerCuts } from '@/lib/server/recording/power-cuts';
import { type FakeClock, fakeDisk, startKeeper, withFindings } from '../../support/fixtures/recording-world';

const T0 = Date.UTC(2026, 2, 1, 12);
const SECOND = 1000;
const MINUTE = 60 * SECOND;
const WEEK = 7 * 24 * 60 * MINUTE;

/** A panel watched for ten minutes, ended so, and runs again after 20 s. */
async function again(how: 'asked' | 'killed', bootId: string) {
  const disk = fakeDisk();
  const clock: FakeClock = { nowMs: T0, steadyMs: 0 };
  const first = await startKeeper(disk, clock);
  first.see(10 * MINUTE, withFindings(T0, [{ id: 'waiting-unauthorised', severity: 'waiting' }]));
  if (how === 'asked') first.keeper.end();
  Object.assign(clock, { nowMs: clock.nowMs + 20 * SECOND, steadyMs: 5, bootId });
  return { disk, clock, panel: await startKeeper(disk, clock) };
}

test('a Pi that began anew and had not been shut down lost its power, which is counted for seven days', async () => {
  const { disk, clock, panel } = await again('killed', 'second');
  const cutAtMs = clock.nowMs;
  expect(panel.events().at(-1)).toMatchObject({
    ...{ kind: 'panel', subject: 'power-cut', severity: 'warning', toMs: cutAtMs },
    title: 'The Pi lost its power, or ended in another way without shutting down',
    detail: expect.stringContaining('The Pi began anew and had not been shut down.'),
  });
  expect(recentPowerCuts(cutAtMs)).toBe(1);
  Object.assign(clock, { nowMs: clock.nowMs + MINUTE, bootId: 'third' });
  await startKeeper(disk, clock);
  expect(recentPowerCuts(clock.nowMs)).toBe(2);
  expect(recentPowerCuts(cutAtMs + WEEK)).toBe(1);
});

test('a Pi without a clock of its own was cut off when its time is known', async () => {
  const { clock, panel } = await again('killed', 'second');
  const cutAtMs = clock.nowMs;
  clock.nowMs += 3 * 60 * MINUTE;
  panel.see(SECOND, withFindings(clock.nowMs, []));
  expect(panel.events().at(-1)?.toMs).toBeGreaterThan(cutAtMs + 2 * 60 * MINUTE);
  expect(recentPowerCuts(clock.nowMs + WEEK - 60 * MINUTE)).toBe(1);
});

test.each([
  ['asked', 'second', /^It was ended and started again, and so was the Pi\.$/],
  ['asked', 'first', /^It was ended and started again\.$/],
  ['killed', 'first', /^It ended without notice.* The Pi ran on meanwhile\.$/],
] as const)(
  'a panel that was %s, and is in the %s run of the machine, is no cut',
  async (how, bootId, words) => {
    const { clock, panel } = await again(how, bootId);
    expect(panel.events().at(-1)).toMatchObject({
      ...{ subject: 'down', severity: 'info' },
      detail: expect.stringMatching(words),
    });
    expect(recentPowerCuts(clock.nowMs)).toBe(0);
  },
);
