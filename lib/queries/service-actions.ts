import { useMutation } from '@tanstack/react-query';
import { type ApiError, apiFetch } from '@/lib/client/api-fetch';
import type { JobStarted, ServiceAction } from '@/lib/schemas/job';
import type { ServiceName } from '@/lib/schemas/snapshot';

/** What is done: with a service, or all services are started. */
export type Act = { kind: 'service'; service: ServiceName; action: ServiceAction } | { kind: 'pipeline' };

/** Acts on a service, or starts all of them. The answer comes at once; the job goes on by itself. */
export function useAct() {
  return useMutation<JobStarted, ApiError, Act>({
    mutationFn: (act) =>
      act.kind === 'pipeline'
        ? apiFetch<JobStarted>('/api/pipeline/start', { method: 'POST', body: {} })
        : apiFetch<JobStarted>(`/api/services/${act.service}/actions`, {
            method: 'POST',
            body: { action: act.action },
          }),
  });
}
