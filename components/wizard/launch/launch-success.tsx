'use client';

import { ArrowRight, CircleCheck } from 'lucide-react';
import { JobSteps } from '@/components/feedback/job-steps';
import { LinkButton } from '@/components/ui/button';
import { Details } from '@/components/ui/details';
import type { Job } from '@/lib/schemas/job';
import { StepHeading } from '../step-heading';
import { SuccessFlow } from './success-flow';

/** The moment that the whole set-up was for. */
export function LaunchSuccess({ job }: { job: Job }) {
  return (
    <>
      <StepHeading
        title="Your data is arriving"
        icon={<CircleCheck aria-hidden="true" className="size-9 shrink-0 text-arriving" />}
        why={
          <span className="text-ink text-lg">{job.outcome ?? 'The first sample has been delivered.'}</span>
        }
      />
      <SuccessFlow />
      <div className="mt-6 flex flex-col items-stretch gap-3 sm:items-start">
        <LinkButton href="/" variant="primary">
          Go to the overview
          <ArrowRight aria-hidden="true" className="size-4" />
        </LinkButton>
        <Details summary="What was done" className="w-full">
          <JobSteps job={job} />
        </Details>
      </div>
    </>
  );
}
