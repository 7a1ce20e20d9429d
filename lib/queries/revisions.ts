import { queryOptions, useMutation } from '@tanstack/react-query';
import { type ApiError, apiFetch } from '@/lib/client/api-fetch';
import type { Job } from '@/lib/schemas/job';
import type { Revision, RevisionDetail, Revisions } from '@/lib/schemas/revision';
import type { BufferChoice, ChangePlan, ChangeStarted } from '@/lib/schemas/settings/settings';
import { useAfterJobs } from './after-jobs';
import { useLoad } from './use-load';

function revisionsQuery() {
  return queryOptions<Revisions, ApiError>({
    queryKey: ['revisions', 'list'],
    queryFn: ({ signal }) => apiFetch<Revisions>('/api/revisions', { signal }),
    staleTime: 0,
  });
}

export function useRevisions() {
  const { data, error, refetch, isFetching } = useLoad(revisionsQuery());
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
  const { data, error, refetch, isFetching } = useLoad(revisionQuery(id));
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
  const { data, error, refetch, isFetching } = useLoad(restorePlanQuery(id));
  useAfterJobs(refetch);
  return { plan: data, error, refetch, isFetching };
}

/** The revision before a job's change; null: there is none. `late`: the newest one is another change's. */
export function undoPoint(
  { title, startedAtMs, finishedAtMs }: Pick<Job, 'title' | 'startedAtMs' | 'finishedAtMs'>,
  [newest, before]: readonly Pick<Revision, 'id' | 'title' | 'atMs'>[],
): number | null | 'late' {
  const isOwn =
    newest?.title === title && newest.atMs >= startedAtMs && newest.atMs <= (finishedAtMs ?? startedAtMs);
  return isOwn ? (before?.id ?? null) : 'late';
}

/**
 * Takes one change back, and never one that was made after it, however late it is asked for.
 * @returns a null job where there is nothing to go back to, or another change has been made since
 */
export function useUndo() {
  return useMutation<ChangeStarted & { isLate?: true }, ApiError, { job: Job; revision: string }>({
    mutationFn: async ({ job, revision }) => {
      const { revisions } = await apiFetch<Revisions>('/api/revisions');
      const point = undoPoint(job, revisions);
      if (point === null) return { jobId: null };
      if (point === 'late') return { jobId: null, isLate: true };
      return apiFetch<ChangeStarted>(`/api/revisions/${point}/restore`, {
        method: 'POST',
        body: { reason: 'Undo' },
        ifMatch: revision,
      });
    },
  });
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
