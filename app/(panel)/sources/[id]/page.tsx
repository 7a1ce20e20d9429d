import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { SourcePage } from '@/components/sources/source/source-page';
import { sourceWords } from '@/lib/pipeline/components';
import { sourceIdSchema } from '@/lib/schemas/snapshot';
import { requireOwner } from '@/lib/server/auth/page-guard';

interface PageProps {
  params: Promise<{ id: string }>;
}

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  const { data } = sourceIdSchema.safeParse((await params).id);
  return { title: data ? sourceWords(data) : 'Not found' };
}

export default async function Page({ params }: PageProps) {
  await requireOwner();
  const { data: id } = sourceIdSchema.safeParse((await params).id);
  if (!id) notFound();
  return <SourcePage id={id} />;
}
