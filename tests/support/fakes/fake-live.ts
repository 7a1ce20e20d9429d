import type { Page } from '@playwright/test';
import type { LogLine } from '@/lib/schemas/log-line';
import type { Snapshot } from '@/lib/schemas/snapshot';
import type { StreamFailure } from '@/lib/schemas/stream-failure';
import type { Task } from '@/lib/schemas/task';
import { recording } from '../fixtures/live-fixtures.ts';

interface FakeLive {
  /** What `hello` brings; null: the stream never answers. */
  snapshot: Snapshot | null;
  task?: Task | null;
  lines?: LogLine[];
  /** Why a log cannot be read. */
  failure?: StreamFailure | null;
}

declare global {
  interface Window {
    /** Breaks every open stream, and lets no new one answer. @param isRefused for good, as by an answer that is none */
    breakStreams: (isRefused?: boolean) => void;
    mendStreams: () => void;
    /** Streams opened since the page was loaded. */
    openedStreams: number;
  }
}

/**
 * Gives a page a stream and a recording of our making: a route interception cannot hold an event stream open. Sends
 * the snapshot again every second, as the panel does when something moves.
 */
export async function fakeLive(page: Page, live: FakeLive): Promise<void> {
  await page.addInitScript(
    ({ snapshot, task, lines, failure }) => {
      let isBroken = false;
      const open = new Set<FakeEventSource>();

      class FakeEventSource extends EventTarget {
        static readonly CLOSED = 2;
        readyState = 0;
        timer: number | undefined;

        constructor(readonly url: string) {
          super();
          open.add(this);
          window.openedStreams += 1;
          setTimeout(() => this.begin(), 20);
        }

        begin() {
          if (isBroken) return this.dispatchEvent(new Event('error'));
          if (this.url.includes('/logs/'))
            return failure ? this.send('failed', failure) : this.send('line', lines);
          if (!snapshot) return;
          this.send('hello', { version: '0.1.0', snapshot, task });
          const beganMs = Date.now();
          const tick = () => this.send('patch', { atMs: snapshot.atMs + Date.now() - beganMs });
          this.timer = window.setInterval(tick, 1_000);
        }

        send(type: string, data: unknown) {
          if (this.readyState === 2) return;
          this.dispatchEvent(new MessageEvent(type, { data: JSON.stringify(data) }));
        }

        close() {
          this.readyState = 2;
          clearInterval(this.timer);
          open.delete(this);
        }
      }

      window.openedStreams = 0;
      window.mendStreams = () => {
        isBroken = false;
      };
      window.breakStreams = (isRefused = false) => {
        isBroken = true;
        for (const source of open) {
          if (isRefused) source.readyState = 2;
          source.dispatchEvent(new Event('error'));
        }
      };
      Object.defineProperty(window, 'EventSource', { value: FakeEventSource });
    },
    { task: null, lines: [], failure: null, ...live },
  );
  await page.route('**/api/tasks/*', (route) => route.fulfill({ json: live.task ?? null }));
  await page.route('**/api/recording?*', (route) => route.fulfill({ json: recording }));
}
