import { useEffect, useState } from 'react';
import { followLog } from '@/lib/client/log-stream';
import type { LogLine } from '@/lib/schemas/log-line';
import type { ServiceName } from '@/lib/schemas/snapshot';
import type { StreamFailure } from '@/lib/schemas/stream-failure';

/** More is in the download: a browser should not hold a day of log. */
export const MAX_LOG_LINES = 2_000;

export interface NumberedLine extends LogLine {
  /** Counts from the first line that this page has seen. */
  number: number;
}

interface Log {
  lines: NumberedLine[];
  isConnected: boolean;
  /** Why it cannot be read; null while it can. */
  failure: StreamFailure | null;
}

const EMPTY: Log = { lines: [], isConnected: false, failure: null };

/** The newest lines of a service's log, as they come; drawn at most once a frame. */
export function useLog(service: ServiceName): Log & { retry: () => void } {
  const [log, setLog] = useState(EMPTY);
  const [tries, setTries] = useState(0);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another try begins anew
  useEffect(() => {
    let waiting: NumberedLine[] = [];
    let lastNumber = 0;
    let frame = 0;
    setLog(EMPTY);

    function draw(): void {
      frame = 0;
      const fresh = waiting;
      waiting = [];
      setLog((before) => ({ ...before, lines: [...before.lines, ...fresh].slice(-MAX_LOG_LINES) }));
    }

    const stop = followLog(service, {
      onConnected: (isConnected) =>
        setLog((before) => (before.isConnected === isConnected ? before : { ...before, isConnected })),
      onFailure: (failure) =>
        setLog((before) => (before.failure === failure ? before : { ...before, failure })),
      onLines: (lines) => {
        for (const line of lines) {
          lastNumber += 1;
          waiting.push({ ...line, number: lastNumber });
        }
        frame ||= requestAnimationFrame(draw);
      },
    });
    return () => {
      stop();
      cancelAnimationFrame(frame);
    };
  }, [service, tries]);

  return { ...log, retry: () => setTries((before) => before + 1) };
}
