'use client';

import { zodResolver } from '@hookform/resolvers/zod';
import { FormProvider, type Path, useForm } from 'react-hook-form';
import { ErrorNotice } from '@/components/feedback/error-notice';
import { keepFocus } from '@/components/forms/keep-focus';
import { SaveError } from '@/components/forms/save-error';
import { fieldErrorsOf } from '@/components/forms/use-draft-form';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Switch } from '@/components/ui/switch';
import { ApiError } from '@/lib/client/api-fetch';
import { useSaveChannel, useTestChannel } from '@/lib/queries/notify';
import type { ChannelInput, ChannelView } from '@/lib/schemas/notify';
import { type ChannelValues, channelField, channelForms, channelValues } from './channel-forms';
import { EmailFields } from './email-fields';
import { NtfyFields } from './ntfy-fields';
import { SendOutcome } from './send-outcome';
import { WebhookFields } from './webhook-fields';

interface ChannelFormProps {
  kind: ChannelView['kind'];
  /** Null: a new one. */
  channel: ChannelView | null;
  /** It is saved. */
  onSaved: () => void;
}

const hasFields = (error: unknown) => error instanceof ApiError && Object.keys(error.fieldErrors).length > 0;

/** One way to be told, as a form with a test of what is typed. */
export function ChannelForm({ kind, channel, onSaved }: ChannelFormProps) {
  const form = useForm<ChannelValues, unknown, ChannelInput>({
    resolver: zodResolver(channelForms[kind]),
    defaultValues: channelValues(kind, channel),
    mode: 'onTouched',
  });
  const save = useSaveChannel();
  const test = useTestChannel();
  const { errors } = form.formState;
  const id = channel?.id ?? null;

  function onError(error: unknown) {
    for (const [path, message] of fieldErrorsOf(error)) {
      const field = channelField(path) as Path<ChannelValues>;
      form.setError(field, { type: 'server', message }, { shouldFocus: true });
    }
  }
  const onSubmit = form.handleSubmit((input) => {
    if (!save.isPending) save.mutate({ id, channel: input }, { onSuccess: onSaved, onError });
  });
  const onTest = form.handleSubmit((input) => {
    save.reset();
    if (!test.isPending) test.mutate({ id, channel: input }, { onError });
  });

  return (
    <FormProvider {...form}>
      <form noValidate onSubmit={onSubmit} className="flex flex-col gap-5">
        <Field label="Name" help="For you, in the list." error={errors.name?.message}>
          {(control) => <Input {...form.register('name')} {...control} autoComplete="off" />}
        </Field>
        {kind === 'ntfy' && <NtfyFields saved={channel} />}
        {kind === 'webhook' && <WebhookFields saved={channel} />}
        {kind === 'email' && <EmailFields saved={channel} />}
        <Switch {...form.register('isOn')} label="On" description="Off keeps it, and sends nothing." />
        {test.data && <SendOutcome key={test.submittedAt} result={test.data} noun="test" />}
        {test.error && !hasFields(test.error) && (
          <ErrorNotice error={test.error} title="The test could not be sent." />
        )}
        <SaveError error={save.error} button="Save" />
        <div className="flex flex-wrap justify-end gap-3">
          <Button onMouseDown={keepFocus} onClick={onTest} isPending={test.isPending}>
            Send a test
          </Button>
          <Button
            type="submit"
            variant="primary"
            isPending={save.isPending}
            onMouseDown={keepFocus}
            className="min-w-24"
          >
            Save
          </Button>
        </div>
      </form>
    </FormProvider>
  );
}
