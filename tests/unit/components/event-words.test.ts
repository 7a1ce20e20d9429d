import { describe, expect, test, vi } from 'vitest';
import { bufferedWords, byDay, durationWords, lostWords, spanWords } from '@/components/events/event-words';
import type { TimelineEvent } from '@/lib/schemas/event';

const T0 = new Date(2026, 2, 2, 14, 32).getTime();
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const event = (over: Partial<TimelineEvent> = {}): TimelineEvent => ({
  id: 'a',
  kind: 'finding',
  subject: 'x',
  severity: 'waiting',
  title: 'T',
  detail: null,
  fromMs: T0,
  toMs: T0 + 18 * MINUTE,
  times: 1,
  bufferedBytes: null,
  lostBlocks: null,
  lostBytes: null,
  ...over,
});

test.each([
  [{}, '14:32 – 14:50', '18 min'],
  [{ toMs: null }, 'since 14:32', 'for 5 min so far'],
  [{ toMs: T0 }, '14:32', null],
  [{ toMs: T0 + 4_200 }, '14:32', '4 s'],
])('%j is “%s”, “%s”', (over, span, duration) => {
  expect(spanWords(event(over))).toBe(span);
  expect(durationWords(event(over), T0 + 5 * MINUTE)).toBe(duration);
});

test('what ends on another day says which', () => {
  expect(spanWords(event({ toMs: T0 + DAY }))).toBe('14:32 – 3 Mar, 14:32');
});

describe('what it cost', () => {
  test.each([
    [{}, 'nothing'],
    [{ toMs: null }, 'nothing so far'],
    [{ severity: 'losing' }, 'not counted'],
    [{ severity: 'losing', lostBlocks: 1 }, '1 block'],
    [{ severity: 'losing', lostBlocks: 12, lostBytes: 3.2e6 }, '3.2 MB in 12 blocks'],
    [{ severity: 'warning' }, null],
    [{ kind: 'panel', severity: 'info' }, null],
    [{ kind: 'panel', severity: 'info', lostBlocks: 0 }, 'nothing'],
    [{ kind: 'panel', severity: 'info', lostBlocks: 3 }, '3 blocks'],
  ] satisfies [Partial<TimelineEvent>, string | null][])('%j: %s', (over, words) =>
    expect(lostWords(event(over))).toBe(words),
  );

  test('what waited', () => {
    expect(bufferedWords(event())).toBeNull();
    expect(bufferedWords(event({ bufferedBytes: 0 }))).toBeNull();
    expect(bufferedWords(event({ bufferedBytes: 18e6 }))).toBe('18 MB');
  });
});

test('days are named, in the order of the events', () => {
  const at = (id: string, fromMs: number) => event({ id, fromMs });
  const days = byDay(
    [at('a', T0), at('b', T0 - MINUTE), at('c', T0 - DAY), at('d', T0 - 3 * DAY)],
    T0 + MINUTE,
  );
  expect(days.map(({ title, events }) => [title, events.map(({ id }) => id).join('')])).toEqual([
    ['Today', 'ab'],
    ['Yesterday', 'c'],
    ['Friday 27 February', 'd'],
  ]);
});

test('yesterday is yesterday after a night in which the clocks changed, too', () => {
  vi.stubEnv('TZ', 'Europe/Berlin');
  const monday = new Date(2026, 2, 30).getTime();
  const [sunday] = byDay([event({ fromMs: new Date(2026, 2, 29, 12).getTime() })], monday);
  expect(sunday?.title).toBe('Yesterday');
  vi.unstubAllEnvs();
});
