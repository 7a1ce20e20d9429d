import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { backoffMs } from '@/lib/client/backoff';
import { type Connection, openStream } from '@/lib/client/stream';

class FakeEventSource extends EventTarget {
  static readonly CLOSED = 2;
  static opened: FakeEventSource[] = [];
  readyState = 0;

  constructor(readonly url: string) {
    super();
    FakeEventSource.opened.push(this);
  }

  close() {
    this.readyState = FakeEventSource.CLOSED;
  }

  say(type: string, data: unknown) {
    this.dispatchEvent(new MessageEvent(type, { data: JSON.stringify(data) }));
  }
}

const page = Object.assign(new EventTarget(), { hidden: false });
let states: Connection[];
let stop: () => void;

const newest = () => FakeEventSource.opened.at(-1);
const hello = (version = '1.0.0') =>
  newest()?.say('hello', { version, snapshot: { atMs: Date.now() + 5_000 }, job: null });
const last = () => states.at(-1);

beforeEach(() => {
  vi.useFakeTimers();
  FakeEventSource.opened = [];
  page.hidden = false;
  states = [];
  vi.stubGlobal('EventSource', FakeEventSource);
  vi.stubGlobal('document', page);
  vi.stubGlobal('window', new EventTarget());
  vi.stubGlobal('fetch', async () => Response.json({}));
  stop = openStream({
    onHello: () => undefined,
    onPatch: () => undefined,
    onTask: () => undefined,
    onConnection: (connection) => states.push(connection),
  });
});

afterEach(() => {
  stop();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test('is live from the first event on, and knows how far the clock of the Pi is off', () => {
  hello();
  expect(last()).toMatchObject({ phase: 'live', clockOffsetMs: 5_000, hasNewVersion: false });
});

test('a broken stream makes what is shown old, and is opened again', () => {
  hello();
  newest()?.dispatchEvent(new Event('error'));
  expect(last()?.phase).toBe('stale');
  vi.advanceTimersByTime(700);
  expect(FakeEventSource.opened).toHaveLength(2);
  hello();
  expect(last()?.phase).toBe('live');
});

test('silence makes what is shown old after 10 s, and is taken for a dead connection after 20 s', () => {
  hello();
  vi.advanceTimersByTime(9_000);
  expect(last()?.phase).toBe('live');
  vi.advanceTimersByTime(2_000);
  expect(last()?.phase).toBe('stale');
  vi.advanceTimersByTime(11_000);
  expect(FakeEventSource.opened.length).toBeGreaterThan(1);
});

test('a panel that never answers is said to be away', () => {
  vi.advanceTimersByTime(12_000);
  expect(last()?.phase).toBe('stale');
});

test('a hidden tab holds no connection, and gets a new one when it is seen again', () => {
  hello();
  page.hidden = true;
  page.dispatchEvent(new Event('visibilitychange'));
  expect(newest()?.readyState).toBe(FakeEventSource.CLOSED);
  vi.advanceTimersByTime(600_000);
  expect(FakeEventSource.opened).toHaveLength(1);
  page.hidden = false;
  page.dispatchEvent(new Event('visibilitychange'));
  expect(FakeEventSource.opened).toHaveLength(2);
  expect(last()?.phase).toBe('live');
  vi.advanceTimersByTime(5_000);
  expect(last()?.phase).toBe('stale');
});

test('says when the panel was updated under the page', () => {
  hello('1.0.0');
  newest()?.dispatchEvent(new Event('error'));
  vi.advanceTimersByTime(700);
  hello('1.1.0');
  expect(last()?.hasNewVersion).toBe(true);
});

test('waits longer with each try, up to 15 s and a fifth', () => {
  const waits = [0, 1, 2, 3, 4, 5, 50].map((tries) => backoffMs(tries, () => 0));
  expect(waits).toEqual([500, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000]);
  expect(backoffMs(50, () => 1)).toBe(18_000);
});
