'use client';

import { type FormEvent, useState } from 'react';
import { ErrorNotice } from '@/components/feedback/error-notice';
import { Button } from '@/components/ui/button';
import { useLogin } from '@/lib/queries/session';
import { OwnerName, PasswordField } from './password-field';

/** @param next path inside the panel to go to afterwards */
export function LoginForm({ next }: { next: string }) {
  const login = useLogin();
  const [password, setPassword] = useState('');
  const [isMissing, setIsMissing] = useState(false);

  function onSubmit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const field = event.currentTarget.elements.namedItem('password');
    setIsMissing(password === '');
    if (password === '') {
      if (field instanceof HTMLElement) field.focus();
      return;
    }
    if (login.isPending) return;
    login.mutate(
      { password },
      {
        onSuccess: () => window.location.assign(next),
        onError: () => {
          if (field instanceof HTMLInputElement) field.select();
        },
      },
    );
  }

  const fieldError = isMissing ? 'Enter your password.' : login.error?.fieldErrors.password;
  return (
    <form noValidate onSubmit={onSubmit} className="flex flex-col gap-5">
      <OwnerName />
      <PasswordField
        label="Password"
        name="password"
        value={password}
        onChange={(event) => setPassword(event.target.value)}
        autoComplete="current-password"
        enterKeyHint="go"
        error={fieldError}
      />
      {login.error && fieldError === undefined && <ErrorNotice error={login.error} />}
      <Button type="submit" variant="primary" isPending={login.isPending}>
        Sign in
      </Button>
    </form>
  );
}
