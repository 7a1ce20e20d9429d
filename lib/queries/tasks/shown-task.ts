import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { tabStorage } from '@/lib/client/tab-storage';
import type { Task } from '@/lib/schemas/task';
import { currentTaskQuery, taskQuery } from '../tasks';

/**
 * The task of a kind that a page shows: the one that it started, or one that runs already, from another tab. It is shown
 * again after a reload. Its news may come by the stream before the answer to the press does, or after it.
 * @param titleStart of the only tasks that are its own
 */
export function useShownTask(kind: Task['kind'], titleStart = '') {
  const [taskId, setTaskId] = useKeptId(`${kind} ${titleStart}`);
  const task = useQuery(currentTaskQuery()).data;
  const shown = useQuery({ ...taskQuery(taskId ?? ''), enabled: taskId !== null });
  const running = task?.state === 'running' ? task : null;
  const runningId = running?.kind === kind && running.title.startsWith(titleStart) ? running.id : null;

  useEffect(() => {
    if (runningId !== null) setTaskId(runningId);
  }, [runningId, setTaskId]);

  const isBegun = shown.isLoading || shown.data?.state === 'running';
  const other = running !== null && running.id !== taskId && running.id !== runningId ? running : null;
  return { taskId, showTask: setTaskId, isRunning: running !== null || isBegun, other };
}

/** An id that outlives a reload of the page, and not the way to another one. */
function useKeptId(name: string) {
  const [id, setId] = useState<string | null>(null);

  useEffect(() => {
    const kept = tabStorage()?.getItem(keyOf(name)) ?? null;
    if (kept !== null) setId(kept);
  }, [name]);

  useEffect(() => {
    if (id === null) return;
    const key = keyOf(name);
    tabStorage()?.setItem(key, id);
    return () => tabStorage()?.removeItem(key);
  }, [name, id]);

  return [id, setId] as const;
}

const keyOf = (name: string) => `weir-task ${window.location.pathname} ${name}`;
