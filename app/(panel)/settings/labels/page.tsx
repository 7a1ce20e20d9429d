import type { Metadata } from 'next';
import { LabelsForm } from '@/components/settings/labels/labels-form';
import { SettingsFrame } from '@/components/settings/settings-frame';
import { requireOwner } from '@/lib/server/auth/page-guard';

export const metadata: Metadata = { title: 'Labels' };

export default async function Page() {
  await requireOwner();
  return <SettingsFrame page="labels" Form={LabelsForm} />;
}
