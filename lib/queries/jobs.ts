import { queryOptions, skipToken } from '@tanstack/react-query';
import { ApiError, apiFetch } from '@/lib/client/api-fetch';
import type { Job } from '@/lib/schemas/job';

/** How often a running job is asked for: the stream is faster, this is for when it is broken. */
const POLL_MS = 2_000;
const APPLY_POLL_MS = 500;

export function jobQuery(id: string) {
  return queryOptions<Job>({
    queryKey: ['jobs', id],
    queryFn: ({ signal }) => apiFetch<Job>(`/api/jobs/${encodeURIComponent(id)}`, { signal }),
    refetchInterval: untilOver(POLL_MS),
  });
}

/** What has ended, or is not known to the panel any more, is not asked for again: until then it would say nothing. */
export function untilOver(everyMs: number) {
  return ({ state: { data, error } }: { state: { data?: Job | undefined; error: unknown } }) => {
    const isGone = error instanceof ApiError && error.code === 'not-found';
    return isGone || (data && data.state !== 'running') ? false : everyMs;
  };
}

/** A job that is over in seconds and that the reader waits for. */
export function applyJobQuery(id: string) {
  return { ...jobQuery(id), refetchInterval: untilOver(APPLY_POLL_MS) };
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
