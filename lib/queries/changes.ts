import { useMutation, useQuery } from '@tanstack/react-query';
import { type ApiError, apiFetch } from '@/lib/client/api-fetch';
import type { Changes } from '@/lib/schemas/revision';
import type { BufferChoice, ChangeStarted } from '@/lib/schemas/settings/settings';
import { apiQuery } from './api-query';
import { currentTaskQuery } from './tasks';
import { useFreshLoad } from './use-load';

const SETTLING_MS = 1000;
/** No page but one shows that this failed: it is asked for again until it is known. */
const AGAIN_MS = 10_000;

function changesQuery() {
  return apiQuery<Changes>(['changes'], '/api/changes', {
    staleTime: 0,
    refetchInterval: ({ state }) => (state.status === 'error' ? AGAIN_MS : false),
  });
}

/**
 * Where files, history and containers disagree. Asked for on load, on focus and after each task, and by the clock only
 * after a failure.
 */
export function useChanges() {
  const load = useFreshLoad(changesQuery());
  const task = useQuery(currentTaskQuery()).data;
  // Half-way through an apply they always disagree, and so does what was asked then.
  return { ...load, isApplying: task?.state === 'running' || !load.isAnswered };
}

/** What is being put back after the panel was restarted, asked for until that is over. @param isWanted else never */
export function useUnsettled(isWanted: boolean) {
  const { data, isLoading } = useQuery({
    ...changesQuery(),
    enabled: isWanted,
    refetchInterval: ({ state }) => (state.data?.unsettled ? SETTLING_MS : false),
  });
  return { unsettled: data?.unsettled ?? null, isLoading };
}

/** `adopt`: the files as they are now count, and run. `revert`: the files go back to the newest revision. */
export type Settlement = 'adopt' | 'revert';

export interface SettleRequest {
  how: Settlement;
  /** The state of the files that is shown. */
  revision: string;
  /** What becomes of samples that wait for an address that is given up. */
  waiting?: BufferChoice | undefined;
}

export function useSettle() {
  return useMutation<ChangeStarted, ApiError, SettleRequest>({
    mutationFn: ({ how, revision, waiting }) =>
      apiFetch<ChangeStarted>(`/api/changes/${how}`, {
        method: 'POST',
        body: { waiting },
        ifMatch: revision,
      }),
  });
}
