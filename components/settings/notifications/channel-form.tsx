'use client';

import { FormProvider } from 'react-hook-form';
import { ErrorNotice } from '@/components/feedback/error-notice';
import { isPending } from '@/components/forms/form-state';
import { keepFocus } from '@/components/forms/keep-focus';
import { SaveError } from '@/components/forms/save-error';
import { fieldErrorsOf, useSavedForm } from '@/components/forms/use-saved-form';
import { Button } from '@/components/ui/button';
import { TextField } from '@/components/ui/field';
import { Switch } from '@/components/ui/switch';
import { useSaveChannel, useTestChannel } from '@/lib/queries/notify';
import type { ChannelKind } from '@/lib/schemas/channels';
import type { ChannelInput, ChannelView } from '@/lib/schemas/notify';
import { SaveButton } from '../save-button';
import type { ChannelValues } from './channel-kind';
import { channelField, channelValues, recordOf } from './channel-kinds';
import { SendOutcome } from './send-outcome';

interface ChannelFormProps {
  kind: ChannelKind;
  /** Null: a new one. */
  channel: ChannelView | null;
  /** It is saved. */
  onSaved: () => void;
}

/** One way to be told, as a form with a test of what is typed. */
export function ChannelForm({ kind, channel, onSaved }: ChannelFormProps) {
  const id = channel?.id ?? null;
  const { form: schema, Fields } = recordOf(kind);
  const { mutateAsync } = useSaveChannel(id);
  const { form, state, onSubmit, discard, close, showErrors } = useSavedForm<ChannelValues, ChannelInput>({
    schema,
    saved: channelValues(kind, channel),
    revision: channel?.revision ?? null,
    toField: channelField,
    save: (body, { revision }) => mutateAsync({ body, revision }),
    onSaved: (_, { startOver }) => {
      startOver();
      onSaved();
    },
  });
  const test = useTestChannel();
  const { errors } = form.formState;

  const onTest = form.handleSubmit((input) => {
    close();
    if (!test.isPending) test.mutate({ id, channel: input }, { onError: showErrors });
  });

  return (
    <FormProvider {...form}>
      <form noValidate onSubmit={onSubmit} className="flex flex-col gap-5">
        <TextField
          {...form.register('name')}
          label="Name"
          help="For you, in the list."
          error={errors.name?.message}
        />
        <Fields saved={channel} />
        <Switch {...form.register('isOn')} label="On" description="Off keeps it, and sends nothing." />
        {test.data && <SendOutcome key={test.submittedAt} result={test.data} noun="test" />}
        {test.error && fieldErrorsOf(test.error).length === 0 && (
          <ErrorNotice error={test.error} title="The test could not be sent." />
        )}
        <SaveError state={state} button="Save" takeTheirs={discard} />
        <div className="flex flex-wrap justify-end gap-3">
          <Button onMouseDown={keepFocus} onClick={onTest} isPending={test.isPending}>
            Send a test
          </Button>
          <SaveButton isPending={isPending(state)} />
        </div>
      </form>
    </FormProvider>
  );
}
