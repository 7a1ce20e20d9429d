import type { ReactNode } from 'react';
import { Callout } from '@/components/ui/callout';

/** The shape of a page before the first snapshot; after 5 s it says that something is wrong. */
export function Connecting({ children }: { children: ReactNode }) {
  return (
    <div aria-busy="true" className="flex flex-col gap-6">
      <p role="status" className="sr-only">
        Loading
      </p>
      {children}
      <div className="fixed inset-x-4 top-20 z-10 mx-auto max-w-xl animate-later rounded-lg shadow-float">
        <Callout tone="unknown" title="The panel has not answered yet.">
          This page keeps trying. Check that the Pi is on and that this device is in the same network.
        </Callout>
      </div>
    </div>
  );
}
