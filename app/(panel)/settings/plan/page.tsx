import type { Metadata } from 'next';
import { PlanPage } from '@/components/settings/plan/plan-page';
import { requireOwner } from '@/lib/server/auth/page-guard';

export const metadata: Metadata = { title: 'Plan and limits' };

export default async function Page() {
  await requireOwner();
  return <PlanPage />;
}
