'use client';

import type { ClipboardEvent } from 'react';
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
import { DESTINATION_FORM_ID, keptSecret, otherForm } from './destination-forms';
import { parseRemoteWriteSnippet } from './paste-snippet';
import { markAt } from './probe-outcomes';
import { ProbePanel } from './probe-panel';

/** Any address that takes Prometheus remote write, with or without a user name and password. */
export function OtherForm({ onSaved }: { onSaved: () => void }) {
  const { state, announce } = useWizard();
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
  const values = useWatch({ control: form.control });
  const secret = keptSecret(given, values.url ?? '');
  const complete = otherForm.safeParse(values);
  const input: DestinationInput | null = complete.success ? { kind: 'other', ...complete.data } : null;
  const { check, checkNow } = useLiveCheck(input, testDestination);
  const { errors, isSubmitting } = form.formState;
  const result = check.state === 'done' ? check.result : null;
  const isOk = result?.outcome === 'ok';

  function errorOf(field: 'url' | 'username' | 'password'): string | undefined {
    return errors[field]?.message ?? markAt(field, result);
  }

  function onPaste(event: ClipboardEvent) {
    const snippet = parseRemoteWriteSnippet(event.clipboardData.getData('text'));
    if (snippet === null) return;
    event.preventDefault();
    for (const name of ['url', 'username', 'password'] as const) {
      const value = snippet[name];
      if (value !== undefined) form.setValue(name, value, { shouldDirty: true, shouldValidate: true });
    }
    announce('Taken from what you pasted.');
  }

  return (
    <form
      id={DESTINATION_FORM_ID}
      noValidate
      onSubmit={onSubmit}
      onPaste={onPaste}
      className="flex flex-col gap-5"
    >
      <Field
        label="Remote-write address"
        error={errorOf('url')}
        check={isOk ? { state: 'ok', message: 'Accepted' } : undefined}
        help="The full address, with its path: /api/v1/write for VictoriaMetrics and Prometheus, /api/v1/push for Mimir."
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
            placeholder="https://metrics.example.com/api/v1/write"
          />
        )}
      </Field>
      <Field label="User name" isOptional error={errorOf('username')}>
        {(control) => (
          <Input
            {...form.register('username')}
            {...control}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
          />
        )}
      </Field>
      <Field
        label="Password or token"
        isOptional
        error={errorOf('password')}
        help={<KeptSecret secret={secret} />}
      >
        {(control) => (
          <SecretInput {...form.register('password')} {...control} noun="password" secret={secret} />
        )}
      </Field>
      <ProbePanel
        check={check}
        onTest={checkNow}
        waitingFor="Once the address is complete, Weir tests it with one empty request."
      />
      <SaveError error={submitError} />
      <StepFooter isPending={isSubmitting} label={result && !isOk ? 'Continue anyway' : 'Continue'} />
    </form>
  );
}
