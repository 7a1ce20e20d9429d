import type { Metadata } from 'next';
import { ChangesPage } from '@/components/changes/changes-page';
import { requireOwner } from '@/lib/server/auth/page-guard';

export const metadata: Metadata = { title: 'Changes outside the panel' };

export default async function Page() {
  await requireOwner();
  return <ChangesPage />;
}
