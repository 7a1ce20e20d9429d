'use client';

import { Boxes, Cloud, CloudCog, Cpu } from 'lucide-react';
import { useEffect } from 'react';
import { FormProvider, useWatch } from 'react-hook-form';
import { Callout } from '@/components/ui/callout';
import { checkSources, useSaveSources } from '@/lib/queries/wizard';
import { checkFailure } from '../field-status';
import { SaveError } from '../save-error';
import { StepFooter } from '../step-footer';
import { StepHeading } from '../step-heading';
import { useLiveCheck } from '../use-live-check';
import { useStepForm } from '../use-step-form';
import { useWizard } from '../wizard-context';
import { AwsFields } from './aws-fields';
import { GcpFields } from './gcp-fields';
import { checkableSources, type SourcesFields, savedSources, sourcesForm } from './source-forms';
import { SourceSwitch } from './source-switch';

export function SourcesStep() {
  const { state, leaveTo, announce } = useWizard();
  const mutation = useSaveSources();
  const { form, onSubmit, submitError } = useStepForm({
    draftKey: 'sources',
    schema: sourcesForm(state.sources),
    saved: savedSources(state.sources),
    secretPaths: ['aws.secretAccessKey', 'gcp.keyJson'],
    save: mutation.mutateAsync,
    next: 'name',
  });
  const fields = useWatch({ control: form.control }) as SourcesFields;
  const { check } = useLiveCheck(checkableSources(fields), checkSources);
  const { aws, gcp } = check.state === 'done' ? check.result : { aws: null, gcp: null };
  const spoken = [aws?.message, gcp?.message].filter(Boolean).join(' ');
  const hasNone = ![fields.pi, fields.containers, fields.aws, fields.gcp].some((source) => source.enabled);

  useEffect(() => {
    if (spoken !== '') announce(spoken);
  }, [spoken, announce]);

  return (
    <FormProvider {...form}>
      <StepHeading
        title="What should be measured?"
        why="Each source is one small program on this Pi that reads numbers and passes them on. Only what is on here is started; it can be changed at any time."
      />
      <form noValidate onSubmit={onSubmit} className="flex flex-col gap-4">
        <SourceSwitch
          name="pi"
          icon={Cpu}
          label="This Pi"
          description="Processor, memory, disk, network and temperature. No account needed."
        />
        <SourceSwitch
          name="containers"
          icon={Boxes}
          label="The containers on this Pi"
          description="What each container uses: processor, memory, network, disk."
        />
        <SourceSwitch
          name="aws"
          icon={Cloud}
          label="Amazon Web Services"
          description="Lambda, SQS, ECS and API Gateway, read from CloudWatch every 5 minutes. AWS bills each read: about 0.09 US dollars a month for each metric of each resource."
        >
          <AwsFields saved={state.sources} check={check} result={aws} />
        </SourceSwitch>
        <SourceSwitch
          name="gcp"
          icon={CloudCog}
          label="Google Cloud"
          description="Cloud Run, Pub/Sub and Functions, read from Cloud Monitoring. Up to a million series a month are free."
        >
          <GcpFields savedEmail={state.sources?.gcp.keyEmail ?? null} check={check} result={gcp} />
        </SourceSwitch>
        {hasNone && (
          <Callout tone="waiting" title="Nothing is switched on.">
            <p>Only Weir’s own numbers would be sent. Leave at least “This Pi” on to see data arrive.</p>
          </Callout>
        )}
        {check.state === 'failed' && (
          <Callout tone="unknown" title="The credentials could not be checked">
            <p>{checkFailure(check.error)}</p>
          </Callout>
        )}
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
