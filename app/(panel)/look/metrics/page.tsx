import type { Metadata } from 'next';
import { MetricsPage } from '@/components/look/metrics/metrics-page';
import { requireOwner } from '@/lib/server/auth/page-guard';

export const metadata: Metadata = { title: 'Metrics' };

export default async function Page() {
  await requireOwner();
  return <MetricsPage />;
}
