import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type ApiError, apiFetch } from '@/lib/client/api-fetch';
import type {
  Acknowledge,
  Acknowledgements,
  ChannelInput,
  ChannelTest,
  DeadManInput,
  NotifyRules,
  NotifyView,
  SendResult,
} from '@/lib/schemas/notify';

/** Who is told, when, and what became of the last messages. */
export function notifyQuery() {
  return queryOptions<NotifyView, ApiError>({
    queryKey: ['notify'],
    queryFn: ({ signal }) => apiFetch<NotifyView>('/api/notify', { signal }),
    staleTime: 0,
    refetchInterval: 30_000,
    refetchOnWindowFocus: 'always',
    retry: 1,
  });
}

/** The same, kept fresh while somebody looks. */
export function useNotify() {
  return useQuery(notifyQuery());
}

interface Request {
  method: 'POST' | 'PUT' | 'DELETE';
  path: string;
  body: unknown;
}

/** A change of the notifications; each answers with what there is after it. */
function useChange<Variables>(toRequest: (variables: Variables) => Request) {
  const client = useQueryClient();
  return useMutation<NotifyView, ApiError, Variables>({
    mutationFn: (variables) => {
      const { method, path, body } = toRequest(variables);
      return apiFetch<NotifyView>(`/api/notify/${path}`, { method, body });
    },
    onSuccess: (view) => {
      client.setQueryData(notifyQuery().queryKey, view);
      return client.invalidateQueries({ queryKey: acknowledgementsQuery().queryKey });
    },
  });
}

/** Adds a channel (`id` null) or changes the one with that id. */
export function useSaveChannel() {
  return useChange<{ id: string | null; channel: ChannelInput }>(({ id, channel }) =>
    id === null
      ? { method: 'POST', path: 'channels', body: channel }
      : { method: 'PUT', path: `channels/${id}`, body: channel },
  );
}

export function useRemoveChannel() {
  return useChange<string>((id) => ({ method: 'DELETE', path: `channels/${id}`, body: {} }));
}

export function useSaveRules() {
  return useChange<NotifyRules>((body) => ({ method: 'PUT', path: 'rules', body }));
}

export function useSaveDeadMan() {
  return useChange<DeadManInput>((body) => ({ method: 'PUT', path: 'dead-man', body }));
}

/** Sends one message as the form has it. */
export function useTestChannel() {
  return useMutation<SendResult, ApiError, ChannelTest>({
    mutationFn: (body) => apiFetch<SendResult>('/api/notify/test', { method: 'POST', body }),
  });
}

/** Pings as the form has it. */
export function useTestDeadMan() {
  return useMutation<SendResult, ApiError, DeadManInput>({
    mutationFn: (body) => apiFetch<SendResult>('/api/notify/dead-man/test', { method: 'POST', body }),
  });
}

/** The findings that somebody said they know of. */
export function acknowledgementsQuery() {
  return queryOptions<Acknowledgements, ApiError>({
    queryKey: ['notify', 'acknowledgements'],
    queryFn: ({ signal }) => apiFetch<Acknowledgements>('/api/notify/acknowledgements', { signal }),
    staleTime: 10_000,
  });
}

export function useAcknowledgements() {
  return useQuery(acknowledgementsQuery());
}

export function useAcknowledge() {
  const client = useQueryClient();
  return useMutation<Acknowledgements, ApiError, Acknowledge>({
    mutationFn: (body) => apiFetch<Acknowledgements>('/api/notify/acknowledgements', { method: 'PUT', body }),
    onSuccess: (given) => client.setQueryData(acknowledgementsQuery().queryKey, given),
  });
}
