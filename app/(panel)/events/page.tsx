import type { Metadata } from 'next';
import { EventsPage } from '@/components/events/events-page';
import { requireOwner } from '@/lib/server/auth/page-guard';

export const metadata: Metadata = { title: 'Events' };

export default async function Page() {
  await requireOwner();
  return <EventsPage />;
}
