'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useSearchParams } from 'next/navigation';
import { useEffect, useState } from 'react';
import { ErrorNotice } from '@/components/feedback/error-notice';
import { useAnnounce } from '@/components/forms/announcer';
import { ApiError } from '@/lib/client/api-fetch';
import { launchJobQuery, wizardQuery } from '@/lib/queries/wizard';
import type { Job } from '@/lib/schemas/job';
import { StepHeading } from '../step/step-heading';
import { stepHref } from '../step/steps';
import { useWizard } from '../step/wizard-context';
import { WizardSkeleton } from '../step/wizard-skeleton';
import { LaunchFailure } from './launch-failure';
import { LaunchGone } from './launch-gone';
import { LaunchRunning } from './launch-running';
import { LaunchSuccess } from './launch-success';

/** The launch, found again after a reload by the job in the address or by what the server says is running. */
export function LaunchStep() {
  const { state } = useWizard();
  const inAddress = useSearchParams().get('job');
  const [watched, setWatched] = useState(state.runningJobId);
  const jobId = inAddress ?? state.runningJobId ?? watched;

  useEffect(() => {
    // Once it has ended the server no longer names it; the address does, so that a reload shows how it ended.
    setWatched(jobId);
    if (jobId !== null && inAddress === null)
      window.history.replaceState(null, '', stepHref('launch', jobId));
  }, [jobId, inAddress]);

  return jobId === null ? <LaunchGone wasKnown={false} /> : <Launch key={jobId} jobId={jobId} />;
}

function Launch({ jobId }: { jobId: string }) {
  const announce = useAnnounce();
  const client = useQueryClient();
  const { data: job, error } = useQuery(launchJobQuery(jobId));
  const hasEnded = job !== undefined && job.state !== 'running';
  const spoken = job ? words(job) : '';

  useEffect(() => {
    if (spoken !== '') announce(spoken);
  }, [spoken, announce]);

  useEffect(() => {
    if (hasEnded) void client.invalidateQueries({ queryKey: wizardQuery().queryKey });
  }, [hasEnded, client]);

  if (error instanceof ApiError && error.code === 'not-found') return <LaunchGone wasKnown />;
  if (!job) return error ? <LaunchUnreachable error={error} /> : <WizardSkeleton />;
  if (job.state === 'succeeded') return <LaunchSuccess job={job} />;
  if (job.state === 'failed') return <LaunchFailure job={job} />;
  return <LaunchRunning job={job} isStale={error !== null} />;
}

function LaunchUnreachable({ error }: { error: unknown }) {
  return (
    <>
      <StepHeading title="Starting…" why="The launch continues, whether or not this page can see it." />
      <ErrorNotice error={error} title="The panel cannot be asked now. This page keeps trying." />
    </>
  );
}

/** What a screen reader says when the launch moves on. */
function words(job: Job): string {
  if (job.state === 'succeeded') return job.outcome ?? 'The launch has succeeded.';
  if (job.state === 'failed') return `The launch has failed. ${job.error?.message ?? ''}`;
  const index = job.steps.findIndex((step) => step.state === 'running');
  const step = job.steps[index];
  return step ? `Step ${index + 1} of ${job.steps.length}: ${step.label}.` : '';
}
