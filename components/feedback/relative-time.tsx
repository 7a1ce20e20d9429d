'use client';

import { formatAgo, formatDuration } from '@/lib/duration';
import { formatDateTime, UNKNOWN } from '@/lib/format';
import { useNowMs } from '@/lib/queries/now';

interface TimeProps {
  /** Epoch milliseconds by the Pi's clock. */
  atMs: number | null;
  /** Stands where there is no time. */
  fallback?: string;
}

/** `6 s ago`, with the date and time on hover. Ticks by itself. */
export function RelativeTime({ atMs, fallback = UNKNOWN }: TimeProps) {
  const nowMs = useNowMs();
  if (atMs === null || nowMs === 0) return <span>{fallback}</span>;
  return (
    <time dateTime={new Date(atMs).toISOString()} title={formatDateTime(atMs)}>
      {formatAgo(atMs, nowMs)}
    </time>
  );
}

/** How long something has lasted so far: `4 h 12 min`. */
export function Elapsed({ atMs, fallback = UNKNOWN }: TimeProps) {
  const nowMs = useNowMs();
  if (atMs === null || nowMs === 0) return <span>{fallback}</span>;
  return (
    <time dateTime={new Date(atMs).toISOString()} title={`since ${formatDateTime(atMs)}`}>
      {formatDuration((nowMs - atMs) / 1000)}
    </time>
  );
}
