import { useMutation } from '@tanstack/react-query';
import { type ApiError, apiFetch } from '@/lib/client/api-fetch';
import type { JobStarted, ServiceAction } from '@/lib/schemas/job';
import type { ServiceName } from '@/lib/schemas/snapshot';

/** Starts, stops, restarts or reloads a service. The answer comes at once; the job goes on by itself. */
export function useServiceAction(service: ServiceName) {
  return useMutation<JobStarted, ApiError, ServiceAction>({
    mutationFn: (action) =>
      apiFetch<JobStarted>(`/api/services/${service}/actions`, { method: 'POST', body: { action } }),
  });
}
