'use client';

import { useQuery } from '@tanstack/react-query';
import { usePathname } from 'next/navigation';
import { useEffect, useRef } from 'react';
import { showToast } from '@/lib/client/toasts';
import { currentJobQuery } from '@/lib/queries/jobs';

/** Says how a job ended to whoever has left its page in the meantime. */
export function JobWatcher() {
  const job = useQuery(currentJobQuery()).data;
  const pathname = usePathname();
  const runningId = useRef<string | null>(null);

  useEffect(() => {
    if (job?.state === 'running') runningId.current = job.id;
    if (!job || job.state === 'running' || runningId.current !== job.id) return;
    runningId.current = null;
    if (job.service && pathname === `/services/${job.service}`) return;
    // These pages say it themselves, with what was verified.
    if (job.kind === 'apply' && /^\/(settings\/|history\/|changes$)/.test(pathname)) return;
    const isDone = job.state === 'succeeded';
    showToast({
      tone: isDone ? 'arriving' : 'losing',
      title: isDone ? job.title : `${job.title}: not done`,
      detail: isDone ? (job.outcome ?? undefined) : job.error?.message,
    });
  }, [job, pathname]);

  return null;
}
