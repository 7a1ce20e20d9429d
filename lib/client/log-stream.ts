import type { LogLine } from '@/lib/schemas/log-line';
import { backoffMs } from './backoff';

/** Lines that a log begins with. */
const TAIL = 500;

export interface LogHandlers {
  onLines: (lines: LogLine[]) => void;
  onConnected: (isConnected: boolean) => void;
}

/**
 * Follows the log of one service; connects again by itself without repeating what it has already brought, and rests
 * while the tab is hidden. @returns the function that ends it.
 */
export function followLog(service: string, handlers: LogHandlers): () => void {
  let source: EventSource | null = null;
  let lastAtMs = 0;
  let tries = 0;
  let retryTimer: ReturnType<typeof setTimeout> | undefined;

  function connect(): void {
    const seenMs = lastAtMs;
    source = new EventSource(`/api/services/${encodeURIComponent(service)}/logs/stream?tail=${TAIL}`);
    source.addEventListener('open', () => handlers.onConnected(true));
    source.addEventListener('line', (event: MessageEvent<string>) => {
      const batch = (JSON.parse(event.data) as LogLine[]).filter(({ atMs }) => atMs > seenMs);
      handlers.onConnected(true);
      // The stream of a stopped container ends after its last lines, each time: only news shortens the wait.
      if (batch.length === 0) return;
      lastAtMs = Math.max(lastAtMs, batch.at(-1)?.atMs ?? 0);
      tries = 0;
      handlers.onLines(batch);
    });
    source.addEventListener('error', () => {
      disconnect();
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
    if (!document.hidden) connect();
  }

  document.addEventListener('visibilitychange', onVisibility);
  if (!document.hidden) connect();
  return () => {
    document.removeEventListener('visibilitychange', onVisibility);
    disconnect();
  };
}
