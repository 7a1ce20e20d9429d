import {
  type DataTag,
  type QueryClient,
  type QueryKey,
  queryOptions,
  type UseQueryOptions,
} from '@tanstack/react-query';
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

interface AnsweredQuery<T> {
  queryKey: DataTag<QueryKey, T, ApiError>;
}

/** Keeps what the panel answered to a change. What is on its way was asked for before, and would come over it: it is dropped. */
export async function keepAnswer<T>(
  client: QueryClient,
  { queryKey }: AnsweredQuery<T>,
  answer: NoInfer<T> | ((before: NoInfer<T> | undefined) => NoInfer<T> | undefined),
): Promise<void> {
  await client.cancelQueries({ queryKey, exact: true });
  client.setQueryData<T, QueryKey>(queryKey, answer);
}
