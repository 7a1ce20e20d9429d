import { Webhook } from 'lucide-react';
import { useFormContext, useWatch } from 'react-hook-form';
import type { z } from 'zod';
import { KeptSecret, SecretField } from '@/components/forms/secret-field';
import { TextField } from '@/components/ui/field';
import { channelSchemas } from '@/lib/schemas/channels';
import { type ChannelRecord, NO_SECRET, type Shown } from './channel-kind';

const form = channelSchemas.webhook.input;

export const webhook: ChannelRecord<'webhook'> = {
  icon: Webhook,
  name: 'Webhook',
  about: 'JSON to an address of yours: a chat, Home Assistant, Node-RED.',
  first: { name: 'My webhook', url: '', headerName: '', headerValue: '' },
  form,
  whereTo: ({ urlHost }) => urlHost,
  Fields: WebhookFields,
};

function WebhookFields({ saved }: { saved: Shown<'webhook'> | null }) {
  const { register, control, formState } = useFormContext<z.input<typeof form>>();
  const headerName = useWatch({ control, name: 'headerName' });
  const { errors } = formState;
  return (
    <>
      <SecretField
        {...register('url')}
        label="Address"
        help={
          <>
            {saved && `It is at ${saved.urlHost}. `}
            <KeptSecret secret={saved?.url ?? NO_SECRET} /> Gets a POST with JSON. Many services put a secret
            into the address, so it is never shown again.
          </>
        }
        error={errors.url?.message}
        noun="address"
        secret={saved?.url ?? NO_SECRET}
        inputMode="url"
      />
      <TextField
        {...register('headerName')}
        label="Header that carries a secret"
        isOptional
        help="Its name, such as Authorization or X-Api-Key."
        error={errors.headerName?.message}
      />
      {headerName !== '' && (
        <SecretField
          {...register('headerValue')}
          label="Value of the header"
          help={<KeptSecret secret={saved?.headerValue ?? NO_SECRET} />}
          error={errors.headerValue?.message}
          noun="value"
          secret={saved?.headerValue ?? NO_SECRET}
        />
      )}
    </>
  );
}
