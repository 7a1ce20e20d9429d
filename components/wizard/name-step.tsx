'use client';

import { Button } from '@/components/ui/button';
import { TextField } from '@/components/ui/field';
import { useSaveName } from '@/lib/queries/wizard';
import { nameInputSchema } from '@/lib/schemas/wizard';
import { StepForm } from './step/step-form';
import { StepHeading } from './step/step-heading';
import { useStepForm } from './step/use-step-form';
import { useWizard } from './step/wizard-context';

export function NameStep() {
  const { state, leaveTo } = useWizard();
  const { suggestedCluster } = state;
  const { mutateAsync } = useSaveName();
  const step = useStepForm({
    draftKey: 'name',
    schema: nameInputSchema,
    saved: { cluster: state.cluster ?? suggestedCluster },
    save: (name) => mutateAsync(name),
    next: 'review',
  });
  const { form, values } = step;
  const cluster = values.cluster.trim();
  const { errors } = form.formState;

  return (
    <>
      <StepHeading
        title="What is this Pi called?"
        why="Every value that it sends carries this name, so that a second Pi can be told apart from it, on one dashboard or in one alert."
      />
      <StepForm step={step} onBack={() => leaveTo('sources')}>
        <TextField
          {...form.register('cluster')}
          label="Name"
          error={errors.cluster?.message}
          help="Letters, digits, dots, hyphens and underscores. A place or a purpose is a good name: home, workshop, pi-attic."
          consequence={
            cluster !== '' &&
            !errors.cluster && (
              <>
                In Grafana you will ask for{' '}
                <code className="break-all font-mono text-sm">{`up{cluster="${cluster}"}`}</code>. Changing
                the name later begins new series beside the old ones.
              </>
            )
          }
          enterKeyHint="go"
        />
        {cluster !== suggestedCluster && (
          <Button
            variant="quiet"
            className="self-start"
            onClick={() =>
              form.setValue('cluster', suggestedCluster, { shouldDirty: true, shouldValidate: true })
            }
          >
            Use this Pi’s own name, {suggestedCluster}
          </Button>
        )}
      </StepForm>
    </>
  );
}
