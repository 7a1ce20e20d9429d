import type { Metadata } from 'next';
import { DeliveryPage } from '@/components/delivery/delivery-page';
import { requireOwner } from '@/lib/server/auth/page-guard';

export const metadata: Metadata = { title: 'Delivery' };

export default async function Page() {
  await requireOwner();
  return <DeliveryPage />;
}
