import type { Metadata } from 'next';
import { ProofForm } from '@/components/settings/proof/proof-form';
import { SettingsFrame } from '@/components/settings/settings-frame';
import { requireOwner } from '@/lib/server/auth/page-guard';

export const metadata: Metadata = { title: 'Proof of arrival' };

export default async function Page() {
  await requireOwner();
  return <SettingsFrame page="proof" Form={ProofForm} />;
}
