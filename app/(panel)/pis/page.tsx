import type { Metadata } from 'next';
import { PisPage } from '@/components/pis/pis-page';
import { requireOwner } from '@/lib/server/auth/page-guard';

export const metadata: Metadata = { title: 'All Pis' };

export default async function Page() {
  await requireOwner();
  return <PisPage />;
}
