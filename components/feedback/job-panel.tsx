'use client';

import { useQuery } from '@tanstack/react-query';
import { Callout } from '@/components/ui/callout';
import { Card } from '@/components/ui/card';
import { Skeleton } from '@/components/ui/skeleton';
import { jobQuery } from '@/lib/queries/jobs';
import { ErrorNotice } from './error-notice';
import { JobSteps } from './job-steps';

/** A job as it runs, and what came of it: what was verified, or what went wrong and what to do. */
export function JobPanel({ id }: { id: string }) {
  const { data: job, error } = useQuery(jobQuery(id));
  if (error && !job) return <ErrorNotice error={error} title="The progress is not known." />;
  if (!job) return <Skeleton className="h-48" />;
  return (
    <Card className="flex flex-col gap-3 p-4 md:p-5">
      <h2 className="font-strong text-lg">{job.title}</h2>
      <JobSteps job={job} />
      <div aria-live="polite" className="empty:hidden">
        {job.state === 'succeeded' && <Callout tone="arriving" title={job.outcome ?? 'Done.'} />}
        {job.error && (
          <Callout tone="losing" title={job.error.message}>
            {job.error.hint}
          </Callout>
        )}
      </div>
    </Card>
  );
}
