import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { ServicePage } from '@/components/services/service-page';
import { serviceNameSchema } from '@/lib/schemas/snapshot';
import { requireOwner } from '@/lib/server/auth/page-guard';

interface PageProps {
  params: Promise<{ name: string }>;
}

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  const { data } = serviceNameSchema.safeParse((await params).name);
  return { title: data ?? 'Not found' };
}

export default async function Page({ params }: PageProps) {
  await requireOwner();
  const { data: name } = serviceNameSchema.safeParse((await params).name);
  if (!name) notFound();
  return <ServicePage name={name} />;
}
