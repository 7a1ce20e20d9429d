'use client';

import { DESTINATION_FORM_ID, type DestinationKind } from '@/components/forms/destination/destination-choice';
import { destinationKinds, ofKind } from '@/components/forms/destination/destination-kinds';
import { ProbePanel } from '@/components/forms/destination/probe-panel';
import { useProbe } from '@/components/forms/destination/use-probe';
import { useSaveDestination } from '@/lib/queries/wizard';
import { StepForm } from '../step/step-form';
import { useStepForm } from '../step/use-step-form';
import { useWizard } from '../step/wizard-context';

interface DestinationFormProps {
  kind: DestinationKind;
  onSaved: () => void;
}

/** What the chosen kind asks, with a live test. */
export function DestinationForm({ kind, onSaved }: DestinationFormProps) {
  const { state } = useWizard();
  const { Fields, waitingFor, ...asks } = destinationKinds[kind];
  const given = ofKind(kind, state.destination);
  const schema = asks.schema(given);
  const { mutateAsync } = useSaveDestination();
  const step = useStepForm({
    draftKey: asks.draftKey,
    schema,
    saved: asks.read(given),
    secretPaths: asks.secretPaths,
    save: async (destination) => {
      await mutateAsync(destination);
      onSaved();
    },
    next: 'sources',
  });
  const { check, checkNow, result } = useProbe(schema, step.values);
  const isRefused = result !== null && result.outcome !== 'ok';
  return (
    <StepForm step={step} id={DESTINATION_FORM_ID} label={isRefused ? 'Continue anyway' : 'Continue'}>
      <Fields given={given} result={result} />
      {waitingFor !== null && (
        <ProbePanel check={check} onTest={checkNow} waitingFor={waitingFor} isPutBack={state.hasDelivered} />
      )}
    </StepForm>
  );
}
