'use client';

import { type ClipboardEvent, useState } from 'react';
import { useWatch } from 'react-hook-form';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { testDestination, useSaveDestination } from '@/lib/queries/wizard';
import type { DestinationInput } from '@/lib/schemas/wizard';
import { SaveError } from '../save-error';
import { KeptSecret, SecretInput } from '../secret-input';
import { StepFooter } from '../step-footer';
import { useLiveCheck } from '../use-live-check';
import { useStepForm } from '../use-step-form';
import { useWizard } from '../wizard-context';
import { DESTINATION_FORM_ID, grafanaCloudForm, keptSecret, likelyMistake } from './destination-forms';
import { GrafanaCloudHelp } from './grafana-cloud-help';
import { MeantUrl } from './meant-url';
import { parseRemoteWriteSnippet } from './paste-snippet';
import { markAt } from './probe-outcomes';
import { ProbePanel } from './probe-panel';

export function GrafanaCloudForm({ onSaved }: { onSaved: () => void }) {
  const { state, announce } = useWizard();
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
  const [filled, setFilled] = useState<string | null>(null);
  const values = useWatch({ control: form.control });
  const secret = keptSecret(given, values.url ?? '');
  const complete = schema.safeParse(values);
  const input: DestinationInput | null = complete.success
    ? { kind: 'grafana-cloud', ...complete.data }
    : null;
  const { check, checkNow } = useLiveCheck(input, testDestination);
  const { errors, isSubmitting } = form.formState;
  const refused = check.state === 'done' ? check.result : null;
  const mistake = likelyMistake(values.url ?? '', values.token ?? '');

  function errorOf(field: 'url' | 'instanceId' | 'token'): string | undefined {
    const own = errors[field]?.message ?? markAt(field, refused);
    return own ?? (mistake?.field === field ? mistake.message : undefined);
  }

  function onPaste(event: ClipboardEvent) {
    const snippet = parseRemoteWriteSnippet(event.clipboardData.getData('text'));
    if (snippet === null) return;
    event.preventDefault();
    const parts = { url: snippet.url, instanceId: snippet.username, token: snippet.password };
    for (const name of ['url', 'instanceId', 'token'] as const) {
      const value = parts[name];
      if (value !== undefined) form.setValue(name, value, { shouldDirty: true, shouldValidate: true });
    }
    const text = pastedWords(parts);
    setFilled(text);
    announce(text);
  }

  const isOk = refused?.outcome === 'ok';
  const okCheck = isOk ? { state: 'ok' as const, message: 'Accepted' } : undefined;
  return (
    <form
      id={DESTINATION_FORM_ID}
      noValidate
      onSubmit={onSubmit}
      onPaste={onPaste}
      className="flex flex-col gap-5"
    >
      <GrafanaCloudHelp isOpen={given === null} />
      {filled !== null && <p className="text-arriving text-sm">{filled}</p>}
      <Field
        label="Remote-write address"
        error={errorOf('url')}
        check={okCheck}
        help={
          <MeantUrl
            text={values.url ?? ''}
            onUse={(url) => form.setValue('url', url, { shouldDirty: true, shouldValidate: true })}
          />
        }
      >
        {(control) => (
          <Input
            {...form.register('url')}
            {...control}
            type="url"
            inputMode="url"
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            placeholder="https://prometheus-….grafana.net/api/prom/push"
          />
        )}
      </Field>
      <Field
        label="Instance ID"
        error={errorOf('instanceId')}
        check={okCheck}
        help="A number. Grafana Cloud calls it “Username / Instance ID”."
      >
        {(control) => (
          <Input
            {...form.register('instanceId')}
            {...control}
            inputMode="numeric"
            autoComplete="off"
            placeholder="123456"
          />
        )}
      </Field>
      <Field
        label="Token"
        error={errorOf('token')}
        check={okCheck}
        help={
          secret.isSet ? (
            <KeptSecret secret={secret} />
          ) : (
            'Begins with glc_. It is stored on this Pi only and never shown again.'
          )
        }
      >
        {(control) => <SecretInput {...form.register('token')} {...control} noun="token" secret={secret} />}
      </Field>
      <ProbePanel
        check={check}
        onTest={checkNow}
        waitingFor="Once all three are filled in, Weir tests them with one empty request. A whole snippet from Grafana Cloud can be pasted into any of them."
      />
      <SaveError error={submitError} />
      <StepFooter isPending={isSubmitting} label={refused && !isOk ? 'Continue anyway' : 'Continue'} />
    </form>
  );
}

function pastedWords(parts: Record<'url' | 'instanceId' | 'token', string | undefined>): string {
  const names = { url: 'the address', instanceId: 'the instance ID', token: 'the token' } as const;
  const found = (['url', 'instanceId', 'token'] as const).filter((name) => parts[name] !== undefined);
  return `Taken from what you pasted: ${found.map((name) => names[name]).join(', ')}.`;
}
