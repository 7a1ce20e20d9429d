import { keepPreviousData, useMutation, useQueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import { type ApiError, apiFetch } from '@/lib/client/api-fetch';
import type { AggregationPreview, aggregationPreviewInputSchema } from '@/lib/schemas/settings/aggregation';
import type { Answer, AnswerQuery } from '@/lib/schemas/settings/answer';
import type { FilterPreview, filterPreviewInputSchema, ScrapeJob } from '@/lib/schemas/settings/settings';
import { apiQuery, withQuery } from './api-query';

/** A filter on the series that its source offers right now. Nothing is changed by asking. */
export function previewFilter(
  body: z.input<typeof filterPreviewInputSchema>,
  signal: AbortSignal,
): Promise<FilterPreview> {
  return apiFetch<FilterPreview>('/api/settings/filters/preview', { method: 'POST', body, signal });
}

/** What could be aggregated of what a source offers right now. Nothing is changed by asking. */
export function previewAggregation(
  body: z.input<typeof aggregationPreviewInputSchema>,
  signal: AbortSignal,
): Promise<AggregationPreview> {
  return apiFetch<AggregationPreview>('/api/settings/aggregation/preview', { method: 'POST', body, signal });
}

/** What is looked for in an answer; what is left out is as the server has it. */
export type AnswerAsked = Partial<Omit<AnswerQuery, 'mayCost'>>;

/** A page of what a job's target answers right now. The one before stays until it is here. */
export function answerQuery(job: ScrapeJob, asked: AnswerAsked) {
  return apiQuery<Answer>(['answer', job, asked], withQuery(`/api/targets/${job}`, asked), {
    placeholderData: keepPreviousData,
    // The server keeps it for a quarter of a minute.
    staleTime: 10_000,
  });
}

/** Makes the one collection that is billed; from then on the answer is there for a while, at no cost. */
export function useAskOnce(job: ScrapeJob) {
  const client = useQueryClient();
  return useMutation<Answer, ApiError, void>({
    mutationFn: () => apiFetch<Answer>(withQuery(`/api/targets/${job}`, { mayCost: true })),
    onSuccess: () => client.invalidateQueries({ queryKey: ['answer', job] }),
  });
}
