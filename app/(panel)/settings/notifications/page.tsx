import type { Metadata } from 'next';
import { NotificationsPage } from '@/components/settings/notifications/notifications-page';
import { requireOwner } from '@/lib/server/auth/page-guard';

export const metadata: Metadata = { title: 'Notifications' };

export default async function Page() {
  await requireOwner();
  return <NotificationsPage />;
}
