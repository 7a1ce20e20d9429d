import type { Metadata } from 'next';
import { DestinationForms } from '@/components/settings/destination/destination-forms';
import { SettingsFrame } from '@/components/settings/settings-frame';
import { requireOwner } from '@/lib/server/auth/page-guard';

export const metadata: Metadata = { title: 'Destination' };

export default async function Page() {
  await requireOwner();
  return <SettingsFrame page="destination" Form={DestinationForms} />;
}
