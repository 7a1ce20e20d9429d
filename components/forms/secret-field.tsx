import type { ComponentProps } from 'react';
import { type AskedProps, Field, partsOf } from '@/components/ui/field';
import { HiddenInput } from '@/components/ui/hidden-input';
import type { SecretInfo } from '@/lib/schemas/wizard';

interface SecretFieldProps extends AskedProps<ComponentProps<typeof HiddenInput>> {
  secret: SecretInfo;
}

/** A secret that the server never gives back: empty keeps the one that is set. */
export function SecretField({ secret, ...props }: SecretFieldProps) {
  const { question, control } = partsOf(props);
  return (
    <Field {...question}>
      {(field) => (
        <HiddenInput
          {...control}
          {...field}
          placeholder={secret.isSet ? `•••••••• ${secret.lastFour ?? ''}` : undefined}
          // A browser's password manager would offer the panel's own password here, and save this one in its place.
          autoComplete="off"
          data-1p-ignore
          data-lpignore="true"
        />
      )}
    </Field>
  );
}

/** "Set, ends in …abcd. Leave the field empty to keep it." or nothing. */
export function KeptSecret({ secret }: { secret: SecretInfo }) {
  if (!secret.isSet) return null;
  return (
    <span>
      Set{secret.lastFour === null ? '' : `, ends in …${secret.lastFour}`}. Leave the field empty to keep it.
    </span>
  );
}
