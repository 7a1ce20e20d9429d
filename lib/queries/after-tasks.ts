import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { currentTaskQuery } from './tasks';

/** Asks again whenever a task has ended, and whenever this window is turned to: then something may have changed. */
export function useAfterTasks(refetch: () => unknown): void {
  const task = useQuery(currentTaskQuery()).data;
  const endedId = task && task.state !== 'running' ? task.id : null;

  useEffect(() => {
    if (endedId !== null) void refetch();
  }, [endedId, refetch]);

  useEffect(() => {
    const onFocus = () => void refetch();
    window.addEventListener('focus', onFocus);
    return () => window.removeEventListener('focus', onFocus);
  }, [refetch]);
}

/**
 * The apply that a page shows: the one that it started, or one that runs already, from another tab or from before a
 * reload. Its news may come by the stream before the answer to the press does.
 */
export function useShownApply() {
  const [taskId, setTaskId] = useState<string | null>(null);
  const task = useQuery(currentTaskQuery()).data;
  const runningId = task?.kind === 'apply' && task.state === 'running' ? task.id : null;

  useEffect(() => {
    if (runningId !== null) setTaskId(runningId);
  }, [runningId]);

  return { taskId, showTask: setTaskId, isApplying: task?.state === 'running' };
}
