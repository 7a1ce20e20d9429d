import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ApiError, apiFetch } from '@/lib/client/api-fetch';
import type { BackupDownload, BackupSchedule, BackupView, RecoveryKey } from '@/lib/schemas/backup/backup';
import type { TaskStarted } from '@/lib/schemas/task';
import { apiQuery, keepAnswer } from '../api-query';
import { useFreshLoad, useLoad } from '../use-load';

function backupQuery() {
  return apiQuery<BackupView>(['backup'], '/api/backup', { staleTime: 0 });
}

export function useBackup() {
  return useLoad(backupQuery());
}

/** The same for its own page: asked again when a backup was made. */
export function useFreshBackup() {
  return useFreshLoad(backupQuery());
}

export function useSaveBackupSchedule() {
  const client = useQueryClient();
  return useMutation<BackupView, ApiError, { body: BackupSchedule; revision: string | null }>({
    mutationFn: ({ body, revision }) =>
      apiFetch<BackupView>('/api/backup/schedule', {
        method: 'PUT',
        body,
        ...(revision && { ifMatch: revision }),
      }),
    onSuccess: (view) => keepAnswer(client, backupQuery(), view),
    onError: ({ code }) =>
      code === 'revision-conflict' ? client.invalidateQueries(backupQuery()) : undefined,
  });
}

export function useStoreBackup() {
  return useMutation<TaskStarted, ApiError>({
    mutationFn: () => apiFetch<TaskStarted>('/api/backup', { method: 'POST', body: {} }),
  });
}

/** Makes a recovery key. It is in the answer, and nowhere else. */
export function useMakeKey() {
  const client = useQueryClient();
  return useMutation<RecoveryKey, ApiError>({
    mutationFn: () => apiFetch<RecoveryKey>('/api/backup/key', { method: 'POST', body: {} }),
    onSuccess: ({ name }) =>
      keepAnswer(client, backupQuery(), (view) => view && { ...view, waitingName: name }),
    gcTime: 0,
  });
}

export function useKeepKey() {
  const client = useQueryClient();
  return useMutation<BackupView, ApiError, string>({
    mutationFn: (proof) => apiFetch<BackupView>('/api/backup/key', { method: 'PUT', body: { proof } }),
    onSuccess: (view) => keepAnswer(client, backupQuery(), view),
    onError: () => client.invalidateQueries(backupQuery()),
  });
}

/** @param passphrase null: the recovery key locks it */
export function useMakeDownload() {
  const client = useQueryClient();
  return useMutation<BackupDownload, ApiError, string | null>({
    mutationFn: (passphrase) =>
      apiFetch<BackupDownload>('/api/backup/download', { method: 'POST', body: { passphrase } }),
    onSuccess: () => client.invalidateQueries(backupQuery()),
    gcTime: 0,
  });
}
