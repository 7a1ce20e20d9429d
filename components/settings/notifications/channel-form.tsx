'use client';

import { FormProvider } from 'react-hook-form';
import { ErrorNotice } from '@/components/feedback/error-notice';
import { keepFocus } from '@/components/forms/keep-focus';
import { SaveError } from '@/components/forms/save-error';
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
import { useSavedForm } from './use-saved-form';
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
  const id = channel?.id ?? null;
  const { form, mutation, onSubmit, takeTheirs, showErrors } = useSavedForm<ChannelValues, ChannelInput>({
    schema: channelForms[kind],
    saved: channelValues(kind, channel),
    revision: channel?.revision ?? null,
    mutation: useSaveChannel(id),
    toField: channelField,
    onSaved,
  });
  const test = useTestChannel();
  const { errors } = form.formState;

  const onTest = form.handleSubmit((input) => {
    mutation.reset();
    if (!test.isPending) test.mutate({ id, channel: input }, { onError: showErrors });
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
        <SaveError error={mutation.error} button="Save" takeTheirs={takeTheirs} />
        <div className="flex flex-wrap justify-end gap-3">
          <Button onMouseDown={keepFocus} onClick={onTest} isPending={test.isPending}>
            Send a test
          </Button>
          <Button
            type="submit"
            variant="primary"
            isPending={mutation.isPending}
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
