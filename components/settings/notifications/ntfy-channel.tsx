import { BellRing, Shuffle } from 'lucide-react';
import { useFormContext, useWatch } from 'react-hook-form';
import type { z } from 'zod';
import { KeptSecret, SecretField } from '@/components/forms/secret-field';
import { IconButton } from '@/components/ui/button';
import { Field, TextField } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Switch } from '@/components/ui/switch';
import { channelSchemas } from '@/lib/schemas/channels';
import { type ChannelRecord, NO_SECRET, type Shown } from './channel-kind';

const form = channelSchemas.ntfy.input;

export const ntfy: ChannelRecord<'ntfy'> = {
  icon: BellRing,
  name: 'ntfy',
  about: 'Push messages on a phone, with the free app, over ntfy.sh or a server of your own.',
  first: { name: 'My phone', server: 'https://ntfy.sh', topic: '', hasToken: false, token: '' },
  form,
  whereTo: ({ topic, server }) => `topic ${topic} on ${URL.parse(server)?.host ?? server}`,
  Fields: NtfyFields,
};

/** A topic that nobody guesses: on a public server whoever knows it reads along. */
export function randomTopic(): string {
  const letters = 'abcdefghijkmnpqrstuvwxyz23456789';
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return `weir-${[...bytes].map((byte) => letters[byte % letters.length]).join('')}`;
}

function NtfyFields({ saved }: { saved: Shown<'ntfy'> | null }) {
  const { register, control, setValue, formState } = useFormContext<z.input<typeof form>>();
  const hasToken = useWatch({ control, name: 'hasToken' });
  const secret = saved?.token ?? NO_SECRET;
  const { errors } = formState;
  return (
    <>
      <TextField
        {...register('server')}
        label="Server"
        help="https://ntfy.sh, or your own. Use its address in your network, not localhost."
        error={errors.server?.message}
        inputMode="url"
      />
      <Field
        label="Topic"
        help="Subscribe to the same topic in the ntfy app. On a public server everybody who knows the topic reads along, so take one that nobody guesses."
        error={errors.topic?.message}
      >
        {(field) => (
          <span className="flex gap-1">
            <Input
              {...register('topic')}
              {...field}
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
              className="min-w-0 flex-1"
            />
            <IconButton
              label="Make up a topic"
              icon={Shuffle}
              onClick={() => setValue('topic', randomTopic(), { shouldDirty: true, shouldValidate: true })}
            />
          </span>
        )}
      </Field>
      <Switch {...register('hasToken')} label="The server asks for an access token" />
      {hasToken && (
        <SecretField
          {...register('token')}
          label="Access token"
          help={
            <>
              <KeptSecret secret={secret} /> In the ntfy app: Account, Access tokens. It begins with tk_
            </>
          }
          error={errors.token?.message}
          noun="access token"
          secret={secret}
        />
      )}
    </>
  );
}
