import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { Task } from '@/lib/schemas/task';
import { currentTaskQuery } from './tasks';

/**
 * Asks again whenever a task has ended, and whenever this window is turned to: then something may have changed.
 * @returns false from the end of a task until that has been answered: what is here may be of half-way through it
 */
export function useAfterTasks(refetch: () => unknown): boolean {
  const task = useQuery(currentTaskQuery()).data;
  const endedId = task && task.state !== 'running' ? task.id : null;

  const [answeredId, setAnsweredId] = useState<string | null>(null);

  useEffect(() => {
    if (endedId !== null) void Promise.resolve(refetch()).then(() => setAnsweredId(endedId));
  }, [endedId, refetch]);

  useEffect(() => {
    const onFocus = () => void refetch();
    window.addEventListener('focus', onFocus);
    return () => window.removeEventListener('focus', onFocus);
  }, [refetch]);

  return endedId === null || answeredId === endedId;
}

/**
 * The task of a kind that a page shows: the one that it started, or one that runs already, from another tab or from before
 * a reload. Its news may come by the stream before the answer to the press does.
 * @param titleStart of the only tasks that are its own
 */
export function useShownTask(kind: Task['kind'], titleStart = '') {
  const [taskId, setTaskId] = useState<string | null>(null);
  const task = useQuery(currentTaskQuery()).data;
  const running = task?.state === 'running' ? task : null;
  const runningId = running?.kind === kind && running.title.startsWith(titleStart) ? running.id : null;

  useEffect(() => {
    if (runningId !== null) setTaskId(runningId);
  }, [runningId]);

  const other = running !== null && running.id !== taskId && running.id !== runningId ? running : null;
  return { taskId, showTask: setTaskId, isRunning: running !== null, other };
}
