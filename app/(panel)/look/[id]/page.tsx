import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { DashboardPage } from '@/components/look/dashboard-page';
import { requireOwner } from '@/lib/server/auth/page-guard';
import { dashboardTabs } from '@/lib/server/look/look';

interface PageProps {
  params: Promise<{ id: string }>;
}

async function tabOf({ params }: PageProps) {
  const { id } = await params;
  return dashboardTabs().find((tab) => tab.id === id);
}

export async function generateMetadata(props: PageProps): Promise<Metadata> {
  return { title: (await tabOf(props))?.title ?? 'Not found' };
}

export default async function Page(props: PageProps) {
  await requireOwner();
  const tab = await tabOf(props);
  if (!tab) notFound();
  return <DashboardPage key={tab.id} id={tab.id} title={tab.title} />;
}
