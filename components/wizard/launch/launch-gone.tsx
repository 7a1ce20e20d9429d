'use client';

import { Button, LinkButton } from '@/components/ui/button';
import { useUnsettled } from '@/lib/queries/changes';
import { StepHeading } from '../step/step-heading';
import { useWizard } from '../step/wizard-context';
import { WizardSkeleton } from '../step/wizard-skeleton';

const RUNS_ON =
  'The panel was restarted since, and no longer knows that launch. What it started keeps running.';
const PUT_BACK =
  'The panel was restarted since. If no sample had arrived by then, everything was put back as it was before that launch. Your answers are kept.';

/** There is no launch to watch. @param wasKnown there was one, before the panel was restarted */
export function LaunchGone({ wasKnown }: { wasKnown: boolean }) {
  const { state, goTo } = useWizard();
  const { unsettled, isLoading } = useUnsettled(wasKnown);
  if (isLoading) return <WizardSkeleton />;
  const why = wasKnown
    ? (unsettled ?? (state.hasDelivered ? PUT_BACK : RUNS_ON))
    : state.isComplete
      ? 'The pipeline was started from here before. Launch again after you change something.'
      : 'Look at the review once more, then start it from there.';
  return (
    <>
      <StepHeading title="No launch is running" why={why} />
      <div className="flex flex-wrap gap-3">
        <Button variant={state.isComplete ? 'secondary' : 'primary'} onClick={() => goTo('review')}>
          Go to the review
        </Button>
        {(state.isComplete || wasKnown) && (
          <LinkButton href="/" variant={state.isComplete ? 'primary' : 'secondary'}>
            Go to the overview
          </LinkButton>
        )}
      </div>
    </>
  );
}
