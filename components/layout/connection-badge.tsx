'use client';

import { Radio, RefreshCw, WifiOff } from 'lucide-react';
import { Elapsed, RelativeTime } from '@/components/feedback/relative-time';
import { cn } from '@/lib/cn';
import { useConnection } from '@/lib/queries/snapshot';

const LINE = 'inline-flex items-center gap-1.5 whitespace-nowrap text-xs';

/** Whether this page is up to date. Says nothing about the data, only about the page. */
export function ConnectionBadge() {
  const phase = useConnection((connection) => connection.phase);
  const hasNewVersion = useConnection((connection) => connection.hasNewVersion);

  if (hasNewVersion) {
    return (
      <button
        type="button"
        onClick={() => window.location.reload()}
        className="touch inline-flex items-center gap-1.5 rounded-md px-2 font-strong text-accent text-xs hover:bg-accent-soft"
      >
        <RefreshCw aria-hidden="true" className="size-4" />
        Updated: reload
      </button>
    );
  }
  return (
    <p className="flex min-w-0 items-center">
      <span role="status" className={cn(LINE, phase === 'stale' ? 'font-strong text-waiting' : 'text-quiet')}>
        {phase === 'stale' ? (
          <WifiOff aria-hidden="true" className="size-4" />
        ) : (
          <Radio
            aria-hidden="true"
            className={cn('size-4', phase === 'connecting' && 'animate-pulse-soft')}
          />
        )}
        {phase === 'live' && 'Live'}
        {phase === 'connecting' && 'Connecting'}
        {phase === 'stale' && 'Reconnecting'}
      </span>
      {phase === 'stale' && <LastUpdate />}
    </p>
  );
}

function LastUpdate() {
  const atMs = useConnection(({ lastUpdateAtMs, clockOffsetMs }) =>
    lastUpdateAtMs === null ? null : lastUpdateAtMs + clockOffsetMs,
  );
  return (
    <>
      <span className="hidden whitespace-nowrap text-quiet text-xs sm:inline lg:hidden">
        , last update <RelativeTime atMs={atMs} />
      </span>
      {/* Beside the pages there is less room, and the name of the Pi keeps some of it. */}
      <span className="hidden whitespace-pre text-quiet text-xs lg:inline">
        {' for '}
        <Elapsed atMs={atMs} />
      </span>
    </>
  );
}
