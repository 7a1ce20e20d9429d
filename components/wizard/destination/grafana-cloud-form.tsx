'use client';

import { FormProvider, useWatch } from 'react-hook-form';
import { DESTINATION_FORM_ID } from '@/components/forms/destination/destination-choice';
import { grafanaCloudForm } from '@/components/forms/destination/destination-forms';
import { GrafanaCloudFields } from '@/components/forms/destination/grafana-cloud-fields';
import { ProbePanel } from '@/components/forms/destination/probe-panel';
import { SaveError } from '@/components/forms/save-error';
import { useLiveCheck } from '@/components/forms/use-live-check';
import { testDestination, useSaveDestination } from '@/lib/queries/wizard';
import type { DestinationInput } from '@/lib/schemas/wizard';
import { StepFooter } from '../step/step-footer';
import { useStepForm } from '../step/use-step-form';
import { useWizard } from '../step/wizard-context';

export function GrafanaCloudForm({ onSaved }: { onSaved: () => void }) {
  const { state } = useWizard();
  const given = state.destination?.kind === 'grafana-cloud' ? state.destination : null;
  const schema = grafanaCloudForm(given);
  const mutation = useSaveDestination();
  const { form, onSubmit, submitError } = useStepForm({
    draftKey: 'grafana-cloud',
    schema,
    saved: { url: given?.url ?? '', instanceId: given?.username ?? '', token: '' },
    secretPaths: ['token'],
    save: async (values) => {
      await mutation.mutateAsync({ kind: 'grafana-cloud', ...values });
      onSaved();
    },
    next: 'sources',
  });
  const complete = schema.safeParse(useWatch({ control: form.control }));
  const input: DestinationInput | null = complete.success
    ? { kind: 'grafana-cloud', ...complete.data }
    : null;
  const { check, checkNow } = useLiveCheck(input, testDestination);
  const result = check.state === 'done' ? check.result : null;
  const isRefused = result !== null && result.outcome !== 'ok';
  return (
    <FormProvider {...form}>
      <form id={DESTINATION_FORM_ID} noValidate onSubmit={onSubmit} className="flex flex-col gap-5">
        <GrafanaCloudFields given={given} result={result} />
        <ProbePanel
          check={check}
          onTest={checkNow}
          waitingFor="Once all three are filled in, Weir tests them with one empty request. A whole snippet from Grafana Cloud can be pasted into any of them."
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
