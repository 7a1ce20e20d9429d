import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { type ApiError, apiFetch } from '@/lib/client/api-fetch';
import type {
  GrafanaInput,
  GrafanaPreview,
  GrafanaResult,
  GrafanaThing,
  GrafanaView,
} from '@/lib/schemas/grafana/grafana';
import { apiQuery, keepAnswer } from '../api-query';
import { useLoad } from '../use-load';

/** With which Grafana the panel is connected, and what it put there last. */
export function grafanaQuery() {
  return apiQuery<GrafanaView>(['grafana'], '/api/grafana', { staleTime: 0 });
}

export function useGrafana() {
  return useLoad(grafanaQuery());
}

/** What is in Grafana, and so what would be done. Each reading asks Grafana itself. */
function grafanaPreviewQuery() {
  return queryOptions<GrafanaPreview, ApiError>({
    queryKey: ['grafana', 'preview'],
    queryFn: ({ signal }) =>
      apiFetch<GrafanaPreview>('/api/grafana/preview', { method: 'POST', body: {}, signal }),
    staleTime: 0,
  });
}

export function useGrafanaPreview() {
  return useLoad(grafanaPreviewQuery());
}

/** A change of the connection: what was read with the former one counts no longer. */
function useConnect<Variables>(send: (variables: Variables) => Promise<GrafanaView>) {
  const client = useQueryClient();
  return useMutation<GrafanaView, ApiError, Variables>({
    mutationFn: send,
    onSuccess: async (view) => {
      await keepAnswer(client, grafanaQuery(), view);
      // Not waited for: it is saved, whatever Grafana answers.
      void client.resetQueries({ queryKey: grafanaPreviewQuery().queryKey });
    },
  });
}

export function useSaveGrafana() {
  return useConnect<GrafanaInput>((body) => apiFetch<GrafanaView>('/api/grafana', { method: 'PUT', body }));
}

export function useForgetGrafana() {
  return useConnect<void>(() => apiFetch<GrafanaView>('/api/grafana', { method: 'DELETE', body: {} }));
}

export interface GrafanaAct {
  what: 'apply' | 'remove';
  /** Ids of what is overwritten, or removed, though it is not as Weir left it. */
  overwrite: string[];
  /** As it was when the button was pressed: what is missing of it afterwards was done. */
  before: GrafanaThing[];
}

/**
 * Puts Weir's things into Grafana, or takes them out; ends when what is there now was read again.
 * @param address of the Grafana that the reader looks at
 */
export function useGrafanaAct(address: string) {
  const client = useQueryClient();
  return useMutation<GrafanaResult, ApiError, GrafanaAct>({
    mutationFn: ({ what, overwrite }) =>
      apiFetch<GrafanaResult>(`/api/grafana/${what}`, { method: 'POST', body: { address, overwrite } }),
    onSettled: () => client.invalidateQueries({ queryKey: grafanaQuery().queryKey }),
  });
}
