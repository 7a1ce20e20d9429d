import type { Metadata } from 'next';
import { Account } from '@/components/auth/account';
import { PanelForm } from '@/components/settings/panel/panel-form';
import { SettingsFrame } from '@/components/settings/settings-frame';
import { requireOwner } from '@/lib/server/auth/page-guard';

export const metadata: Metadata = { title: 'Panel' };

export default async function Page() {
  await requireOwner();
  return (
    <SettingsFrame page="panel" Form={PanelForm}>
      <Account />
    </SettingsFrame>
  );
}
