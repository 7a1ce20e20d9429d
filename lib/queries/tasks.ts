import { queryOptions, skipToken } from '@tanstack/react-query';
import { ApiError } from '@/lib/client/api-fetch';
import type { Task } from '@/lib/schemas/task';
import { apiQuery } from './api-query';

/** How often a running task is asked for: the stream is faster, this is for when it is broken. */
const POLL_MS = 2_000;
const APPLY_POLL_MS = 500;

export function taskQuery(id: string) {
  return apiQuery<Task>(['tasks', id], `/api/tasks/${encodeURIComponent(id)}`, {
    refetchInterval: untilOver(POLL_MS),
  });
}

/** What has ended, or is not known to the panel any more, is not asked for again: until then it would say nothing. */
export function untilOver(everyMs: number) {
  return ({ state: { data, error } }: { state: { data?: Task | undefined; error: unknown } }) => {
    const isGone = error instanceof ApiError && error.code === 'not-found';
    return isGone || (data && data.state !== 'running') ? false : everyMs;
  };
}

/** A task that is over in seconds and that the reader waits for. */
export function applyTaskQuery(id: string) {
  return { ...taskQuery(id), refetchInterval: untilOver(APPLY_POLL_MS) };
}

/** The task that the stream spoke of last; null when none runs. */
export function currentTaskQuery() {
  return queryOptions<Task | null>({
    queryKey: ['tasks', 'current'],
    queryFn: skipToken,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: Number.POSITIVE_INFINITY,
  });
}
