import type { Metadata } from 'next';
import { AggregationForm } from '@/components/settings/aggregation/aggregation-form';
import { SettingsFrame } from '@/components/settings/settings-frame';
import { requireOwner } from '@/lib/server/auth/page-guard';

export const metadata: Metadata = { title: 'Aggregation' };

export default async function Page() {
  await requireOwner();
  return <SettingsFrame page="aggregation" Form={AggregationForm} />;
}
