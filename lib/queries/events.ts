import { queryOptions } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { type ApiError, apiFetch } from '@/lib/client/api-fetch';
import type { Events } from '@/lib/schemas/event';
import { useSnapshot } from './snapshot';
import { useFreshLoad } from './use-load';

/** @param hours how far back; null: everything that is kept */
function eventsQuery(hours: number | null) {
  return queryOptions<Events, ApiError>({
    queryKey: ['events', hours],
    queryFn: ({ signal }) =>
      apiFetch<Events>(hours === null ? '/api/events' : `/api/events?hours=${hours}`, { signal }),
    refetchInterval: 30_000,
    staleTime: 0,
  });
}

/** What happened, newest first; asked for again when something is found or over. */
export function useEvents(hours: number | null = null) {
  const load = useFreshLoad(eventsQuery(hours));
  const { refetch } = load;
  const found = useSnapshot(({ verdict }) => verdict.findings.map(({ id }) => id).join(' '));
  const known = useRef(found);
  useEffect(() => {
    if (known.current !== found && known.current !== undefined) void refetch();
    known.current = found;
  }, [found, refetch]);
  return load;
}
