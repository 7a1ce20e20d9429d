'use client';

import { Eye, EyeOff } from 'lucide-react';
import { type ComponentProps, useState } from 'react';
import { IconButton } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';

interface PasswordFieldProps extends Omit<ComponentProps<'input'>, 'type'> {
  label: string;
  help?: string;
  error?: string | undefined;
  check?: { state: 'checking' | 'ok'; message: string } | undefined;
  autoComplete: 'new-password' | 'current-password';
}

/** A password that can be shown: on a phone that is safer than typing it twice blindly. */
export function PasswordField({ label, help, error, check, ...rest }: PasswordFieldProps) {
  const [isShown, setIsShown] = useState(false);
  return (
    <Field label={label} help={help} error={error} check={check}>
      {(control) => (
        <span className="flex gap-1">
          <Input
            {...rest}
            {...control}
            type={isShown ? 'text' : 'password'}
            autoCapitalize="none"
            autoCorrect="off"
            spellCheck={false}
            className="min-w-0 flex-1"
          />
          <IconButton
            label={isShown ? 'Hide the password' : 'Show the password'}
            aria-pressed={isShown}
            icon={isShown ? <EyeOff className="size-5" /> : <Eye className="size-5" />}
            onClick={() => setIsShown(!isShown)}
          />
        </span>
      )}
    </Field>
  );
}

/** Tells a password manager whose password this is. */
export function OwnerName() {
  return (
    <input
      type="text"
      name="username"
      autoComplete="username"
      value="owner"
      readOnly
      tabIndex={-1}
      aria-hidden="true"
      className="sr-only"
    />
  );
}
