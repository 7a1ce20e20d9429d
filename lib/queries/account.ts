import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ApiError, apiFetch } from '@/lib/client/api-fetch';
import type { ChangePassword, Sessions, TokenMade, TokenScope, Tokens } from '@/lib/schemas/auth/auth';
import { apiQuery } from './api-query';

export function sessionsQuery() {
  return apiQuery<Sessions>(['account', 'sessions'], '/api/sessions', {
    staleTime: 0,
    refetchOnWindowFocus: 'always',
  });
}

export function tokensQuery() {
  return apiQuery<Tokens>(['account', 'tokens'], '/api/token', {
    staleTime: 0,
  });
}

/** Sets another password; every other browser is signed out. */
export function useChangePassword() {
  const client = useQueryClient();
  return useMutation<unknown, ApiError, ChangePassword>({
    mutationFn: (body) => apiFetch('/api/password', { method: 'PUT', body }),
    onSuccess: () => client.invalidateQueries({ queryKey: sessionsQuery().queryKey }),
  });
}

/** Signs one browser out, or all others (`null`). */
export function useEndSession() {
  const client = useQueryClient();
  return useMutation<unknown, ApiError, string | null>({
    mutationFn: (id) =>
      apiFetch(id === null ? '/api/sessions' : `/api/sessions/${encodeURIComponent(id)}`, {
        method: 'DELETE',
      }),
    onSettled: () => client.invalidateQueries({ queryKey: sessionsQuery().queryKey }),
  });
}

/** Makes the token of a scope; an older one of it is dead. */
export function useNewToken() {
  const client = useQueryClient();
  return useMutation<TokenMade, ApiError, TokenScope>({
    mutationFn: (scope) => apiFetch<TokenMade>('/api/token', { method: 'POST', body: { scope } }),
    onSettled: () => client.invalidateQueries({ queryKey: tokensQuery().queryKey }),
  });
}

export function useRemoveToken() {
  const client = useQueryClient();
  return useMutation<unknown, ApiError, TokenScope>({
    mutationFn: (scope) => apiFetch(`/api/token?scope=${scope}`, { method: 'DELETE' }),
    onSettled: () => client.invalidateQueries({ queryKey: tokensQuery().queryKey }),
  });
}
