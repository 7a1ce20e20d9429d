import 'server-only';
import type { Socket } from 'node:net';
import { singleton } from '../singleton';

/** What the server, which waits for every answer and for every connection when it is to end, would wait for too long. */
export const panelEnd = () =>
  singleton('panel-end', () => ({
    /** The panel was told to end: no answer begins that has no end, and no connection is kept. */
    hasBegun: false,
    /** Opened by a browser before it needs them. The server would wait five minutes for their first request. */
    silent: new Set<Socket>(),
    streams: new Set<AbortController>(),
  }));

/** Ends with the panel what has no end of its own. */
export function endStreamsWithPanel(): void {
  const endAll = () => {
    const { streams, silent } = panelEnd();
    panelEnd().hasBegun = true;
    for (const stream of streams) stream.abort();
    for (const socket of silent) socket.destroy();
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, endAll);
}
