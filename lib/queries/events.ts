import { useEffect, useRef } from 'react';
import type { Events } from '@/lib/schemas/event';
import { apiQuery } from './api-query';
import { useSnapshot } from './snapshot';
import { useFreshLoad } from './use-load';

/** @param hours how far back; null: everything that is kept */
function eventsQuery(hours: number | null) {
  return apiQuery<Events>(['events', hours], hours === null ? '/api/events' : `/api/events?hours=${hours}`, {
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
