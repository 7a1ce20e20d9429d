import { keepPreviousData } from '@tanstack/react-query';
import type { Recording } from '@/lib/schemas/recording';
import { apiQuery } from './api-query';

/** What the small charts show, and in how many values: they are about 240 px wide. */
const HOURS = 6;
const POINTS = 120;

/** The last hours, for the small charts. They change slowly: asked for once a minute, and only while seen. */
export function recordingQuery() {
  return apiQuery<Recording>(['recording', HOURS], `/api/recording?hours=${HOURS}&points=${POINTS}`, {
    refetchInterval: 60_000,
    refetchOnWindowFocus: true,
  });
}

/** Hours that the charts can show, with how often these are asked for anew. */
export const RANGES = { '1': 30_000, '6': 60_000, '24': 60_000 } as const;
export type Range = keyof typeof RANGES;
/** A chart is at most some 1,100 px wide. */
const CHART_POINTS = 480;

/** The last hours with every target and service, for the large charts. */
export function chartsQuery(range: Range) {
  return apiQuery<Recording>(
    ['recording', 'charts', range],
    `/api/recording?hours=${range}&points=${CHART_POINTS}&parts=true`,
    {
      refetchInterval: RANGES[range],
      refetchOnWindowFocus: true,
      // Another range takes the place of the one that is shown when it is there.
      placeholderData: keepPreviousData,
    },
  );
}
