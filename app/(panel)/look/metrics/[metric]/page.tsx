import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { MetricPage } from '@/components/look/metrics/metric-page';
import { storedParamsSchema } from '@/lib/schemas/look/stored';
import { requireOwner } from '@/lib/server/auth/page-guard';

interface PageProps {
  params: Promise<{ metric: string }>;
}

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  return { title: (await metricIn(params)) ?? 'Not found' };
}

/** Next gives a page the name as it stands in the address: a colon is written `%3A` there. @returns null for what is none */
async function metricIn(params: PageProps['params']): Promise<string | null> {
  const metric = (await params).metric.replaceAll('%3A', ':');
  return storedParamsSchema.safeParse({ metric }).data?.metric ?? null;
}

export default async function Page({ params }: PageProps) {
  await requireOwner();
  const metric = await metricIn(params);
  if (metric === null) notFound();
  return <MetricPage key={metric} metric={metric} />;
}
