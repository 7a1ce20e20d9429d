import { useMutation } from '@tanstack/react-query';
import { type ApiError, apiFetch } from '@/lib/client/api-fetch';
import type { Claim, Login } from '@/lib/schemas/auth/auth';

/** `POST /api/setup`: the answer carries the session cookie. */
export function useClaim() {
  return useMutation<unknown, ApiError, Claim>({
    mutationFn: (body) => apiFetch('/api/setup', { method: 'POST', body }),
  });
}

/** `POST /api/session`: the answer carries the session cookie. */
export function useLogin() {
  return useMutation<unknown, ApiError, Login>({
    mutationFn: (body) => apiFetch('/api/session', { method: 'POST', body }),
  });
}

/** Ends this browser's session and leaves the panel. */
export function useLogOut() {
  return useMutation({
    mutationFn: () => apiFetch<void>('/api/session', { method: 'DELETE' }),
    // A full load, so that nothing of the session stays in memory.
    onSettled: () => window.location.assign('/login'),
  });
}
