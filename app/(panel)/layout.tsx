import type { ReactNode } from 'react';
import { AppShell } from '@/components/layout/app-shell';
import { Providers } from '@/components/layout/providers';
import { requireOwner } from '@/lib/server/auth/page-guard';

export default async function PanelLayout({ children }: { children: ReactNode }) {
  await requireOwner();
  return (
    <Providers isLive>
      <AppShell>{children}</AppShell>
    </Providers>
  );
}
