import type { Metadata } from 'next';
import { SettingsFrame } from '@/components/settings/settings-frame';
import { SourcesForm } from '@/components/settings/sources/sources-form';
import { requireOwner } from '@/lib/server/auth/page-guard';

export const metadata: Metadata = { title: 'Sources' };

export default async function Page() {
  await requireOwner();
  return <SettingsFrame page="sources" Form={SourcesForm} />;
}
