import type { Metadata } from 'next';
import { UpdatesPage } from '@/components/settings/updates/updates-page';
import { requireOwner } from '@/lib/server/auth/page-guard';

export const metadata: Metadata = { title: 'Updates' };

export default async function Page() {
  await requireOwner();
  return <UpdatesPage />;
}
