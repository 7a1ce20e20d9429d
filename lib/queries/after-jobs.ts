import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
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

/**
 * The apply that a page shows: the one that it started, or one that runs already, from another tab or from before a
 * reload. Its news may come by the stream before the answer to the press does.
 */
export function useShownApply() {
  const [jobId, setJobId] = useState<string | null>(null);
  const job = useQuery(currentJobQuery()).data;
  const runningId = job?.kind === 'apply' && job.state === 'running' ? job.id : null;

  useEffect(() => {
    if (runningId !== null) setJobId(runningId);
  }, [runningId]);

  return { jobId, showJob: setJobId, isApplying: job?.state === 'running' };
}
