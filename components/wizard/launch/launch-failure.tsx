'use client';

import { CircleAlert, RotateCcw } from 'lucide-react';
import { ErrorNotice } from '@/components/feedback/error-notice';
import { TaskSteps } from '@/components/feedback/task-steps';
import { Button } from '@/components/ui/button';
import { Callout } from '@/components/ui/callout';
import { Card } from '@/components/ui/card';
import { useLaunch } from '@/lib/queries/wizard';
import type { Task } from '@/lib/schemas/task';
import { StepHeading } from '../step/step-heading';
import { useWizard } from '../step/wizard-context';

/** What stopped the launch, what to do, and the way to try again. */
export function LaunchFailure({ task }: { task: Task }) {
  const { state, goTo } = useWizard();
  const launch = useLaunch();
  const failed = task.steps.find((step) => step.state === 'failed')?.id;
  // The check refuses a destination that would not take data.
  const isDestination = failed === 'deliver' || (failed === 'check' && task.error?.code === 'verify-failed');
  return (
    <>
      <StepHeading
        title={state.hasDelivered ? 'The launch has failed' : 'It did not start'}
        why={`Your answers are all kept. Correct what is named below and try again${state.hasDelivered ? '' : '; what was done already is not done twice'}.`}
      />
      <div className="flex flex-col gap-5">
        <Callout
          tone="losing"
          icon={CircleAlert}
          role="alert"
          title={task.error?.message ?? 'The launch was stopped.'}
          action={
            <>
              <Button
                variant="primary"
                isPending={launch.isPending}
                icon={RotateCcw}
                onClick={() =>
                  launch.mutate(undefined, { onSuccess: ({ taskId }) => goTo('launch', taskId) })
                }
              >
                Try again
              </Button>
              <Button onClick={() => goTo('review')}>Back to the review</Button>
              {isDestination && <Button onClick={() => goTo('destination')}>Check the destination</Button>}
            </>
          }
        >
          {task.error?.hint && (
            <p>
              <strong className="font-strong">What to do: </strong>
              {task.error.hint}
            </p>
          )}
        </Callout>
        {launch.error && <ErrorNotice error={launch.error} title="It could not be started again" />}
        <Card className="px-4 py-3">
          <TaskSteps task={task} />
        </Card>
      </div>
    </>
  );
}
