import { queryOptions, skipToken } from '@tanstack/react-query';
import { apiFetch } from '@/lib/client/api-fetch';
import type { Job } from '@/lib/schemas/job';

/** How often a running job is asked for: the stream is faster, this is for when it is broken. */
const POLL_MS = 2_000;

/** One job by its id, until it has ended. */
export function jobQuery(id: string) {
  return queryOptions<Job>({
    queryKey: ['jobs', id],
    queryFn: ({ signal }) => apiFetch<Job>(`/api/jobs/${encodeURIComponent(id)}`, { signal }),
    refetchInterval: ({ state }) => (state.data && state.data.state !== 'running' ? false : POLL_MS),
  });
}

/** The job that the stream spoke of last; null when none runs. */
export function currentJobQuery() {
  return queryOptions<Job | null>({
    queryKey: ['jobs', 'current'],
    queryFn: skipToken,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: Number.POSITIVE_INFINITY,
  });
}
