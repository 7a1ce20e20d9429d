import type { Metadata } from 'next';
import { ExpressionPage } from '@/components/look/expression/expression-page';
import { requireOwner } from '@/lib/server/auth/page-guard';

export const metadata: Metadata = { title: 'Expression' };

export default async function Page() {
  await requireOwner();
  return <ExpressionPage />;
}
