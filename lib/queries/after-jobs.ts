import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { currentJobQuery } from './jobs';

/** Asks again whenever a job has ended, and whenever this window is turned to: then something may have changed. */
export function useAfterJobs(refetch: () => unknown): void {
  const job = useQuery(currentJobQuery()).data;
  const endedId = job && job.state !== 'running' ? job.id : null;

  useEffect(() => {
    if (endedId !== null) void refetch();
  }, [endedId, refetch]);

  useEffect(() => {
    const onFocus = () => void refetch();
    window.addEventListener('focus', onFocus);
    return () => window.removeEventListener('focus', onFocus);
  }, [refetch]);
}
