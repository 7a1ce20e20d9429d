'use client';

import { createContext, type ReactNode, use, useState } from 'react';

const AnnounceContext = createContext<(text: string) => void>(() => undefined);

/** One live region for everything inside, so that two announcements never talk over each other. */
export function Announcer({ children }: { children: ReactNode }) {
  const [spoken, setSpoken] = useState('');
  return (
    <AnnounceContext value={setSpoken}>
      <p aria-live="polite" className="sr-only">
        {spoken}
      </p>
      {children}
    </AnnounceContext>
  );
}

/** Says something to those who do not see the page change. */
export function useAnnounce(): (text: string) => void {
  return use(AnnounceContext);
}
