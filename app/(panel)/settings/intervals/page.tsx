import type { Metadata } from 'next';
import { IntervalsPage } from '@/components/settings/intervals/intervals-page';
import { requireOwner } from '@/lib/server/auth/page-guard';

export const metadata: Metadata = { title: 'Intervals' };

export default async function Page() {
  await requireOwner();
  return <IntervalsPage />;
}
