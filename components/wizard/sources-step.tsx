'use client';

import { FormProvider } from 'react-hook-form';
import { SaveError } from '@/components/forms/save-error';
import { savedSources, sourcesForm } from '@/components/forms/sources/source-forms';
import { SourceSwitches } from '@/components/forms/sources/source-switches';
import { useSaveSources } from '@/lib/queries/wizard';
import { StepFooter } from './step/step-footer';
import { StepHeading } from './step/step-heading';
import { useStepForm } from './step/use-step-form';
import { useWizard } from './step/wizard-context';

export function SourcesStep() {
  const { state, leaveTo } = useWizard();
  const mutation = useSaveSources();
  const { form, onSubmit, submitError } = useStepForm({
    draftKey: 'sources',
    schema: sourcesForm(state.sources),
    saved: savedSources(state.sources),
    secretPaths: ['aws.secretAccessKey', 'gcp.keyJson'],
    save: mutation.mutateAsync,
    next: 'name',
  });

  return (
    <FormProvider {...form}>
      <StepHeading
        title="What should be measured?"
        why="Each source is one small program on this Pi that reads numbers and passes them on. Only what is on here is started; it can be changed at any time."
      />
      <form noValidate onSubmit={onSubmit} className="flex flex-col gap-4">
        <SourceSwitches saved={state.sources} />
        <SaveError error={submitError} />
        <StepFooter
          onBack={() => leaveTo('destination')}
          isPending={form.formState.isSubmitting}
          note="What is entered here stays on this Pi. Secrets are written to a file that only it can read, and are never shown again."
        />
      </form>
    </FormProvider>
  );
}
