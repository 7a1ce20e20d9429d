import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { followLog } from '@/lib/client/log-stream';
import type { StreamFailure } from '@/lib/schemas/stream-failure';

/** A fake of the browser's EventSource, which the test makes speak. */
class FakeEventSource extends EventTarget {
  static readonly CLOSED = 2;
  static all: FakeEventSource[] = [];
  readyState = 0;
  constructor() {
    super();
    FakeEventSource.all.push(this);
  }
  close(): void {
    this.readyState = 2;
  }
  say(name: string, data: object = {}): void {
    this.dispatchEvent(Object.assign(new Event(name), { data: JSON.stringify(data) }));
  }
}

let failures: (StreamFailure | null)[];
let stop: () => void;
const newest = () => FakeEventSource.all.at(-1) ?? new FakeEventSource();

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('EventSource', FakeEventSource);
  vi.stubGlobal('document', Object.assign(new EventTarget(), { hidden: false }));
  FakeEventSource.all = [];
  failures = [];
  stop = followLog('vmagent', {
    onLines: () => undefined,
    onConnected: () => undefined,
    onFailure: (failure) => failures.push(failure),
  });
});
afterEach(() => {
  stop();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

test('a failure that would only come again is shown, and no more tries are made', () => {
  const failure = { message: 'Docker: no.', hint: null, isFinal: true };
  newest().say('failed', failure);
  newest().say('error');
  vi.advanceTimersByTime(600_000);
  document.dispatchEvent(new Event('visibilitychange'));
  expect(failures).toEqual([failure]);
  expect(FakeEventSource.all).toHaveLength(1);
});

test('a failure that passes is shown while it is tried again, until lines come', () => {
  const failure = { message: 'The Docker Engine does not answer.', hint: null, isFinal: false };
  newest().say('failed', failure);
  newest().say('error');
  vi.advanceTimersByTime(5000);
  expect(FakeEventSource.all.length).toBeGreaterThan(1);
  newest().say('line', []);
  expect(failures).toEqual([failure, null]);
});

test('an answer that is no stream is told too', () => {
  newest().readyState = 2;
  newest().say('error');
  expect(failures).toMatchObject([{ isFinal: false }]);
});
