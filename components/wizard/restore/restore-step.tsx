'use client';

import { RestoreFlow } from '@/components/forms/restore/restore-flow';
import { Button } from '@/components/ui/button';
import { StepHeading } from '../step/step-heading';
import { useWizard } from '../step/wizard-context';
import { TakeBackup } from './take-backup';

/** In the place of the first question: a backup that answers all of them. */
export function RestoreStep({ onBack }: { onBack: () => void }) {
  const { state } = useWizard();
  return (
    <>
      <StepHeading
        title="Restore a backup"
        why="It answers all questions of the set-up at once: destination, sources, filters, notifications and the rest. You look them over before anything is launched."
      />
      <div className="flex flex-col gap-6">
        <RestoreFlow
          present={state.suggestedCluster}
          last={({ id }, cluster) => <TakeBackup id={id} cluster={cluster} />}
        />
        <Button variant="quiet" onClick={onBack} className="self-start">
          Answer the questions instead
        </Button>
      </div>
    </>
  );
}
