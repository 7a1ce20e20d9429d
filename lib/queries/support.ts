import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type ApiError, apiFetch, apiText } from '@/lib/client/api-fetch';
import type { PersonalKind, SupportState } from '@/lib/schemas/support';
import { apiQuery, keepAnswer } from './api-query';
import { useLoad } from './use-load';

const MAKING_MS = 500;
/** It goes by itself after ten minutes. */
const KEPT_MS = 15_000;

/** The bundle that is kept, or how far the one is that is being made. */
export function supportQuery() {
  return apiQuery<SupportState>(['support'], '/api/support', {
    staleTime: 0,
    refetchInterval: ({ state }) => (state.data?.making ? MAKING_MS : KEPT_MS),
    refetchOnWindowFocus: 'always',
  });
}

export function useSupport() {
  return useLoad(supportQuery());
}

/** Makes a bundle without the personal things of these kinds. */
export function useMakeBundle() {
  const client = useQueryClient();
  return useMutation<SupportState, ApiError, readonly PersonalKind[]>({
    mutationFn: (hide) => apiFetch<SupportState>('/api/support', { method: 'POST', body: { hide } }),
    onSuccess: (state) => keepAnswer(client, supportQuery(), state),
  });
}

/** One file of a bundle, as it is in the archive. */
export function useSupportFile(id: string, index: number, isWanted: boolean) {
  return useQuery<string, ApiError>({
    queryKey: ['support', id, index],
    queryFn: ({ signal }) => apiText(`/api/support/${id}/files/${index}`, signal),
    enabled: isWanted,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
  });
}
