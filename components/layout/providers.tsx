'use client';

import { QueryClientProvider } from '@tanstack/react-query';
import { type ReactNode, useEffect, useState } from 'react';
import { ToastRegion } from '@/components/feedback/toast-region';
import { makeQueryClient, startLive } from '@/lib/queries/live';
import type { Snapshot } from '@/lib/schemas/snapshot';
import { UnfinishedNote } from './unfinished-note';

interface ProvidersProps {
  /** Connects to the stream. False where nobody is logged in yet. */
  isLive: boolean;
  /** What the server knows now, so that the page is drawn with it at once. */
  snapshot?: Snapshot | null;
  children: ReactNode;
}

/** The query cache of this tab, the stream that feeds it, and the place for toasts. */
export function Providers({ isLive, snapshot = null, children }: ProvidersProps) {
  const [client] = useState(() => makeQueryClient(snapshot));

  useEffect(() => (isLive ? startLive(client) : undefined), [client, isLive]);

  return (
    <QueryClientProvider client={client}>
      <UnfinishedNote />
      {children}
      <ToastRegion />
    </QueryClientProvider>
  );
}
