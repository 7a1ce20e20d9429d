import type { ReactNode } from 'react';
import type { Changes } from '@/lib/schemas/revision';
import { AppHeader } from './app-header';
import { ChangesBanner } from './changes-banner';
import { ChangesNotice } from './changes-notice';
import { isNews } from './is-news';
import { StaleFrame } from './stale-frame';
import { TaskWatcher } from './task-watcher';

interface AppShellProps {
  /** As the server knew them last, so that what they are said with stands there at once. */
  changes: Changes | null;
  children: ReactNode;
}

/** Frame of every page behind the login. */
export function AppShell({ changes, children }: AppShellProps) {
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
          <ChangesBanner known={changes && isNews(changes) && <ChangesNotice changes={changes} />} />
          {children}
        </StaleFrame>
      </main>
      <TaskWatcher />
    </>
  );
}
