import { QueryClientProvider } from '@tanstack/react-query';
import { act, render } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { AppRouterContext } from 'next/dist/shared/lib/app-router-context.shared-runtime';
import {
  PathnameContext,
  SearchParamsContext,
} from 'next/dist/shared/lib/hooks-client-context.shared-runtime';
import { type ReactNode, useLayoutEffect, useMemo, useState } from 'react';
import { onTestFinished } from 'vitest';
import { makeQueryClient, startLive } from '@/lib/queries/live';
import type { Task } from '@/lib/schemas/task';
import { fakeEventSource, streamOf } from './fake-event-source';

/**
 * Shows a part of a page as the panel does: with its query cache, its stream and its address.
 * @returns the person in front of it
 */
export function show(part: ReactNode, address = '/') {
  window.history.replaceState(null, '', address);
  fakeEventSource();
  const client = makeQueryClient(null);
  onTestFinished(startLive(client));
  const { unmount } = render(
    <QueryClientProvider client={client}>
      <FakeRouter>{part}</FakeRouter>
    </QueryClientProvider>,
  );
  return { user: userEvent.setup(), unmount };
}

/** The stream tells of a job. */
export function tellTask(task: Task): void {
  act(() => streamOf('/api/stream').send('task', task));
}

const router = {
  ...{ back: () => {}, forward: () => {}, refresh: () => {}, prefetch: () => {} },
  push: (href: string) => window.history.pushState(null, '', href),
  replace: (href: string) => window.history.replaceState(null, '', href),
} as unknown as NonNullable<React.ContextType<typeof AppRouterContext>>;

/** Next's router as far as parts of pages see it: the address, also where the browser's history changes it. */
function FakeRouter({ children }: { children: ReactNode }) {
  const [address, setAddress] = useState(window.location.href);
  const { pathname, search } = new URL(address);
  const params = useMemo(() => new URLSearchParams(search), [search]);

  useLayoutEffect(() => {
    const { pushState, replaceState } = window.history;
    const told =
      (change: History['pushState']) => (data: unknown, unused: string, url?: string | URL | null) => {
        change.call(window.history, data, unused, url);
        setAddress(window.location.href);
      };
    Object.assign(window.history, { pushState: told(pushState), replaceState: told(replaceState) });
    return () => {
      Object.assign(window.history, { pushState, replaceState });
    };
  }, []);

  return (
    <AppRouterContext value={router}>
      <PathnameContext value={pathname}>
        <SearchParamsContext value={params}>{children}</SearchParamsContext>
      </PathnameContext>
    </AppRouterContext>
  );
}
