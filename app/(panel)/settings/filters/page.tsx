import type { Metadata } from 'next';
import { FiltersPage } from '@/components/settings/filters/filters-page';
import { requireOwner } from '@/lib/server/auth/page-guard';

export const metadata: Metadata = { title: 'Metric filters' };

export default async function Page() {
  await requireOwner();
  return <FiltersPage />;
}
