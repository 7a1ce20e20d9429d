import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { type ApiError, apiFetch } from '@/lib/client/api-fetch';
import type { ChangeStarted } from '@/lib/schemas/settings/settings';
import type { UpdateSettingsInput, UpdatesView } from '@/lib/schemas/updates/updates';
import { apiQuery, keepAnswer } from '../api-query';
import { applyTaskQuery, currentTaskQuery } from '../tasks';
import { useFreshLoad } from '../use-load';

function updatesQuery() {
  return apiQuery<UpdatesView>(['updates'], '/api/updates', { staleTime: 0 });
}

/** Which versions run, and which newer ones are known. Asked for again at each step of a task and after its end. */
export function useUpdates() {
  const load = useFreshLoad(updatesQuery());
  const { refetch } = load;
  const task = useQuery(currentTaskQuery()).data;
  const step = task?.steps.find(({ state }) => state === 'running')?.id;

  useEffect(() => {
    if (step !== undefined) void refetch();
  }, [step, refetch]);

  return load;
}

/** What the owner wishes, as `POST /api/updates` takes it. */
export interface UpdateWish {
  service: string;
  tag?: string | undefined;
  digest?: string | undefined;
  isQuick: boolean;
  maySeriesDiffer: boolean;
}

interface Update {
  wish: UpdateWish;
  /** The state of the files that is shown. */
  revision: string;
}

export function useUpdate() {
  const client = useQueryClient();
  return useMutation<ChangeStarted, ApiError, Update>({
    mutationFn: ({ wish, revision }) =>
      apiFetch<ChangeStarted>('/api/updates', { method: 'POST', body: wish, ifMatch: revision }),
    onError: ({ code }) =>
      code === 'revision-conflict'
        ? client.invalidateQueries({ queryKey: updatesQuery().queryKey })
        : undefined,
  });
}

/** Whether a task is an update that is being watched: it can be put back early. */
export function useIsWatched(taskId: string): boolean {
  const { data } = useQuery(applyTaskQuery(taskId));
  const isWatching = data?.steps.some(({ id, state }) => id === 'watch' && state === 'running') ?? false;
  return isWatching && data?.isPutBack !== true;
}

/** Whether what a task did is being put back. */
export function useIsGoingBack(): boolean {
  const { data } = useQuery(currentTaskQuery());
  return data?.state === 'running' && data.isPutBack === true;
}

export function usePutBack() {
  return useMutation<void, ApiError>({
    mutationFn: () => apiFetch<void>('/api/updates/put-back', { method: 'POST', body: {} }),
  });
}

export function useSaveUpdateSettings() {
  const client = useQueryClient();
  return useMutation<UpdatesView, ApiError, UpdateSettingsInput>({
    mutationFn: (body) => apiFetch<UpdatesView>('/api/updates', { method: 'PUT', body }),
    onSuccess: (view) => keepAnswer(client, updatesQuery(), view),
  });
}
