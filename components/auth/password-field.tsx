import type { ComponentProps } from 'react';
import { Field, partsOf, type Question } from '@/components/ui/field';
import { HiddenInput } from '@/components/ui/hidden-input';

interface PasswordFieldProps extends Omit<Question<ComponentProps<typeof HiddenInput>>, 'noun'> {
  autoComplete: 'new-password' | 'current-password';
}

export function PasswordField(props: PasswordFieldProps) {
  const { question, control } = partsOf(props);
  return <Field {...question}>{(field) => <HiddenInput {...control} {...field} noun="password" />}</Field>;
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
