import { useFormContext, useWatch } from 'react-hook-form';
import { KeptSecret, SecretInput } from '@/components/forms/secret-input';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import type { ChannelView } from '@/lib/schemas/notify';
import type { WebhookValues } from './channel-forms';

const NONE = { isSet: false, lastFour: null };

export function WebhookFields({ saved: given }: { saved: ChannelView | null }) {
  const { register, control, formState } = useFormContext<WebhookValues>();
  const headerName = useWatch({ control, name: 'headerName' });
  const saved = given?.kind === 'webhook' ? given : null;
  const { errors } = formState;
  return (
    <>
      <Field
        label="Address"
        help={
          <>
            {saved && `It is at ${saved.urlHost}. `}
            <KeptSecret secret={saved?.url ?? NONE} /> Gets a POST with JSON. Many services put a secret into
            the address, so it is never shown again.
          </>
        }
        error={errors.url?.message}
      >
        {(field) => (
          <SecretInput
            {...register('url')}
            {...field}
            noun="address"
            secret={saved?.url ?? NONE}
            inputMode="url"
          />
        )}
      </Field>
      <Field
        label="Header that carries a secret"
        isOptional
        help="Its name, such as Authorization or X-Api-Key."
        error={errors.headerName?.message}
      >
        {(field) => (
          <Input
            {...register('headerName')}
            {...field}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
          />
        )}
      </Field>
      {headerName !== '' && (
        <Field
          label="Value of the header"
          help={<KeptSecret secret={saved?.headerValue ?? NONE} />}
          error={errors.headerValue?.message}
        >
          {(field) => (
            <SecretInput
              {...register('headerValue')}
              {...field}
              noun="value"
              secret={saved?.headerValue ?? NONE}
            />
          )}
        </Field>
      )}
    </>
  );
}
