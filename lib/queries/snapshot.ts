import { queryOptions, skipToken, useQuery } from '@tanstack/react-query';
import { type Connection, FIRST_CONNECTION } from '@/lib/client/stream';
import type { Snapshot } from '@/lib/schemas/snapshot';

/** The one snapshot of this tab. The stream writes it; nothing fetches it. */
export function snapshotQuery() {
  return queryOptions<Snapshot>({
    queryKey: ['snapshot'],
    queryFn: skipToken,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: Number.POSITIVE_INFINITY,
  });
}

export function connectionQuery() {
  return queryOptions<Connection>({
    queryKey: ['connection'],
    queryFn: skipToken,
    initialData: FIRST_CONNECTION,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: Number.POSITIVE_INFINITY,
  });
}

/** Part of the snapshot; undefined until the first one is here. Renders again only when that part changed. */
export function useSnapshot<T>(select: (snapshot: Snapshot) => T): T | undefined {
  return useQuery({ ...snapshotQuery(), select }).data;
}

export function useConnection<T>(select: (connection: Connection) => T): T {
  const { data } = useQuery({ ...connectionQuery(), select });
  return data ?? select(FIRST_CONNECTION);
}
