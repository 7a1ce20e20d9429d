import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
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
import { apiQuery, keepAnswer } from './api-query';
import { useLoad } from './use-load';

/** Who is told, when, and what became of the last messages. */
export function notifyQuery() {
  return apiQuery<NotifyView>(['notify'], '/api/notify', {
    staleTime: 0,
    refetchInterval: 30_000,
    refetchOnWindowFocus: 'always',
  });
}

/** The same, kept fresh while somebody looks. */
export function useNotify() {
  return useLoad(notifyQuery());
}

interface Request {
  method: 'POST' | 'PUT' | 'DELETE';
  path: string;
  body: unknown;
  /** Null: it is new. */
  ifMatch?: string | null;
}

/** A change of what was seen as `revision`; null: of nothing that was there. */
interface Seen<Body> {
  body: Body;
  revision: string | null;
}

/** A change of the notifications; each answers with what there is after it. */
function useChange<Variables>(toRequest: (variables: Variables) => Request) {
  const client = useQueryClient();
  return useMutation<NotifyView, ApiError, Variables>({
    mutationFn: (variables) => {
      const { method, path, body, ifMatch } = toRequest(variables);
      return apiFetch<NotifyView>(`/api/notify/${path}`, { method, body, ...(ifMatch && { ifMatch }) });
    },
    onSuccess: async (view) => {
      await keepAnswer(client, notifyQuery(), view);
      return client.invalidateQueries({ queryKey: acknowledgementsQuery().queryKey });
    },
    onError: ({ code }) =>
      code === 'revision-conflict'
        ? client.invalidateQueries({ queryKey: notifyQuery().queryKey })
        : undefined,
  });
}

/** Adds a channel (`id` null) or changes the one with that id. */
export function useSaveChannel(id: string | null) {
  return useChange<Seen<ChannelInput>>(({ body, revision }) =>
    id === null
      ? { method: 'POST', path: 'channels', body }
      : { method: 'PUT', path: `channels/${id}`, body, ifMatch: revision },
  );
}

export function useRemoveChannel() {
  return useChange<string>((id) => ({ method: 'DELETE', path: `channels/${id}`, body: {} }));
}

export function useSaveRules() {
  return useChange<Seen<NotifyRules>>(({ body, revision }) => ({
    method: 'PUT',
    path: 'rules',
    body,
    ifMatch: revision,
  }));
}

export function useSaveDeadMan() {
  return useChange<Seen<DeadManInput>>(({ body, revision }) => ({
    method: 'PUT',
    path: 'dead-man',
    body,
    ifMatch: revision,
  }));
}

export function useTestChannel() {
  return useMutation<SendResult, ApiError, ChannelTest>({
    mutationFn: (body) => apiFetch<SendResult>('/api/notify/test', { method: 'POST', body }),
  });
}

export function useTestDeadMan() {
  return useMutation<SendResult, ApiError, DeadManInput>({
    mutationFn: (body) => apiFetch<SendResult>('/api/notify/dead-man/test', { method: 'POST', body }),
  });
}

/** The findings that somebody said they know of. */
export function acknowledgementsQuery() {
  return apiQuery<Acknowledgements>(['notify', 'acknowledgements'], '/api/notify/acknowledgements', {
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
    onSuccess: (given) => keepAnswer(client, acknowledgementsQuery(), given),
  });
}
