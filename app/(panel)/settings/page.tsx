import type { Metadata } from 'next';
import { SettingsIndex } from '@/components/settings/settings-index';
import { requireOwner } from '@/lib/server/auth/page-guard';

export const metadata: Metadata = { title: 'Settings' };

export default async function Page() {
  await requireOwner();
  return <SettingsIndex />;
}
