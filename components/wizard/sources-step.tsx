'use client';

import { savedSources, secretFields, sourcesForm } from '@/components/forms/sources/source-forms';
import { SourceSwitches } from '@/components/forms/sources/source-switches';
import { useSaveSources } from '@/lib/queries/wizard';
import { StepForm } from './step/step-form';
import { StepHeading } from './step/step-heading';
import { useStepForm } from './step/use-step-form';
import { useWizard } from './step/wizard-context';

export function SourcesStep() {
  const { state, leaveTo } = useWizard();
  const { mutateAsync } = useSaveSources();
  const step = useStepForm({
    draftKey: 'sources',
    schema: sourcesForm(state.sources),
    saved: savedSources(state.sources),
    secretPaths: secretFields,
    save: (sources) => mutateAsync(sources),
    next: 'name',
  });

  return (
    <>
      <StepHeading
        title="What should be measured?"
        why="Each source is one small program on this Pi that reads numbers and passes them on. Only what is on here is started; it can be changed at any time."
      />
      <StepForm
        step={step}
        onBack={() => leaveTo('destination')}
        note="What is entered here stays on this Pi. Secrets are written to a file that only it can read, and are never shown again."
      >
        <SourceSwitches of="answers" saved={state.sources} />
      </StepForm>
    </>
  );
}
