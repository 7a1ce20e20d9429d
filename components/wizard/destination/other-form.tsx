'use client';

import { FormProvider, useWatch } from 'react-hook-form';
import { DESTINATION_FORM_ID } from '@/components/forms/destination/destination-choice';
import { otherForm } from '@/components/forms/destination/destination-forms';
import { OtherFields } from '@/components/forms/destination/other-fields';
import { ProbePanel } from '@/components/forms/destination/probe-panel';
import { SaveError } from '@/components/forms/save-error';
import { useLiveCheck } from '@/components/forms/use-live-check';
import { testDestination, useSaveDestination } from '@/lib/queries/wizard';
import type { DestinationInput } from '@/lib/schemas/wizard';
import { StepFooter } from '../step/step-footer';
import { useStepForm } from '../step/use-step-form';
import { useWizard } from '../step/wizard-context';

/** Any address that takes Prometheus remote write, with or without a user name and password. */
export function OtherForm({ onSaved }: { onSaved: () => void }) {
  const { state } = useWizard();
  const given = state.destination?.kind === 'other' ? state.destination : null;
  const mutation = useSaveDestination();
  const { form, onSubmit, submitError } = useStepForm({
    draftKey: 'other-destination',
    schema: otherForm,
    saved: { url: given?.url ?? '', username: given?.username ?? '', password: '' },
    secretPaths: ['password'],
    save: async (values) => {
      await mutation.mutateAsync({ kind: 'other', ...values });
      onSaved();
    },
    next: 'sources',
  });
  const complete = otherForm.safeParse(useWatch({ control: form.control }));
  const input: DestinationInput | null = complete.success ? { kind: 'other', ...complete.data } : null;
  const { check, checkNow } = useLiveCheck(input, testDestination);
  const result = check.state === 'done' ? check.result : null;
  const isRefused = result !== null && result.outcome !== 'ok';
  return (
    <FormProvider {...form}>
      <form id={DESTINATION_FORM_ID} noValidate onSubmit={onSubmit} className="flex flex-col gap-5">
        <OtherFields given={given} result={result} />
        <ProbePanel
          check={check}
          onTest={checkNow}
          waitingFor="Once the address is complete, Weir tests it with one empty request."
        />
        <SaveError error={submitError} />
        <StepFooter
          isPending={form.formState.isSubmitting}
          label={isRefused ? 'Continue anyway' : 'Continue'}
        />
      </form>
    </FormProvider>
  );
}
