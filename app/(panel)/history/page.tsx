import type { Metadata } from 'next';
import { HistoryPage } from '@/components/history/history-page';
import { requireOwner } from '@/lib/server/auth/page-guard';

export const metadata: Metadata = { title: 'Revisions' };

export default async function Page() {
  await requireOwner();
  return <HistoryPage />;
}
