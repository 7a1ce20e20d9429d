import { queryOptions } from '@tanstack/react-query';
import { type ApiError, apiFetch } from '@/lib/client/api-fetch';
import type { Budget } from '@/lib/schemas/budget';

/** What is collected against the plan. It changes slowly: asked for twice a minute, and only while seen. */
export function budgetQuery() {
  return queryOptions<Budget, ApiError>({
    queryKey: ['budget'],
    queryFn: ({ signal }) => apiFetch<Budget>('/api/budget', { signal }),
    refetchInterval: 30_000,
    refetchOnWindowFocus: true,
  });
}
