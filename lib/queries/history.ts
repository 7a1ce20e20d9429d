import { queryOptions } from '@tanstack/react-query';
import { apiFetch } from '@/lib/client/api-fetch';

export interface History {
  stepSeconds: number;
  /** Time of the first value of each series. */
  startMs: number;
  series: Record<HistorySeries, (number | null)[]>;
}
export type HistorySeries = 'samplesPerSecond' | 'bufferBytes' | 'targetsUp' | 'temperatureCelsius';

/** The last hours, for the small charts. They change slowly: asked for once a minute, and only while seen. */
export function historyQuery() {
  return queryOptions<History>({
    queryKey: ['history'],
    queryFn: ({ signal }) => apiFetch<History>('/api/history', { signal }),
    refetchInterval: 60_000,
    refetchOnWindowFocus: true,
  });
}
