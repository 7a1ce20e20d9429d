import type { ReactNode } from 'react';
import { AppShell } from '@/components/layout/app-shell';
import { Providers } from '@/components/layout/providers';
import { requireOwner } from '@/lib/server/auth/page-guard';
import { lastChanges } from '@/lib/server/change/changes';
import { lastOverview } from '@/lib/server/live/overview';

export default async function PanelLayout({ children }: { children: ReactNode }) {
  await requireOwner();
  return (
    <Providers isLive snapshot={lastOverview()}>
      <AppShell changes={lastChanges()}>{children}</AppShell>
    </Providers>
  );
}
