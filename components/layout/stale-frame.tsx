'use client';

import type { ReactNode } from 'react';
import { useConnection } from '@/lib/queries/snapshot';

/** Takes the colour out of everything inside while the page has lost its stream: old news is never green. */
export function StaleFrame({ children }: { children: ReactNode }) {
  const isStale = useConnection((connection) => connection.phase === 'stale');
  return (
    <div
      data-stale={isStale || undefined}
      className="mx-auto max-w-6xl px-4 pt-4 pb-28 data-stale:grayscale md:pt-6 lg:px-6 lg:pb-16"
    >
      {children}
    </div>
  );
}
