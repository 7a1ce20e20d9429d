import { oneLine } from '@/components/ui/input';
import { METRIC_PAGES_MAX, METRIC_SEARCH_MAX } from '@/lib/schemas/plain';

/** What is searched among the metrics, as it stands in the address of their list, and of each that was opened from it. */
export interface Asked {
  q?: string;
  page?: number;
}

export function askedIn(address: URLSearchParams): Asked {
  const page = Number(address.get('page'));
  return {
    q: oneLine(address.get('q') ?? '').slice(0, METRIC_SEARCH_MAX),
    ...(Number.isInteger(page) && page > 1 && page <= METRIC_PAGES_MAX && { page }),
  };
}

export function withAsked(path: string, { q = '', page = 1 }: Asked): string {
  const query = new URLSearchParams({ ...(q !== '' && { q }), ...(page > 1 && { page: String(page) }) });
  return query.size > 0 ? `${path}?${query}` : path;
}
