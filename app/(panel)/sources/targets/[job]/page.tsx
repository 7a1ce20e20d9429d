import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { AnswerPage } from '@/components/sources/answer/answer-page';
import { jobWords } from '@/lib/pipeline/components';
import { answerParamsSchema } from '@/lib/schemas/settings/answer';
import { requireOwner } from '@/lib/server/auth/page-guard';

interface PageProps {
  params: Promise<{ job: string }>;
}

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  const { data } = answerParamsSchema.safeParse(await params);
  return { title: data ? `What ${jobWords(data.job)} says now` : 'Not found' };
}

export default async function Page({ params }: PageProps) {
  await requireOwner();
  const { data } = answerParamsSchema.safeParse(await params);
  if (!data) notFound();
  return <AnswerPage job={data.job} />;
}
