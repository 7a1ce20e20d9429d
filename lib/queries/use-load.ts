import { hashKey, type UseQueryOptions, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useAfterTasks } from './after-tasks';

/** What a page asked for, as far as it is here. */
export interface Load<T> {
  data: T | undefined;
  error: unknown;
  refetch: () => unknown;
  isFetching: boolean;
}

interface Failure<E> {
  key: string;
  error: E;
}

/**
 * A query whose failure stays while it tries again. TanStack Query forgets the failure of one that has no data yet as
 * soon as it begins anew: the page would say for a moment that it loads, and the button that had the focus be gone.
 */
export function useLoad<T, E, D, K extends readonly unknown[]>(options: UseQueryOptions<T, E, D, K>) {
  const { data, error, refetch, isFetching, isPlaceholderData } = useQuery(options);
  const [failure, setFailure] = useState<Failure<E> | null>(null);
  const key = hashKey(options.queryKey);
  const isAgain = data === undefined && isFetching && failure?.key === key;
  const now = error ?? (isAgain ? failure.error : null);
  if (now !== (failure?.error ?? null)) setFailure(now === null ? null : { key, error: now });
  return { data, error: now, refetch, isFetching, isPlaceholderData };
}

/** The same, asked for again whenever a task has ended and whenever the window is turned to. */
export function useFreshLoad<T, E, D, K extends readonly unknown[]>(options: UseQueryOptions<T, E, D, K>) {
  const load = useLoad(options);
  const isAnswered = useAfterTasks(load.refetch);
  return { ...load, isAnswered };
}
