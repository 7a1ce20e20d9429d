'use client';

import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useEffect, useRef } from 'react';
import { ErrorNotice } from '@/components/feedback/error-notice';
import { JobSteps } from '@/components/feedback/job-steps';
import { Callout } from '@/components/ui/callout';
import { Card } from '@/components/ui/card';
import { Details } from '@/components/ui/details';
import { PlainText } from '@/components/ui/plain-text';
import { Skeleton } from '@/components/ui/skeleton';
import { applyJobQuery } from '@/lib/queries/jobs';
import type { Job } from '@/lib/schemas/job';

interface ApplyProgressProps {
  jobId: string;
  /** Called once, when it has ended. */
  onEnd?: (job: Job) => void;
  /** Under a success: the way back. */
  action?: ReactNode;
}

/** An apply as it runs, and what came of it: what was verified, or why the previous state is back. */
export function ApplyProgress({ jobId, onEnd, action }: ApplyProgressProps) {
  const { data: job, error } = useQuery(applyJobQuery(jobId));
  const ended = job && job.state !== 'running' ? job : null;
  const told = useRef<string | null>(null);

  useEffect(() => {
    if (!ended || told.current === ended.id) return;
    told.current = ended.id;
    onEnd?.(ended);
  }, [ended, onEnd]);

  if (error && !job) return <ErrorNotice error={error} title="The progress is not known." />;
  if (!job) return <Skeleton className="h-48" />;
  return (
    <div aria-live="polite" className="flex flex-col gap-3">
      {job.state === 'running' && (
        <Card className="flex flex-col gap-2 p-4">
          <p className="font-strong">{job.title}</p>
          <JobSteps job={job} />
        </Card>
      )}
      {job.state === 'succeeded' && (
        <Callout tone="arriving" title={<PlainText text={job.outcome ?? 'Done.'} />} action={action}>
          <Done job={job} />
        </Callout>
      )}
      {job.state === 'failed' && (
        <Callout tone="losing" title={<PlainText text={job.error?.message ?? 'This was not applied.'} />}>
          {job.error?.hint && (
            <p>
              <PlainText text={job.error.hint} />
            </p>
          )}
          <Done job={job} />
        </Callout>
      )}
    </div>
  );
}

function Done({ job }: { job: Job }) {
  return (
    <Details summary={`${job.title}: what was done`}>
      <JobSteps job={job} />
    </Details>
  );
}
