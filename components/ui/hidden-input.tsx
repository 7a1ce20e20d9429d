'use client';

import { Eye, EyeOff } from 'lucide-react';
import { type ComponentProps, useState } from 'react';
import { IconButton } from './button';
import { Input } from './input';

interface HiddenInputProps extends Omit<ComponentProps<'input'>, 'type'> {
  /** What it is called in the button's name: `token`. */
  noun: string;
}

/** Dots, until its button shows them: on a phone that is safer than typing it twice blindly. */
export function HiddenInput({ noun, ...rest }: HiddenInputProps) {
  const [isShown, setIsShown] = useState(false);
  return (
    <span className="flex gap-1">
      <Input
        {...rest}
        type={isShown ? 'text' : 'password'}
        autoCapitalize="none"
        autoCorrect="off"
        spellCheck={false}
        className="min-w-0 flex-1"
      />
      <IconButton
        label={`${isShown ? 'Hide' : 'Show'} the ${noun}`}
        aria-pressed={isShown}
        icon={isShown ? EyeOff : Eye}
        onClick={() => setIsShown(!isShown)}
      />
    </span>
  );
}
