'use client';

import { ArrowLeft, Rocket } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { ErrorNotice } from '@/components/feedback/error-notice';
import { LoadError } from '@/components/feedback/load-error';
import { Button } from '@/components/ui/button';
import { plural } from '@/lib/format';
import { useLoad } from '@/lib/queries/use-load';
import { reviewQuery, useLaunch } from '@/lib/queries/wizard';
import { StepHeading } from '../step/step-heading';
import { useWizard } from '../step/wizard-context';
import { WizardSkeleton } from '../step/wizard-skeleton';
import { PlanFiles } from './plan-files';
import { PlanLeftOut, PlanProblems } from './plan-problems';
import { PlanServices } from './plan-services';

export function ReviewStep() {
  const { leaveTo, goTo, state } = useWizard();
  const { data: plan, error, refetch, isFetching } = useLoad(reviewQuery());
  const launch = useLaunch();
  const [wasAsked, setWasAsked] = useState(false);
  const problems = plan?.problems.length ?? 0;

  function onSubmit(event: FormEvent) {
    event.preventDefault();
    setWasAsked(true);
    if (launch.isPending || problems > 0) return;
    launch.mutate(undefined, { onSuccess: ({ jobId }) => goTo('launch', jobId) });
  }

  return (
    <>
      <StepHeading
        title="Ready to start?"
        why="This is everything that will be written and started on this Pi. Nothing has been changed yet."
      />
      {!plan && !error && <WizardSkeleton />}
      {error && (
        <LoadError
          error={error}
          title="The plan could not be made"
          refetch={refetch}
          isFetching={isFetching}
        />
      )}
      <form onSubmit={onSubmit} className="flex flex-col gap-6">
        {plan && (
          <>
            <PlanProblems problems={plan.problems} />
            <PlanLeftOut leftOut={plan.leftOut} />
            <ul className="flex list-disc flex-col gap-2 pl-5 marker:text-accent">
              {plan.words.map((words) => (
                <li key={words}>{words}</li>
              ))}
            </ul>
            <PlanServices services={plan.services} />
            <PlanFiles files={plan.files} />
          </>
        )}
        {launch.error && <ErrorNotice error={launch.error} title="It could not be started" />}
        <div className="mt-2 flex flex-col gap-4 border-line border-t pt-5">
          {problems > 0 && (
            <p role={wasAsked ? 'alert' : undefined} className="text-sm">
              Put right {problems === 1 ? 'the problem' : `the ${plural(problems, 'problem')}`} above first;
              then it can start.
            </p>
          )}
          <div className="flex items-center justify-between gap-3">
            <Button
              variant="quiet"
              onClick={() => leaveTo('name')}
              icon={<ArrowLeft aria-hidden="true" className="size-4" />}
            >
              Back
            </Button>
            {plan && (
              <Button
                type="submit"
                variant="primary"
                isPending={launch.isPending}
                icon={<Rocket aria-hidden="true" className="size-4" />}
                className="min-w-36"
              >
                {state.isComplete ? 'Launch again' : 'Launch'}
              </Button>
            )}
          </div>
        </div>
      </form>
    </>
  );
}
