import { queryOptions, useMutation, useQuery } from '@tanstack/react-query';
import { type ApiError, apiFetch } from '@/lib/client/api-fetch';
import type { RevisionDetail, Revisions } from '@/lib/schemas/revision';
import type { BufferChoice, ChangePlan, ChangeStarted } from '@/lib/schemas/settings';
import { useAfterJobs } from './after-jobs';

function revisionsQuery() {
  return queryOptions<Revisions, ApiError>({
    queryKey: ['revisions', 'list'],
    queryFn: ({ signal }) => apiFetch<Revisions>('/api/revisions', { signal }),
    staleTime: 0,
  });
}

/** Every saved state of the files, newest first. */
export function useRevisions() {
  const { data, error, refetch, isFetching } = useQuery(revisionsQuery());
  useAfterJobs(refetch);
  return { revisions: data?.revisions, error, refetch, isFetching };
}

function revisionQuery(id: number) {
  return queryOptions<RevisionDetail, ApiError>({
    queryKey: ['revisions', 'one', id],
    queryFn: ({ signal }) => apiFetch<RevisionDetail>(`/api/revisions/${id}`, { signal }),
    staleTime: 0,
  });
}

/** One of them, with what it changed. */
export function useRevision(id: number) {
  const { data, error, refetch, isFetching } = useQuery(revisionQuery(id));
  useAfterJobs(refetch);
  return { revision: data, error, refetch, isFetching };
}

function restorePlanQuery(id: number) {
  return queryOptions<ChangePlan, ApiError>({
    queryKey: ['revisions', 'plan', id],
    queryFn: ({ signal }) => apiFetch<ChangePlan>(`/api/revisions/${id}/plan`, { signal }),
    staleTime: 0,
    gcTime: 0,
  });
}

/** What going back to it would do now. */
export function useRestorePlan(id: number) {
  const { data, error, refetch, isFetching } = useQuery(restorePlanQuery(id));
  useAfterJobs(refetch);
  return { plan: data, error, refetch, isFetching };
}

/** The revision of a change that has just ended, and the one before it. Asked once: what comes later is another's. */
const undoQuery = (jobId: string) =>
  queryOptions({
    queryKey: ['undo', jobId],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async ({ signal }) => {
      const { revisions } = await apiFetch<Revisions>('/api/revisions', { signal });
      return { own: revisions[0]?.id ?? null, before: revisions[1]?.id ?? null };
    },
  });

/**
 * Takes one change back, and never one that was made after it.
 * @param jobId of the change, which has just ended
 * @returns of the mutation: a null job where there is nothing to go back to, or another change has been made since
 */
export function useUndo(jobId: string) {
  const { data: point } = useQuery(undoQuery(jobId));
  const mutation = useMutation<ChangeStarted & { isLate?: true }, ApiError, { revision: string }>({
    mutationFn: async ({ revision }) => {
      const { revisions } = await apiFetch<Revisions>('/api/revisions');
      if (!point?.before) return { jobId: null };
      if (revisions[0]?.id !== point.own) return { jobId: null, isLate: true };
      return apiFetch<ChangeStarted>(`/api/revisions/${point.before}/restore`, {
        method: 'POST',
        body: { reason: 'Undo' },
        ifMatch: revision,
      });
    },
  });
  return { ...mutation, isReady: point !== undefined };
}

export interface RestoreRequest {
  id: number;
  /** The state of the files that the plan was made for. */
  revision: string;
  reason: string;
  /** Answer to the plan's question, where it has one. */
  waiting?: BufferChoice | undefined;
}

/** Goes back to a revision. The answer comes at once; the job goes on by itself. */
export function useRestore() {
  return useMutation<ChangeStarted, ApiError, RestoreRequest>({
    mutationFn: ({ id, revision, reason, waiting }) =>
      apiFetch<ChangeStarted>(`/api/revisions/${id}/restore`, {
        method: 'POST',
        body: { waiting, reason: reason.trim() || undefined },
        ifMatch: revision,
      }),
  });
}
