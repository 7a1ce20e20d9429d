import type { Metadata } from 'next';
import { Account } from '@/components/auth/account';
import { PanelPage } from '@/components/settings/panel/panel-page';
import { requireOwner } from '@/lib/server/auth/page-guard';

export const metadata: Metadata = { title: 'Panel' };

export default async function Page() {
  await requireOwner();
  return (
    <PanelPage>
      <Account />
    </PanelPage>
  );
}
