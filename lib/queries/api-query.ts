import { queryOptions, type UseQueryOptions } from '@tanstack/react-query';
import { type ApiError, apiFetch } from '@/lib/client/api-fetch';

/** A path with a query of what is asked for; what is left out is as the server has it. */
export function withQuery(path: string, asked: Record<string, unknown>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(asked))
    if (value !== undefined && value !== '') query.set(name, String(value));
  return query.size > 0 ? `${path}?${query}` : path;
}

type Options<T> = Omit<UseQueryOptions<T, ApiError>, 'queryKey' | 'queryFn'>;

/** A query of what the panel's API answers under a path. */
export function apiQuery<T>(queryKey: readonly unknown[], path: string, options: Options<T>) {
  return queryOptions<T, ApiError>({
    ...options,
    queryKey,
    queryFn: ({ signal }) => apiFetch<T>(path, { signal }),
  });
}
