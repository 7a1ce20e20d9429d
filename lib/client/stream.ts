import type { HelloEvent, PatchEvent } from '@/lib/schemas/stream';
import type { Task } from '@/lib/schemas/task';
import { backoffMs } from './backoff';
import { sayRefusal } from './refusal';

/** Without any event for this long, what is on the screen is old. The sampler ticks every 2 s while watched. */
const STALE_AFTER_MS = 10_000;
/** Without any event for this long, the connection is taken for dead, even where no error was seen (Wi-Fi gone). */
const DEAD_AFTER_MS = 20_000;
/** A connection that was opened again, as when a hidden tab comes back, has this long to bring its first event. */
const GRACE_MS = 3_000;

export interface Connection {
  /** `connecting`: nothing was received yet. `stale`: what was received is old. */
  phase: 'connecting' | 'live' | 'stale';
  /** When the last event came, by this browser's clock. */
  lastUpdateAtMs: number | null;
  /** The Pi's clock minus this browser's: a Pi may have booted without the right time. */
  clockOffsetMs: number;
  /** The panel was updated since this tab was loaded. */
  hasNewVersion: boolean;
}

export const FIRST_CONNECTION: Connection = {
  phase: 'connecting',
  lastUpdateAtMs: null,
  clockOffsetMs: 0,
  hasNewVersion: false,
};

export interface StreamHandlers {
  onHello: (event: HelloEvent) => void;
  onPatch: (event: PatchEvent) => void;
  onTask: (task: Task) => void;
  onConnection: (connection: Connection) => void;
}

/**
 * Holds this tab's one connection to `GET /api/stream`: opens it again with growing waits when it breaks, closes
 * it while the tab is hidden. @returns the function that ends it.
 */
export function openStream(handlers: StreamHandlers): () => void {
  let source: EventSource | null = null;
  let connection = FIRST_CONNECTION;
  let firstVersion: string | null = null;
  const startedAtMs = Date.now();
  let openedAtMs = startedAtMs;
  let tries = 0;
  let retryTimer: ReturnType<typeof setTimeout> | undefined;

  function update(change: Partial<Connection>): void {
    connection = { ...connection, ...change };
    handlers.onConnection(connection);
  }

  function received(atMs: number): void {
    const nowMs = Date.now();
    tries = 0;
    update({ phase: 'live', lastUpdateAtMs: nowMs, clockOffsetMs: atMs - nowMs });
  }

  function connect(): void {
    clearTimeout(retryTimer);
    source?.close();
    const opened = new EventSource('/api/stream');
    source = opened;
    openedAtMs = Date.now();
    opened.addEventListener('hello', (event) => {
      const hello = parse<HelloEvent>(event);
      firstVersion ??= hello.version;
      handlers.onHello(hello);
      received(hello.snapshot.atMs);
      if (hello.version !== firstVersion) update({ hasNewVersion: true });
    });
    opened.addEventListener('patch', (event) => {
      const patch = parse<PatchEvent>(event);
      handlers.onPatch(patch);
      received(patch.atMs);
    });
    opened.addEventListener('task', (event) => handlers.onTask(parse<Task>(event)));
    opened.addEventListener('error', () => {
      const wasRefused = opened.readyState === EventSource.CLOSED;
      reconnect();
      if (wasRefused) void sayRefusal('/api/stream');
    });
  }

  function reconnect(): void {
    source?.close();
    source = null;
    clearTimeout(retryTimer);
    if (connection.phase === 'live') update({ phase: 'stale' });
    retryTimer = setTimeout(connect, backoffMs(tries));
    tries += 1;
  }

  function disconnect(): void {
    clearTimeout(retryTimer);
    source?.close();
    source = null;
  }

  function watch(): void {
    if (document.hidden) return;
    const openMs = Date.now() - openedAtMs;
    const silentMs = Date.now() - (connection.lastUpdateAtMs ?? startedAtMs);
    const isStale = silentMs > STALE_AFTER_MS && openMs > GRACE_MS;
    if (connection.phase !== 'stale' && isStale) update({ phase: 'stale' });
    if (source && Math.min(silentMs, openMs) > DEAD_AFTER_MS) reconnect();
  }

  function onVisibility(): void {
    if (document.hidden) {
      disconnect();
      return;
    }
    tries = 0;
    connect();
  }

  const watchTimer = setInterval(watch, 1_000);
  document.addEventListener('visibilitychange', onVisibility);
  window.addEventListener('online', onVisibility);
  if (!document.hidden) connect();

  return () => {
    clearInterval(watchTimer);
    document.removeEventListener('visibilitychange', onVisibility);
    window.removeEventListener('online', onVisibility);
    disconnect();
  };
}

function parse<T>(event: MessageEvent<string>): T {
  return JSON.parse(event.data) as T;
}
