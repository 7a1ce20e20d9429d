import type { Metadata } from 'next';
import { GrafanaPage } from '@/components/settings/grafana/grafana-page';
import { requireOwner } from '@/lib/server/auth/page-guard';

export const metadata: Metadata = { title: 'Grafana' };

export default async function Page() {
  await requireOwner();
  return <GrafanaPage />;
}
