import type { Metadata } from 'next';
import { BufferForm } from '@/components/settings/buffer/buffer-form';
import { SettingsFrame } from '@/components/settings/settings-frame';
import { requireOwner } from '@/lib/server/auth/page-guard';

export const metadata: Metadata = { title: 'Buffer and retention' };

export default async function Page() {
  await requireOwner();
  return <SettingsFrame page="buffer" Form={BufferForm} />;
}
