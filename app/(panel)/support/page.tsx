import type { Metadata } from 'next';
import { SupportPage } from '@/components/support/support-page';
import { requireOwner } from '@/lib/server/auth/page-guard';

export const metadata: Metadata = { title: 'Support bundle' };

export default async function Page() {
  await requireOwner();
  return <SupportPage />;
}
