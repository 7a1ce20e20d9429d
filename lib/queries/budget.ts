import type { Budget } from '@/lib/schemas/budget';
import { apiQuery } from './api-query';

/** What is collected against the plan. It changes slowly: asked for twice a minute, and only while seen. */
export function budgetQuery() {
  return apiQuery<Budget>(['budget'], '/api/budget', {
    refetchInterval: 30_000,
    refetchOnWindowFocus: true,
  });
}
