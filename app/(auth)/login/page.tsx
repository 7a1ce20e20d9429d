import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { LoginCard } from '@/components/auth/login-card';
import { nextPath } from '@/components/auth/next-path';
import { Providers } from '@/components/layout/providers';
import { hasSession, isClaimed } from '@/lib/server/auth/page-guard';

export const metadata: Metadata = { title: 'Sign in' };

export default async function LoginPage({ searchParams }: PageProps<'/login'>) {
  const next = nextPath((await searchParams).next);
  if (!(await isClaimed())) redirect('/setup');
  if (await hasSession()) redirect(next);
  return (
    <Providers isLive={false}>
      <LoginCard next={next} />
    </Providers>
  );
}
