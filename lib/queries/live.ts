import { QueryClient } from '@tanstack/react-query';
import { ApiError } from '@/lib/client/api-fetch';
import { openStream } from '@/lib/client/stream';
import type { Snapshot } from '@/lib/schemas/snapshot';
import { currentJobQuery, jobQuery } from './jobs';
import { connectionQuery, snapshotQuery } from './snapshot';

const RETRY_MS = 1_000;

/**
 * A network that changes breaks off what is under way: another Wi-Fi, a VPN, and in a browser on the Pi itself each
 * container that starts. A call that got no answer is made once more; what was answered is told at once.
 */
const withoutAnswer = (failures: number, error: unknown) =>
  failures === 0 && error instanceof ApiError && error.code === 'offline';

/** @param snapshot what the server knew when it drew the page; the stream brings what is newer. */
export function makeQueryClient(snapshot: Snapshot | null): QueryClient {
  const client = new QueryClient({
    defaultOptions: {
      // The stream brings news; a failed call says so, with a button to try again.
      // `always`: the panel is on the LAN and answers while the browser thinks that it is offline.
      queries: {
        retry: withoutAnswer,
        retryDelay: RETRY_MS,
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
    onHello: ({ snapshot, job }) => {
      client.setQueryData(snapshotQuery().queryKey, snapshot);
      client.setQueryData(currentJobQuery().queryKey, job);
    },
    onPatch: (patch) =>
      client.setQueryData(snapshotQuery().queryKey, (before) => before && { ...before, ...patch }),
    onJob: (job) => {
      client.setQueryData(currentJobQuery().queryKey, job);
      client.setQueryData(jobQuery(job.id).queryKey, job);
    },
    onConnection: (connection) => client.setQueryData(connectionQuery().queryKey, connection),
  });
}
