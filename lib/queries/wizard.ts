import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ApiError, apiFetch, randomKey } from '@/lib/client/api-fetch';
import { limited } from '@/lib/client/limited';
import type { SourceImages } from '@/lib/schemas/images';
import type { MetricsAnswer } from '@/lib/schemas/listing/source-metrics';
import type { LaunchPreview } from '@/lib/schemas/settings/launch';
import type { BufferChoice } from '@/lib/schemas/settings/settings';
import type { AskProgress, SourceAnswers } from '@/lib/schemas/source-answer';
import type { SourcesOf } from '@/lib/schemas/sources-of';
import type { TaskStarted } from '@/lib/schemas/task';
import type {
  DestinationInput,
  NameInput,
  ProbeResult,
  SourcesCheck,
  SourcesInput,
  WizardState,
} from '@/lib/schemas/wizard';
import { apiQuery, keepAnswer } from './api-query';
import { taskQuery, untilOver } from './tasks';

/** A launch is watched more closely than other jobs: it is all that the page is about. */
const LAUNCH_POLL_MS = 1_000;
const ASK_POLL_MS = 500;

/** The answers as the server has it. Asked for again on focus: another tab may have gone on. */
export function wizardQuery() {
  return apiQuery<WizardState>(['wizard', 'state'], '/api/wizard', {
    staleTime: 0,
    refetchOnWindowFocus: 'always',
  });
}

/** What a launch would do now. Never shown from the cache: the answers or the files may have changed. */
export function reviewQuery() {
  return apiQuery<LaunchPreview>(['wizard', 'review'], '/api/wizard/review', {
    staleTime: 0,
    gcTime: 0,
    refetchOnWindowFocus: 'always',
  });
}

/** What switching each source on fetches. The answer may take some seconds; the page does not wait for it. */
export function sourceImagesQuery() {
  return apiQuery<SourceImages>(['wizard', 'images'], '/api/wizard/images', {
    staleTime: 20_000,
  });
}

/** @param id null while there is none to ask for */
export function launchTaskQuery(id: string | null) {
  return { ...taskQuery(id ?? ''), enabled: id !== null, refetchInterval: untilOver(LAUNCH_POLL_MS) };
}

export const useSaveDestination = () => useSave<DestinationInput>('destination');
export const useSaveSources = () => useSave<SourcesInput>('sources');
export const useSaveName = () => useSave<NameInput>('name');

function useSave<Input>(step: 'destination' | 'sources' | 'name') {
  const client = useQueryClient();
  return useMutation<WizardState, ApiError, Input>({
    mutationFn: (body) => apiFetch<WizardState>(`/api/wizard/${step}`, { method: 'PUT', body }),
    onSuccess: (state) => keepAnswer(client, wizardQuery(), state),
  });
}

export function useLaunch() {
  const client = useQueryClient();
  return useMutation<TaskStarted, ApiError, BufferChoice | undefined>({
    mutationFn: (waiting) =>
      apiFetch<TaskStarted>('/api/wizard/launch', { method: 'POST', body: { waiting } }),
    onSuccess: ({ taskId }) =>
      keepAnswer(client, wizardQuery(), (before) => before && { ...before, runningTaskId: taskId }),
  });
}

/** One empty remote-write request to the destination, made by the panel. */
export function testDestination(body: DestinationInput, signal: AbortSignal): Promise<ProbeResult> {
  return apiFetch<ProbeResult>('/api/wizard/destination/test', { method: 'POST', body, signal });
}

/** What can be told about cloud credentials without asking the cloud. */
export function checkSources(of: SourcesOf, body: SourcesInput, signal: AbortSignal): Promise<SourcesCheck> {
  return apiFetch<SourcesCheck>(`/api/wizard/sources/check?of=${of}`, { method: 'POST', body, signal });
}

/**
 * Each cloud that is on, asked by the panel whether its key gives what is wanted. Some seconds; the signal ends it, and silence.
 * @param id of `newAskId`
 */
export function askSources(
  of: SourcesOf,
  id: string,
  body: SourcesInput,
  signal: AbortSignal,
): Promise<SourceAnswers> {
  return apiFetch<SourceAnswers>(`/api/wizard/sources/ask?of=${of}&id=${id}`, {
    method: 'POST',
    body,
    signal: limited(signal),
  });
}

export const newAskId = randomKey;

/** How far an asking is, while it goes on. */
export function askProgressQuery(id: string) {
  return apiQuery<AskProgress>(['wizard', 'ask', id], `/api/wizard/sources/ask?id=${id}`, {
    staleTime: 0,
    gcTime: 0,
    retry: false,
    refetchInterval: ASK_POLL_MS,
  });
}

/** What the account of the cloud that is on has of a group of metrics. */
export function listSourceMetrics(
  of: SourcesOf,
  sources: SourcesInput,
  group: string,
  signal: AbortSignal,
): Promise<MetricsAnswer> {
  const body = { sources, group };
  return apiFetch<MetricsAnswer>(`/api/wizard/sources/metrics?of=${of}`, {
    method: 'POST',
    body,
    signal: limited(signal),
  });
}
