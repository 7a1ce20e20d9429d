'use client';

import { CircleAlert } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { Callout } from '@/components/ui/callout';
import type { LaunchPreview } from '@/lib/schemas/settings/launch';
import { screenNames } from '../step/steps';
import { useWizard } from '../step/wizard-context';

/** Sources that it goes on without, each with its reason. */
export function ReviewLeftOut({ leftOut }: { leftOut: LaunchPreview['leftOut'] }) {
  return leftOut.map(({ source, message, hint }) => (
    <Callout key={source + message} tone="waiting" title={`It will start without ${source}`}>
      <p className="break-words">{message}</p>
      <p>{hint}</p>
    </Callout>
  ));
}

/** What stops the launch, each with its fix and the step where it is put right. */
export function ReviewProblems({ problems }: { problems: LaunchPreview['problems'] }) {
  const { leaveTo } = useWizard();
  return problems.map(({ message, hint, step }) => (
    <Callout
      key={message}
      tone="losing"
      icon={CircleAlert}
      title={message}
      action={
        step !== null &&
        step !== 'review' &&
        step !== 'launch' && <Button onClick={() => leaveTo(step)}>Go to {screenNames[step]}</Button>
      }
    >
      <p>{hint}</p>
    </Callout>
  ));
}
