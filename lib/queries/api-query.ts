import { queryOptions, type UseQueryOptions } from '@tanstack/react-query';
import { type ApiError, apiFetch } from '@/lib/client/api-fetch';

type Options<T> = Omit<UseQueryOptions<T, ApiError>, 'queryKey' | 'queryFn'>;

/** A query of what the panel's API answers under a path. */
export function apiQuery<T>(queryKey: readonly unknown[], path: string, options: Options<T>) {
  return queryOptions<T, ApiError>({
    ...options,
    queryKey,
    queryFn: ({ signal }) => apiFetch<T>(path, { signal }),
  });
}
