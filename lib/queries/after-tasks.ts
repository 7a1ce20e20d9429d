import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
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
