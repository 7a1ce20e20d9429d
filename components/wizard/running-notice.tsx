'use client';

import { Button } from '@/components/ui/button';
import { Callout } from '@/components/ui/callout';
import { useWizard } from './step/wizard-context';

/** A launch goes on while one looks at another step, perhaps started from another tab. */
export function RunningNotice() {
  const { state, goTo } = useWizard();
  const taskId = state.runningTaskId;
  if (taskId === null) return null;
  return (
    <Callout
      tone="info"
      title="A launch is running now."
      className="mb-6"
      action={
        <Button variant="primary" onClick={() => goTo('launch', taskId)}>
          Watch it
        </Button>
      }
    >
      <p>What you change here takes effect with the next launch.</p>
    </Callout>
  );
}
