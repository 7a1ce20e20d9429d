import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ApiError, apiFetch, apiUpload } from '@/lib/client/api-fetch';
import type {
  LockedBackup,
  OpenedBackup,
  RestoreBackupInput,
  WizardRestoreInput,
} from '@/lib/schemas/backup/restore';
import type { ChangePreview, ChangeStarted } from '@/lib/schemas/settings/settings';
import type { WizardState } from '@/lib/schemas/wizard';
import { apiQuery, keepAnswer, withQuery } from '../api-query';
import { useFreshLoad } from '../use-load';
import { wizardQuery } from '../wizard';

/** Brings the file of a backup to the panel. */
export function useBringBackup() {
  return useMutation<LockedBackup, ApiError, File>({
    mutationFn: (file) => apiUpload<LockedBackup>('/api/backup/restore', file),
    gcTime: 0,
  });
}

export function useOpenBackup(id: string) {
  return useMutation<OpenedBackup, ApiError, string>({
    mutationFn: (secret) =>
      apiFetch<OpenedBackup>(`/api/backup/restore/${id}/open`, { method: 'POST', body: { secret } }),
    gcTime: 0,
  });
}

function restorePreviewQuery(id: string, cluster: string) {
  const path = withQuery(`/api/backup/restore/${id}/preview`, { cluster });
  return apiQuery<ChangePreview>(['backup', 'preview', id, cluster], path, { staleTime: 0, gcTime: 0 });
}

/** What restoring it under this name would do now: read again when a task has ended. */
export function useBackupPreview(id: string, cluster: string) {
  return useFreshLoad(restorePreviewQuery(id, cluster));
}

/** The answer comes at once; the task goes on by itself. */
export function useRestoreBackup(id: string) {
  return useMutation<ChangeStarted, ApiError, RestoreBackupInput & { revision: string }>({
    mutationFn: ({ revision, ...body }) =>
      apiFetch<ChangeStarted>(`/api/backup/restore/${id}`, { method: 'POST', body, ifMatch: revision }),
  });
}

/** Begins the set-up with it: the wizard's answers are those of the backup then. */
export function useRestoreIntoWizard() {
  const client = useQueryClient();
  return useMutation<WizardState, ApiError, WizardRestoreInput>({
    mutationFn: (body) => apiFetch<WizardState>('/api/wizard/restore', { method: 'POST', body }),
    onSuccess: (state) => keepAnswer(client, wizardQuery(), state),
  });
}
