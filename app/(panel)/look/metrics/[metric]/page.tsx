import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { MetricPage } from '@/components/look/metrics/metric-page';
import { storedParamsSchema } from '@/lib/schemas/look/stored';
import { requireOwner } from '@/lib/server/auth/page-guard';

interface PageProps {
  params: Promise<{ metric: string }>;
}

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  return { title: storedParamsSchema.safeParse(await params).data?.metric ?? 'Not found' };
}

export default async function Page({ params }: PageProps) {
  await requireOwner();
  const { data } = storedParamsSchema.safeParse(await params);
  if (!data) notFound();
  return <MetricPage key={data.metric} metric={data.metric} />;
}
