import { readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import {
  addSession,
  findEntry,
  noteSeen,
  removeSessions,
  SESSION_LIFETIME_S,
  sessionsOf,
} from '@/lib/server/auth/session-table';
import { forgetProcessState, freshPanel } from '../../support/panel/route-call';

const DAY_MS = 24 * 3600_000;
let panel: ReturnType<typeof freshPanel>;
const saved = () => readFileSync(path.join(panel.stateDir, 'sessions.json'), 'utf8');
const open = (id: string, epoch = 'now') =>
  addSession({ id, epoch, openedAtMs: Date.now(), seenAtMs: Date.now(), userAgent: null, address: null });

beforeEach(() => {
  panel = freshPanel();
  vi.useFakeTimers({ toFake: ['Date', 'performance'], now: 1_800_000_000_000 });
});
afterEach(() => {
  vi.useRealTimers();
  panel.remove();
});

test('a session ends after thirty days, and is no longer kept', async () => {
  await open('old');
  vi.advanceTimersByTime(SESSION_LIFETIME_S * 1000 + 1);
  expect(await findEntry('old')).toBeNull();
  expect(await sessionsOf('now')).toEqual([]);
  await open('new');
  expect(saved()).not.toContain('old');
});

test.each([300, 20_000, -400, -20_000])(
  'a clock that jumps by %i days while the panel runs signs nobody out',
  async (days) => {
    await open('mine');
    vi.setSystemTime(Date.now() + days * DAY_MS);
    expect((await findEntry('mine'))?.id).toBe('mine');
    await open('other');
    vi.setSystemTime(Date.now() - days * DAY_MS);
    expect(await sessionsOf('now')).toHaveLength(2);
    vi.advanceTimersByTime(SESSION_LIFETIME_S * 1000 + 1);
    expect(await sessionsOf('now')).toEqual([]);
  },
);

test.each([300, -400])(
  'a clock that is %i days off after a restart signs nobody out either',
  async (days) => {
    await open('mine');
    vi.setSystemTime(Date.now() + days * DAY_MS);
    forgetProcessState();
    expect((await findEntry('mine'))?.id).toBe('mine');
    // What the jump may have cost is a week, and the time goes on from there.
    vi.advanceTimersByTime(22 * DAY_MS);
    expect((await findEntry('mine'))?.id).toBe('mine');
    vi.advanceTimersByTime(9 * DAY_MS);
    expect(await findEntry('mine')).toBeNull();
  },
);

test('days in which the panel was off count, restart after restart', async () => {
  await open('mine');
  for (let week = 0; week < 4; week++) {
    vi.setSystemTime(Date.now() + 6 * DAY_MS);
    forgetProcessState();
    expect((await findEntry('mine'))?.id).toBe('mine');
    await open(`other ${week}`);
  }
  vi.advanceTimersByTime(7 * DAY_MS);
  expect(await findEntry('mine')).toBeNull();
});

test('a session of another password goes with the first one of the new', async () => {
  await open('before', 'then');
  await open('after');
  expect(await findEntry('before')).toBeNull();
});

test('a hundred are kept; the one that was unused for longest goes', async () => {
  for (let i = 0; i < 100; i++) {
    vi.setSystemTime(Date.now() + 1000);
    await open(`s${i}`);
  }
  vi.setSystemTime(Date.now() + 1000);
  await noteSeen('s0', '192.168.1.2');
  await open('one more');
  expect(await sessionsOf('now')).toHaveLength(100);
  expect(await findEntry('s1')).toBeNull();
  expect((await findEntry('s0'))?.address).toBe('192.168.1.2');
});

test('being in use is written seldom: a panel that is only looked at spares the card', async () => {
  await open('watching');
  const before = statSync(path.join(panel.stateDir, 'sessions.json')).ino;
  for (let i = 0; i < 100; i++) await noteSeen('watching', null);
  expect(statSync(path.join(panel.stateDir, 'sessions.json')).ino).toBe(before);
  vi.advanceTimersByTime(7 * 3600_000);
  await noteSeen('watching', null);
  expect(JSON.parse(saved()).open[0].seenAtMs).toBe(Date.now());
});

test('what has ended stays ended after a restart', async () => {
  await open('one');
  await open('two');
  expect(await removeSessions(({ id }) => id === 'one')).toBe(1);
  forgetProcessState();
  expect(await findEntry('one')).toBeNull();
  expect((await findEntry('two'))?.id).toBe('two');
});

test('a list from an earlier version lets nobody in and stops nobody', async () => {
  writeFileSync(path.join(panel.stateDir, 'sessions.json'), '{"ended":[{"id":"a","untilMs":1}]}');
  expect(await findEntry('a')).toBeNull();
  await open('b');
  expect((await findEntry('b'))?.id).toBe('b');
});
