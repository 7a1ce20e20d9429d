import { describe, expect, test } from 'vitest';
import {
  addNews,
  afterTry,
  dueNow,
  FIRST_RETRY_MS,
  LONGEST_RETRY_MS,
  MOST_AGE_MS,
  MOST_AN_HOUR,
  retryNow,
  tidyOutbox,
} from '@/lib/server/notify/outbox';
import { type News, NO_STATE, type NotifyState, type Outgoing } from '@/lib/server/notify/types';
import { HOUR, MINUTE, NOON, newsOf } from '../../support/fixtures/notify-fixtures';

const PHONE = 'aaaaaaaaaaaa';
const MAIL = 'bbbbbbbbbbbb';
const NONE: ReadonlySet<string> = new Set();

let count = 0;
const add = (outbox: Outgoing[], news: News[], over: object = {}) =>
  addNews(outbox, {
    channelIds: [PHONE],
    news,
    nowMs: NOON,
    sending: NONE,
    newId: () => `m${++count}`,
    ...over,
  });
const lines = (outbox: Outgoing[]) =>
  outbox.map(({ news }) => news.map(({ kind, findingId }) => `${kind} ${findingId}`));
const result = (wasSent: boolean, status: number | null = null) => ({
  wasSent,
  status,
  message: 'words',
  hint: null,
  durationMs: 1,
});

describe('what waits', () => {
  test('each channel gets its own message', () => {
    const outbox = add([], [newsOf('a'), newsOf('b')], { channelIds: [PHONE, MAIL] });
    expect(outbox.map(({ channelId }) => channelId)).toEqual([PHONE, MAIL]);
    expect(lines(outbox)).toEqual([
      ['opened a', 'opened b'],
      ['opened a', 'opened b'],
    ]);
  });

  test('news go into the message that waits, under another id', () => {
    const first = add([], [newsOf('a')]);
    const both = add(first, [newsOf('b')]);
    expect(lines(both)).toEqual([['opened a', 'opened b']]);
    expect(both[0]?.id).not.toBe(first[0]?.id);
  });

  test('a message that is being sent is left as it is', () => {
    const first = add([], [newsOf('a')]);
    const both = add(first, [newsOf('b')], { sending: new Set(first.map(({ id }) => id)) });
    expect(lines(both)).toEqual([['opened a'], ['opened b']]);
  });

  test('what ended before it could be told is one line, from its first beginning', () => {
    const outbox = add(add([], [newsOf('a')]), [
      newsOf('a', { kind: 'ended', sinceMs: NOON + HOUR, untilMs: NOON + 2 * HOUR }),
    ]);
    expect(outbox[0]?.news).toEqual([newsOf('a', { kind: 'past', sinceMs: NOON, untilMs: NOON + 2 * HOUR })]);
  });

  test.each([
    ['opened', 'reminder', 'opened'],
    ['reminder', 'ended', 'ended'],
    ['ended', 'opened', 'opened'],
    ['past', 'ended', 'past'],
  ] as const)('%s, then %s, is told as %s', (before, after, told) => {
    const outbox = add([], [newsOf('a', { kind: before })]);
    expect(lines(add(outbox, [newsOf('a', { kind: after })]))).toEqual([[`${told} a`]]);
  });

  test('news wake a message that waits for another try', () => {
    const [waiting] = add([], [newsOf('a')]);
    const later = [{ ...waiting, attempts: 7, notBeforeMs: NOON + HOUR } as Outgoing];
    expect(add(later, [newsOf('b')])[0]).toMatchObject({ attempts: 0, notBeforeMs: NOON });
    expect(add(later, [])).toEqual(later);
    expect(retryNow(later, NOON)[0]?.notBeforeMs).toBe(NOON);
  });

  test('what is for a channel that is gone or off goes, and what is a day old', () => {
    const outbox = add([], [newsOf('a')], { channelIds: [PHONE, MAIL] });
    expect(tidyOutbox(outbox, [MAIL], NOON).map(({ channelId }) => channelId)).toEqual([MAIL]);
    expect(tidyOutbox(outbox, [PHONE, MAIL], NOON + MOST_AGE_MS - 1)).toHaveLength(2);
    expect(tidyOutbox(outbox, [PHONE, MAIL], NOON + MOST_AGE_MS)).toEqual([]);
  });
});

describe('tries', () => {
  const waiting = () => ({ ...NO_STATE, outbox: add([], [newsOf('a')]) });
  const tryOnce = (state: NotifyState, said: object, nowMs: number) => {
    const [item] = state.outbox;
    if (!item) throw new Error('nothing waits');
    return afterTry(state, item, { ...result(false), ...said }, nowMs);
  };

  test('one message of a channel at a time', () => {
    const state = { ...NO_STATE, outbox: [...add([], [newsOf('a')]), ...add([], [newsOf('b')])] };
    expect(dueNow(state, NOON, NONE)).toHaveLength(1);
    expect(dueNow(state, NOON, new Set([state.outbox[0]?.id ?? '']))).toEqual([]);
  });

  test('a message that was sent is gone', () => {
    const after = tryOnce(waiting(), result(true, 200), NOON);
    expect(after.outbox).toEqual([]);
    expect(after.last[PHONE]).toMatchObject({ wasSent: true, status: 200, atMs: NOON });
  });

  test('waits twice as long after each failure, up to a quarter of an hour', () => {
    let state: NotifyState = waiting();
    const waits: number[] = [];
    for (let round = 0; round < 8; round += 1) {
      state = tryOnce(state, {}, NOON);
      waits.push((state.outbox[0]?.notBeforeMs ?? 0) - NOON);
      expect(dueNow(state, NOON + (waits.at(-1) ?? 0) - 1, NONE)).toEqual([]);
      expect(dueNow(state, NOON + (waits.at(-1) ?? 0), NONE)).toHaveLength(1);
    }
    expect(waits.slice(0, 3)).toEqual([FIRST_RETRY_MS, 2 * FIRST_RETRY_MS, 4 * FIRST_RETRY_MS]);
    expect(waits.at(-1)).toBe(LONGEST_RETRY_MS);
  });

  test.each([
    ['a refusal waits long at once', { status: 403 }, LONGEST_RETRY_MS],
    ['a server’s own failure does not', { status: 503 }, FIRST_RETRY_MS],
    ['being too fast is no refusal', { status: 429 }, FIRST_RETRY_MS],
    ['Retry-After counts', { status: 429, retryAfterSeconds: 1200 }, 1200_000],
    ['but for an hour at most', { status: 429, retryAfterSeconds: 1e9 }, HOUR],
  ])('%s', (_, said, wait) => {
    expect(tryOnce(waiting(), said, NOON).outbox[0]?.notBeforeMs).toBe(NOON + wait);
  });

  test('a clock that is set back does not make a message wait for months', () => {
    const state = tryOnce(waiting(), {}, NOON);
    expect(dueNow(state, NOON - 90 * 24 * HOUR, NONE)).toHaveLength(1);
  });

  test('what came while a message was being sent in vain goes behind it, in one message', () => {
    const first = add([], [newsOf('a'), newsOf('b')]);
    const sending = new Set(first.map(({ id }) => id));
    const ended = newsOf('a', { kind: 'ended', untilMs: NOON + MINUTE });
    const state = { ...NO_STATE, outbox: add(first, [ended, newsOf('c')], { sending }) };
    const after = tryOnce(state, {}, NOON + MINUTE);
    expect(lines(after.outbox)).toEqual([['opened b', 'past a', 'opened c']]);
    expect(after.outbox[0]?.id).not.toBe(first[0]?.id);
    expect(dueNow(after, NOON + MINUTE, NONE)).toEqual([]);
  });

  test('no more than so many messages in any hour; the rest waits and goes together', () => {
    let state: NotifyState = NO_STATE;
    let nowMs = NOON;
    for (let round = 0; round < MOST_AN_HOUR; round += 1) {
      state = { ...state, outbox: add(state.outbox, [newsOf(`f${round}`)], { nowMs }) };
      expect(dueNow(state, nowMs, NONE)).toHaveLength(1);
      state = tryOnce(state, result(true, 200), nowMs);
      nowMs += MINUTE;
    }
    for (const id of ['x', 'y']) state = { ...state, outbox: add(state.outbox, [newsOf(id)], { nowMs }) };
    expect(dueNow(state, nowMs, NONE)).toEqual([]);
    expect(dueNow(state, NOON + HOUR, NONE)).toHaveLength(1);
    expect(lines(state.outbox)).toEqual([['opened x', 'opened y']]);
  });
});
