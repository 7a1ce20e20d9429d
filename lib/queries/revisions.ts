import { useMutation } from '@tanstack/react-query';
import { type ApiError, apiFetch } from '@/lib/client/api-fetch';
import type { Revision, RevisionDetail, Revisions } from '@/lib/schemas/revision';
import type { BufferChoice, ChangePreview, ChangeStarted } from '@/lib/schemas/settings/settings';
import type { Task } from '@/lib/schemas/task';
import { apiQuery } from './api-query';
import { useFreshLoad } from './use-load';

function revisionsQuery() {
  return apiQuery<Revisions>(['revisions', 'list'], '/api/revisions', {
    staleTime: 0,
  });
}

export function useRevisions() {
  return useFreshLoad(revisionsQuery());
}

function revisionQuery(id: number) {
  return apiQuery<RevisionDetail>(['revisions', 'one', id], `/api/revisions/${id}`, {
    staleTime: 0,
  });
}

/** One of them, with what it changed. */
export function useRevision(id: number) {
  return useFreshLoad(revisionQuery(id));
}

function restorePreviewQuery(id: number) {
  return apiQuery<ChangePreview>(['revisions', 'preview', id], `/api/revisions/${id}/preview`, {
    staleTime: 0,
    gcTime: 0,
  });
}

/** What going back to it would do now. */
export function useRestorePreview(id: number) {
  return useFreshLoad(restorePreviewQuery(id));
}

/** The revision before a task's change; null: there is none. `late`: the newest one is another change's. */
export function undoPoint(
  { title, startedAtMs, finishedAtMs }: Pick<Task, 'title' | 'startedAtMs' | 'finishedAtMs'>,
  [newest, before]: readonly Pick<Revision, 'id' | 'title' | 'atMs'>[],
): number | null | 'late' {
  const isOwn =
    newest?.title === title && newest.atMs >= startedAtMs && newest.atMs <= (finishedAtMs ?? startedAtMs);
  return isOwn ? (before?.id ?? null) : 'late';
}

/**
 * Takes one change back, and never one that was made after it, however late it is asked for.
 * @returns a null task where there is nothing to go back to, or another change has been made since
 */
export function useUndo() {
  return useMutation<ChangeStarted & { isLate?: true }, ApiError, { task: Task; revision: string }>({
    mutationFn: async ({ task, revision }) => {
      const { revisions } = await apiFetch<Revisions>('/api/revisions');
      const point = undoPoint(task, revisions);
      if (point === null) return { taskId: null };
      if (point === 'late') return { taskId: null, isLate: true };
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
  /** The state of the files that the preview was made for. */
  revision: string;
  reason: string;
  /** Answer to the preview’s question, where it has one. */
  waiting?: BufferChoice | undefined;
}

/** Goes back to a revision. The answer comes at once; the task goes on by itself. */
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
