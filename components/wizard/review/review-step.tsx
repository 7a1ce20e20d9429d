'use client';

import { ArrowLeft, Rocket } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { ErrorNotice } from '@/components/feedback/error-notice';
import { LoadError } from '@/components/feedback/loaded';
import { PreviewView } from '@/components/forms/preview-view';
import { WaitingChoice } from '@/components/forms/waiting-choice';
import { waitingTitle } from '@/components/forms/waiting-words';
import { Button } from '@/components/ui/button';
import { Section } from '@/components/ui/card';
import { plural } from '@/lib/format';
import { useLoad } from '@/lib/queries/use-load';
import { reviewQuery, useLaunch } from '@/lib/queries/wizard';
import type { BufferChoice } from '@/lib/schemas/settings/settings';
import { StepHeading } from '../step/step-heading';
import { useWizard } from '../step/wizard-context';
import { WizardSkeleton } from '../step/wizard-skeleton';
import { ReviewLeftOut, ReviewProblems } from './review-problems';
import { ReviewServices } from './review-services';

export function ReviewStep() {
  const { leaveTo, goTo, state } = useWizard();
  const load = useLoad(reviewQuery());
  const { data: preview, error } = load;
  const launch = useLaunch();
  const [wasAsked, setWasAsked] = useState(false);
  const [chosen, setWaiting] = useState<BufferChoice>('deliver');
  const problems = preview?.problems.length ?? 0;
  const question = preview?.question ?? null;
  const waiting = question?.choices.includes(chosen) ? chosen : question?.choices[0];

  function onSubmit(event: FormEvent) {
    event.preventDefault();
    setWasAsked(true);
    if (launch.isPending || problems > 0) return;
    launch.mutate(waiting, { onSuccess: ({ taskId }) => goTo('launch', taskId) });
  }

  return (
    <>
      <StepHeading
        title="Ready to start?"
        why="This is everything that will be written and started on this Pi. Nothing has been changed yet."
      />
      {!preview && !error && <WizardSkeleton />}
      {error && <LoadError load={load} title="The review could not be made" />}
      <form onSubmit={onSubmit} className="flex flex-col gap-6">
        {preview && (
          <>
            <ReviewProblems problems={preview.problems} />
            <ReviewLeftOut leftOut={preview.leftOut} />
            <PreviewView preview={{ ...preview, problems: [], question: null }} />
            <ReviewServices services={preview.services} />
            {question && (
              <Section title={`${waitingTitle(question.waitingBytes)}.`}>
                <WaitingChoice
                  waitingBytes={question.waitingBytes}
                  choices={question.choices}
                  value={waiting ?? chosen}
                  onChange={setWaiting}
                />
              </Section>
            )}
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
            <Button variant="quiet" onClick={() => leaveTo('name')} icon={ArrowLeft}>
              Back
            </Button>
            {preview && (
              <Button
                type="submit"
                variant="primary"
                isPending={launch.isPending}
                icon={Rocket}
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
