import { queryOptions } from '@tanstack/react-query';
import { apiFetch } from '@/lib/client/api-fetch';
import type { History } from '@/lib/schemas/history';

/** What the small charts show, and in how many values: they are about 240 px wide. */
const HOURS = 6;
const POINTS = 120;

/** The last hours, for the small charts. They change slowly: asked for once a minute, and only while seen. */
export function historyQuery() {
  return queryOptions<History>({
    queryKey: ['history', HOURS],
    queryFn: ({ signal }) => apiFetch<History>(`/api/history?hours=${HOURS}&points=${POINTS}`, { signal }),
    refetchInterval: 60_000,
    refetchOnWindowFocus: true,
  });
}
