import type { ReactNode } from 'react';
import { LookTabs } from '@/components/look/look-tabs';
import { requireOwner } from '@/lib/server/auth/page-guard';
import { dashboardTabs } from '@/lib/server/look/look';

export default async function LookLayout({ children }: { children: ReactNode }) {
  await requireOwner();
  return (
    <div className="flex flex-col gap-4">
      <LookTabs tabs={dashboardTabs()} />
      {children}
    </div>
  );
}
