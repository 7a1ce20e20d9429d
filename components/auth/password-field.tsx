import type { ComponentProps } from 'react';
import { type AskedProps, Field, partsOf } from '@/components/ui/field';
import { HiddenInput } from '@/components/ui/hidden-input';

interface PasswordFieldProps extends Omit<AskedProps<ComponentProps<typeof HiddenInput>>, 'noun'> {
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

/** Where something is to be corrected. */
export function focusField(form: HTMLFormElement, name: string): void {
  const field = form.elements.namedItem(name);
  if (field instanceof HTMLElement) field.focus();
}
