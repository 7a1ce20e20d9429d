import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ApiError, apiFetch } from '@/lib/client/api-fetch';
import type { ChangePreview, ChangeStarted, Settings, SettingsChange } from '@/lib/schemas/settings/settings';
import { apiQuery } from './api-query';
import { useFreshLoad } from './use-load';

/** What the files say now. Asked for again on focus: another tab or an editor may have changed them. */
export function settingsQuery() {
  return apiQuery<Settings>(['settings'], '/api/settings', {
    staleTime: 0,
    refetchOnWindowFocus: 'always',
  });
}

/** The settings, read again whenever a window is turned to and whenever a task has ended. */
export function useSettings() {
  return useFreshLoad(settingsQuery());
}

export function useFreshSettings(): () => Promise<Settings> {
  const client = useQueryClient();
  return () => client.fetchQuery(settingsQuery());
}

/** What a change would do. Nothing is changed by asking. */
export function previewChange(change: SettingsChange, signal: AbortSignal): Promise<ChangePreview> {
  return apiFetch<ChangePreview>('/api/settings/preview', { method: 'POST', body: change, signal });
}

export interface ApplyRequest {
  change: SettingsChange;
  /** The state of the files that the change was made for. */
  revision: string;
}

/** Applies a change. The answer comes at once; the task goes on by itself. */
export function useApplyChange() {
  return useMutation<ChangeStarted, ApiError, ApplyRequest>({
    mutationFn: ({ change, revision }) =>
      apiFetch<ChangeStarted>('/api/settings', { method: 'PUT', body: change, ifMatch: revision }),
  });
}
