import { useMutation } from '@tanstack/react-query';
import { type ApiError, apiFetch } from '@/lib/client/api-fetch';
import type { ServiceName } from '@/lib/schemas/snapshot';
import type { ServiceAction, TaskStarted } from '@/lib/schemas/task';

/** What is done: with a service, or all services are started. */
export type Act = { kind: 'service'; service: ServiceName; action: ServiceAction } | { kind: 'pipeline' };

/** Acts on a service, or starts all of them. The answer comes at once; the task goes on by itself. */
export function useAct() {
  return useMutation<TaskStarted, ApiError, Act>({
    mutationFn: (act) =>
      act.kind === 'pipeline'
        ? apiFetch<TaskStarted>('/api/pipeline/start', { method: 'POST', body: {} })
        : apiFetch<TaskStarted>(`/api/services/${act.service}/actions`, {
            method: 'POST',
            body: { action: act.action },
          }),
  });
}
