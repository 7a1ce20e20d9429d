import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ApiError, apiFetch } from '@/lib/client/api-fetch';
import type { AlertRulesView, OwnRulesInput } from '@/lib/schemas/grafana/alert-rules';
import { apiQuery, keepAnswer } from '../api-query';
import { useLoad } from '../use-load';
import { grafanaQuery } from './grafana';

/** The alert rules, with what the owner has changed of them. */
function alertRulesQuery() {
  return apiQuery<AlertRulesView>(['alert-rules'], '/api/alert-rules', { staleTime: 0 });
}

export function useAlertRules() {
  return useLoad(alertRulesQuery());
}

interface Seen {
  body: OwnRulesInput;
  /** Null: whatever is there. */
  revision: string | null;
}

/** What is in Grafana may be out of step with them then. */
export function useSaveAlertRules() {
  const client = useQueryClient();
  return useMutation<AlertRulesView, ApiError, Seen>({
    mutationFn: ({ body, revision }) =>
      apiFetch<AlertRulesView>('/api/alert-rules', {
        method: 'PUT',
        body,
        ...(revision && { ifMatch: revision }),
      }),
    onSuccess: async (view) => {
      await keepAnswer(client, alertRulesQuery(), view);
      return client.invalidateQueries({ queryKey: grafanaQuery().queryKey, exact: true });
    },
    onError: ({ code }) =>
      code === 'revision-conflict'
        ? client.invalidateQueries({ queryKey: alertRulesQuery().queryKey })
        : undefined,
  });
}
