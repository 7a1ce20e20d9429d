import { QueryClient } from '@tanstack/react-query';
import { openStream } from '@/lib/client/stream';
import type { Snapshot } from '@/lib/schemas/snapshot';
import { connectionQuery, snapshotQuery } from './snapshot';
import { currentTaskQuery, taskQuery } from './tasks';

/** @param snapshot what the server knew when it drew the page; the stream brings what is newer. */
export function makeQueryClient(snapshot: Snapshot | null): QueryClient {
  const client = new QueryClient({
    defaultOptions: {
      // The stream brings news; a call that fails (`apiFetch` tries again where no answer came) says so, with a button.
      // `always`: the panel is on the LAN and answers while the browser thinks that it is offline.
      queries: {
        retry: false,
        refetchOnWindowFocus: false,
        staleTime: 30_000,
        networkMode: 'always',
      },
      mutations: { networkMode: 'always' },
    },
  });
  if (snapshot) client.setQueryData(snapshotQuery().queryKey, snapshot);
  return client;
}

/** Lets the stream write what it brings into the cache. @returns the function that ends it. */
export function startLive(client: QueryClient): () => void {
  return openStream({
    onHello: ({ snapshot, task }) => {
      client.setQueryData(snapshotQuery().queryKey, snapshot);
      client.setQueryData(currentTaskQuery().queryKey, task);
      // It answers again: what could not be asked meanwhile is asked now.
      void client.refetchQueries({ type: 'active', predicate: ({ state }) => state.status === 'error' });
    },
    onPatch: (patch) =>
      client.setQueryData(snapshotQuery().queryKey, (before) => before && { ...before, ...patch }),
    onTask: (task) => {
      client.setQueryData(currentTaskQuery().queryKey, task);
      client.setQueryData(taskQuery(task.id).queryKey, task);
    },
    onConnection: (connection) => client.setQueryData(connectionQuery().queryKey, connection),
  });
}
