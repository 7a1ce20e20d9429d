'use client';

import { Eye, EyeOff } from 'lucide-react';
import { type ComponentProps, useState } from 'react';
import { IconButton } from '@/components/ui/button';
import { Input } from '@/components/ui/input';
import type { SecretInfo } from '@/lib/schemas/wizard';

interface SecretInputProps extends Omit<ComponentProps<'input'>, 'type'> {
  /** What it is called in the button's name: `token`. */
  noun: string;
  secret: SecretInfo;
}

/** A field for a secret that the server never gives back: empty keeps the one that is set. */
export function SecretInput({ noun, secret, ...rest }: SecretInputProps) {
  const [isShown, setIsShown] = useState(false);
  return (
    <span className="flex gap-1">
      <Input
        {...rest}
        type={isShown ? 'text' : 'password'}
        placeholder={secret.isSet ? `•••••••• ${secret.lastFour ?? ''}` : undefined}
        // A browser's password manager would offer the panel's own password here, and save this one in its place.
        autoComplete="off"
        data-1p-ignore
        data-lpignore="true"
        autoCapitalize="none"
        autoCorrect="off"
        spellCheck={false}
        className="min-w-0 flex-1"
      />
      <IconButton
        label={isShown ? `Hide the ${noun}` : `Show the ${noun}`}
        aria-pressed={isShown}
        icon={isShown ? <EyeOff className="size-5" /> : <Eye className="size-5" />}
        onClick={() => setIsShown(!isShown)}
      />
    </span>
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
