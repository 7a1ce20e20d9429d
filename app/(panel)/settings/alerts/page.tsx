import type { Metadata } from 'next';
import { AlertRulesPage } from '@/components/settings/alerts/alert-rules-page';
import { requireOwner } from '@/lib/server/auth/page-guard';

export const metadata: Metadata = { title: 'Alert rules' };

export default async function Page() {
  await requireOwner();
  return <AlertRulesPage />;
}
