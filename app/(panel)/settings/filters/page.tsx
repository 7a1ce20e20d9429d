import type { Metadata } from 'next';
import { FiltersForm } from '@/components/settings/filters/filters-form';
import { SettingsFrame } from '@/components/settings/settings-frame';
import { requireOwner } from '@/lib/server/auth/page-guard';

export const metadata: Metadata = { title: 'Metric filters' };

export default async function Page() {
  await requireOwner();
  return <SettingsFrame page="filters" Form={FiltersForm} />;
}
