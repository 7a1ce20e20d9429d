import type { Metadata } from 'next';
import { ServicesPage } from '@/components/services/services-page';
import { requireOwner } from '@/lib/server/auth/page-guard';

export const metadata: Metadata = { title: 'Services' };

export default async function Page() {
  await requireOwner();
  return <ServicesPage />;
}
