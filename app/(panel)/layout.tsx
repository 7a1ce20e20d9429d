import type { ReactNode } from 'react';
import { AppShell } from '@/components/layout/app-shell';
import { Providers } from '@/components/layout/providers';

export default function PanelLayout({ children }: { children: ReactNode }) {
  return (
    <Providers isLive>
      <AppShell>{children}</AppShell>
    </Providers>
  );
}
