import type { Metadata } from 'next';
import { RevisionsPage } from '@/components/revisions/revisions-page';
import { requireOwner } from '@/lib/server/auth/page-guard';

export const metadata: Metadata = { title: 'Revisions' };

export default async function Page() {
  await requireOwner();
  return <RevisionsPage />;
}
