import type { Metadata } from 'next';
import { DestinationPage } from '@/components/settings/destination/destination-page';
import { requireOwner } from '@/lib/server/auth/page-guard';

export const metadata: Metadata = { title: 'Destination' };

export default async function Page() {
  await requireOwner();
  return <DestinationPage />;
}
