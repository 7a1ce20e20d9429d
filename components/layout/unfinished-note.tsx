'use client';

import { usePathname } from 'next/navigation';
import { useEffect, useState } from 'react';

/**
 * For a page whose scripts were not loaded, as on a poor Wi-Fi: it stays as the server drew it and would look alive for
 * ever. The style sheet shows this after a while; the page that runs takes it away before. Part of every first load, so
 * it brings nothing along.
 */
export function UnfinishedNote() {
  const pathname = usePathname();
  const [isRunning, setIsRunning] = useState(false);

  useEffect(() => setIsRunning(true), []);

  if (isRunning) return null;
  return (
    <section
      aria-label="Loading"
      className="fixed inset-x-4 top-20 z-40 mx-auto max-w-xl animate-unfinished rounded-lg bg-raised p-4 shadow-float"
    >
      <p>This page is not completely loaded: what it shows is getting old.</p>
      <a href={pathname} className="touch inline-flex items-center text-accent underline">
        Load it again
      </a>
    </section>
  );
}
