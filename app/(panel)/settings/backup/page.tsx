import type { Metadata } from 'next';
import { BackupPage } from '@/components/settings/backup/backup-page';
import { requireOwner } from '@/lib/server/auth/page-guard';

export const metadata: Metadata = { title: 'Backup' };

export default async function Page() {
  await requireOwner();
  return <BackupPage />;
}
