import type { Metadata } from 'next';
import { BufferPage } from '@/components/settings/buffer/buffer-page';
import { requireOwner } from '@/lib/server/auth/page-guard';

export const metadata: Metadata = { title: 'Buffer and retention' };

export default async function Page() {
  await requireOwner();
  return <BufferPage />;
}
