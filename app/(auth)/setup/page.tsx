import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { ClaimForm } from '@/components/auth/claim-form';
import { Providers } from '@/components/layout/providers';
import { LazyWizard } from '@/components/wizard/lazy-wizard';
import { SetupWelcome } from '@/components/wizard/setup-welcome';
import { hasSession, isClaimed } from '@/lib/server/auth/page-guard';

export const metadata: Metadata = { title: 'Set-up' };

export default async function SetupPage({ searchParams }: PageProps<'/setup'>) {
  const { step } = await searchParams;
  const isOwned = await isClaimed();
  if (isOwned && !(await hasSession())) {
    const next = typeof step === 'string' ? `/setup?step=${encodeURIComponent(step)}` : '/setup';
    redirect(`/login?next=${encodeURIComponent(next)}`);
  }
  return (
    <Providers isLive={isOwned}>
      {isOwned ? (
        <LazyWizard />
      ) : (
        <SetupWelcome>
          <ClaimForm />
        </SetupWelcome>
      )}
    </Providers>
  );
}
