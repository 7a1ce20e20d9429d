import type { Metadata } from 'next';
import { PlanForm } from '@/components/settings/plan/plan-form';
import { SettingsFrame } from '@/components/settings/settings-frame';
import { requireOwner } from '@/lib/server/auth/page-guard';

export const metadata: Metadata = { title: 'Plan and limits' };

export default async function Page() {
  await requireOwner();
  return <SettingsFrame page="plan" Form={PlanForm} />;
}
