'use client';

import { QueryClientProvider } from '@tanstack/react-query';
import { type ReactNode, useEffect, useState } from 'react';
import { ToastRegion } from '@/components/feedback/toast-region';
import { makeQueryClient, startLive } from '@/lib/queries/live';

interface ProvidersProps {
  /** Connects to the stream. False where nobody is logged in yet. */
  isLive: boolean;
  children: ReactNode;
}

/** The query cache of this tab, the stream that feeds it, and the place for toasts. */
export function Providers({ isLive, children }: ProvidersProps) {
  const [client] = useState(makeQueryClient);

  useEffect(() => (isLive ? startLive(client) : undefined), [client, isLive]);

  return (
    <QueryClientProvider client={client}>
      {children}
      <ToastRegion />
    </QueryClientProvider>
  );
}
