'use client';

import { AppLink } from '@/components/ui/app-link';
import { useSnapshot } from '@/lib/queries/snapshot';
import { AppMenu } from './app-menu';
import { ConnectionBadge } from './connection-badge';
import { Nav } from './nav';
import { WeirMark } from './weir-mark';

export function AppHeader() {
  const cluster = useSnapshot((snapshot) => snapshot.cluster);
  return (
    <header className="sticky top-0 z-20 border-line border-b bg-surface">
      <div className="mx-auto flex h-14 max-w-6xl items-center gap-3 px-4 lg:px-6">
        <div className="flex min-w-0 items-center md:mr-4">
          <AppLink href="/" className="touch flex shrink-0 items-center gap-2.5 rounded-md">
            <WeirMark className="size-7 shrink-0" />
            <span className="font-strong">Weir</span>
          </AppLink>
          {cluster && (
            <AppLink
              href="/pis"
              title={`All Pis; this one is ${cluster}`}
              className="touch flex min-w-0 items-center rounded-md px-2.5 lg:min-w-16 text-quiet text-sm underline-offset-4 hover:text-ink hover:underline"
            >
              <span className="min-w-0 truncate">{cluster}</span>
              <span className="sr-only">(all Pis)</span>
            </AppLink>
          )}
        </div>
        <Nav />
        <div className="ml-auto flex items-center gap-2">
          <ConnectionBadge />
          <AppMenu />
        </div>
      </div>
    </header>
  );
}
