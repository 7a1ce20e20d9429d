import type { Metadata } from 'next';
import { IntervalsForm } from '@/components/settings/intervals/intervals-form';
import { SettingsFrame } from '@/components/settings/settings-frame';
import { requireOwner } from '@/lib/server/auth/page-guard';

export const metadata: Metadata = { title: 'Intervals' };

export default async function Page() {
  await requireOwner();
  return <SettingsFrame page="intervals" Form={IntervalsForm} />;
}
