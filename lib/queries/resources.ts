import { keepPreviousData, useMutation, useQueryClient } from '@tanstack/react-query';
import { type ApiError, apiFetch } from '@/lib/client/api-fetch';
import type { Figures, FiguresQuery, Resources, ResourcesQuery } from '@/lib/schemas/resources';
import type { SourceId } from '@/lib/schemas/snapshot';
import { apiQuery, withQuery } from './api-query';

/** What is looked for; what is left out is as the server has it. */
export type ResourcesAsked = Partial<Omit<ResourcesQuery, 'mayCost'>>;

/** A page of what a cloud has. The one before stays until it is here. */
export function resourcesQuery(source: SourceId, asked: ResourcesAsked) {
  return apiQuery<Resources>(
    ['resources', source, asked],
    withQuery(`/api/sources/${source}/resources`, asked),
    {
      placeholderData: keepPreviousData,
      // The server keeps it for a minute.
      staleTime: 30_000,
    },
  );
}

/** Makes the one collection that is billed; from then on the list is there for a while, at no cost. */
export function useLook(source: SourceId) {
  const client = useQueryClient();
  return useMutation<Resources, ApiError, void>({
    mutationFn: () => apiFetch<Resources>(withQuery(`/api/sources/${source}/resources`, { mayCost: true })),
    onSuccess: () => client.invalidateQueries({ queryKey: ['resources', source] }),
  });
}

/** The series of one resource. */
export function figuresQuery(source: SourceId, asked: FiguresQuery) {
  return apiQuery<Figures>(
    ['resources', source, 'figures', asked],
    withQuery(`/api/sources/${source}/resources/figures`, asked),
    { placeholderData: keepPreviousData, staleTime: 30_000 },
  );
}
