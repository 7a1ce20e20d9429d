import type { LogLine } from '@/lib/schemas/log-line';
import type { StreamFailure } from '@/lib/schemas/stream-failure';
import { backoffMs } from './backoff';
import { sayRefusal } from './refusal';

/** Lines that a log begins with. */
const TAIL = 500;

export interface LogHandlers {
  onLines: (lines: LogLine[]) => void;
  onConnected: (isConnected: boolean) => void;
  /** Why the log cannot be read; null once it can. */
  onFailure: (failure: StreamFailure | null) => void;
}

const REFUSED: StreamFailure = {
  message: 'The panel refuses to send the log.',
  hint: null,
  isFinal: false,
};

/**
 * Follows the log of one service; connects again by itself without repeating what it has already brought, and rests
 * while the tab is hidden, and for good after a failure that would only come again.
 * @returns the function that ends it.
 */
export function followLog(service: string, handlers: LogHandlers): () => void {
  let source: EventSource | null = null;
  let lastAtMs = 0;
  let tries = 0;
  let isOver = false;
  let retryTimer: ReturnType<typeof setTimeout> | undefined;

  function connect(): void {
    const seenMs = lastAtMs;
    let hasFailed = false;
    const path = `/api/services/${encodeURIComponent(service)}/logs/stream?tail=${TAIL}`;
    const opened = new EventSource(path);
    source = opened;
    opened.addEventListener('open', () => handlers.onConnected(true));
    opened.addEventListener('line', (event: MessageEvent<string>) => {
      const batch = (JSON.parse(event.data) as LogLine[]).filter(({ atMs }) => atMs > seenMs);
      handlers.onConnected(true);
      handlers.onFailure(null);
      // The stream of a stopped container ends after its last lines, each time: only news shortens the wait.
      if (batch.length === 0) return;
      lastAtMs = Math.max(lastAtMs, batch.at(-1)?.atMs ?? 0);
      tries = 0;
      handlers.onLines(batch);
    });
    opened.addEventListener('failed', (event: MessageEvent<string>) => {
      const failure = JSON.parse(event.data) as StreamFailure;
      hasFailed = true;
      isOver = failure.isFinal;
      handlers.onFailure(failure);
      if (isOver) disconnect();
    });
    opened.addEventListener('error', () => {
      // An answer that is no stream says nothing that this page could read.
      if (opened.readyState === EventSource.CLOSED && !hasFailed) {
        handlers.onFailure(REFUSED);
        void sayRefusal(path);
      }
      disconnect();
      if (isOver) return;
      retryTimer = setTimeout(connect, backoffMs(tries));
      tries += 1;
    });
  }

  function disconnect(): void {
    clearTimeout(retryTimer);
    source?.close();
    source = null;
    handlers.onConnected(false);
  }

  function onVisibility(): void {
    disconnect();
    if (!document.hidden && !isOver) connect();
  }

  document.addEventListener('visibilitychange', onVisibility);
  if (!document.hidden) connect();
  return () => {
    document.removeEventListener('visibilitychange', onVisibility);
    disconnect();
  };
}
