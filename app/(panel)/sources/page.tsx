import type { Metadata } from 'next';
import { SourcesPage } from '@/components/sources/sources-page';
import { requireOwner } from '@/lib/server/auth/page-guard';

export const metadata: Metadata = { title: 'Sources' };

export default async function Page() {
  await requireOwner();
  return <SourcesPage />;
}
