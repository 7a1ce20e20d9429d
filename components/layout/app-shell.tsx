import type { ReactNode } from 'react';
import { AppHeader } from './app-header';
import { ChangesBanner } from './changes-banner';
import { JobWatcher } from './job-watcher';
import { StaleFrame } from './stale-frame';

/** Frame of every page behind the login. */
export function AppShell({ children }: { children: ReactNode }) {
  return (
    <>
      <a
        href="#content"
        className="sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-40 focus:rounded-md focus:bg-raised focus:px-4 focus:py-3 focus:shadow-float"
      >
        Skip to the content
      </a>
      <AppHeader />
      <main id="content" tabIndex={-1} className="outline-none">
        <StaleFrame>
          <ChangesBanner />
          {children}
        </StaleFrame>
      </main>
      <JobWatcher />
    </>
  );
}
