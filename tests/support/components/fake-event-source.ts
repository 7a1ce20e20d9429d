import { vi } from 'vitest';

/** The browser's `EventSource`, with the events that a test sends. */
export class FakeEventSource extends EventTarget {
  static readonly CLOSED = 2;
  readyState = 1;

  constructor(readonly url: string) {
    super();
    opened.push(this);
  }

  close(): void {
    this.readyState = FakeEventSource.CLOSED;
  }

  send(type: string, data: unknown): void {
    this.dispatchEvent(new MessageEvent(type, { data: JSON.stringify(data) }));
  }
}

let opened: FakeEventSource[] = [];

export function fakeEventSource(): void {
  opened = [];
  vi.stubGlobal('EventSource', FakeEventSource);
}

/** The newest connection whose address begins so. */
export function streamOf(path: string): FakeEventSource {
  const found = opened.findLast(({ url }) => url.startsWith(path));
  if (!found) throw new Error(`No stream of ${path} was opened.`);
  return found;
}
