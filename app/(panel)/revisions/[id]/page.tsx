import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { RevisionPage } from '@/components/revisions/revision-page';
import { revisionParamsSchema } from '@/lib/schemas/revision';
import { requireOwner } from '@/lib/server/auth/page-guard';

interface PageProps {
  params: Promise<{ id: string }>;
}

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  const { data } = revisionParamsSchema.safeParse(await params);
  return { title: data ? `Revision ${data.id}` : 'Not found' };
}

export default async function Page({ params }: PageProps) {
  await requireOwner();
  const { data } = revisionParamsSchema.safeParse(await params);
  if (!data) notFound();
  return <RevisionPage id={data.id} />;
}
