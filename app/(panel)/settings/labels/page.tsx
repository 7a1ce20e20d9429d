import type { Metadata } from 'next';
import { LabelsPage } from '@/components/settings/labels/labels-page';
import { requireOwner } from '@/lib/server/auth/page-guard';

export const metadata: Metadata = { title: 'Labels' };

export default async function Page() {
  await requireOwner();
  return <LabelsPage />;
}
