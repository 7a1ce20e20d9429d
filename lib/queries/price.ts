import { queryOptions } from '@tanstack/react-query';
import type { Price } from '@/lib/schemas/price';
import type { SourceId } from '@/lib/schemas/snapshot';
import type { SourceAnswer } from '@/lib/schemas/source-answer';
import { apiQuery } from './api-query';

/** What clouds charge, and what they are asked for: as new as the exporters' rounds. */
export function priceQuery() {
  return apiQuery<Price>(['price'], '/api/price', { refetchInterval: 60_000, refetchOnWindowFocus: true });
}

/** What a cloud has answered last, when a form asked it; never asked for by itself. */
export const askedQuery = (source: SourceId) =>
  queryOptions<SourceAnswer | null>({
    queryKey: ['asked', source],
    queryFn: () => null,
    enabled: false,
    staleTime: Number.POSITIVE_INFINITY,
  });
