'use client';

import { useQuery } from '@tanstack/react-query';
import { RotateCcw } from 'lucide-react';
import { useEffect, useState } from 'react';
import { ErrorNotice } from '@/components/feedback/error-notice';
import { JobSteps } from '@/components/feedback/job-steps';
import { useAnnounce } from '@/components/forms/announcer';
import { Button } from '@/components/ui/button';
import { Callout } from '@/components/ui/callout';
import { Card } from '@/components/ui/card';
import { useAct } from '@/lib/queries/service-actions';
import { launchJobQuery } from '@/lib/queries/wizard';
import type { LeftOutService } from '@/lib/schemas/job';
import type { ServiceName } from '@/lib/schemas/snapshot';

interface LeftOutPartProps {
  part: LeftOutService & { action: 'start' | 'restart' };
  /** The source, as a person calls it. */
  name: string;
  onMended: (service: ServiceName) => void;
}

/** A source that the launch went on without: why, and another try that can be watched. */
export function LeftOutPart({ part, name, onMended }: LeftOutPartProps) {
  const announce = useAnnounce();
  const [jobId, setJobId] = useState<string | null>(null);
  const { mutate, isPending, error } = useAct();
  const { data: job = null } = useQuery(launchJobQuery(jobId));
  const isMended = job?.state === 'succeeded';
  const spoken =
    job === null || job.state === 'running' ? '' : (job.outcome ?? job.error?.message ?? 'It did not work.');

  useEffect(() => {
    if (spoken !== '') announce(spoken);
  }, [spoken, announce]);

  useEffect(() => {
    if (isMended) onMended(part.service);
  }, [isMended, onMended, part.service]);

  if (isMended) {
    return (
      <Callout tone="arriving" title={`${name} is running now`}>
        <p>{job.outcome}</p>
      </Callout>
    );
  }
  if (jobId !== null && job?.state !== 'failed') {
    return (
      <Card className="px-4 py-3">
        <p className="mb-2 font-strong">Trying {name} again…</p>
        {job && <JobSteps job={job} />}
      </Card>
    );
  }
  return (
    <Callout
      tone="waiting"
      title={
        jobId === null ? `${name} could not be started` : `${name} could not be started this time either`
      }
      action={
        <Button
          isPending={isPending}
          icon={<RotateCcw aria-hidden="true" className="size-4" />}
          onClick={() =>
            mutate(
              { kind: 'service', service: part.service, action: part.action },
              { onSuccess: (started) => setJobId(started.jobId) },
            )
          }
        >
          Try {name} again
        </Button>
      }
    >
      <p className="break-words">{job?.error?.message ?? part.reason}</p>
      {job?.error?.hint && <p className="break-words">{job.error.hint}</p>}
      {error && <ErrorNotice error={error} title="It could not be tried again" />}
    </Callout>
  );
}
