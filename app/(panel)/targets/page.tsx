import type { Metadata } from 'next';
import { TargetsPage } from '@/components/targets/targets-page';
import { requireOwner } from '@/lib/server/auth/page-guard';

export const metadata: Metadata = { title: 'Targets' };

export default async function Page() {
  await requireOwner();
  return <TargetsPage />;
}
