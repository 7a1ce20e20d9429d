'use client';

import { type FormEvent, useState } from 'react';
import { ErrorNotice } from '@/components/feedback/error-notice';
import { Button } from '@/components/ui/button';
import { Callout } from '@/components/ui/callout';
import { Card, Section } from '@/components/ui/card';
import { useChangePassword } from '@/lib/queries/account';
import { focusField, OwnerName, PasswordField } from './password-field';
import { passwordWords } from './password-words';

/** Another password; what is signed in elsewhere is signed out by it. */
export function ChangePassword() {
  const change = useChangePassword();
  const [current, setCurrent] = useState('');
  const [password, setPassword] = useState('');
  const [asked, setAsked] = useState(false);
  const strength = passwordWords(password);
  const isShort = strength === null || !strength.ok;
  const isSame = asked && password !== '' && password === current;
  const errors = {
    current:
      asked && current === '' ? 'Enter the password that you use now.' : change.error?.fieldErrors.current,
    password: isSame
      ? 'This is the password that you have now.'
      : asked && isShort
        ? (strength?.words ?? 'Choose a new password.')
        : change.error?.fieldErrors.password,
  };

  function onSubmit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    setAsked(true);
    const form = event.currentTarget;
    if (current === '') return focusField(form, 'current');
    if (isShort || password === current) return focusField(form, 'password');
    if (change.isPending) return;
    change.mutate(
      { current, password },
      {
        onSuccess: () => {
          setCurrent('');
          setPassword('');
          setAsked(false);
        },
        onError: (error) => focusField(form, error.fieldErrors.password ? 'password' : 'current'),
      },
    );
  }

  return (
    <Section title="Password">
      <Card className="p-4 md:p-5">
        <form noValidate onSubmit={onSubmit} className="flex max-w-lg flex-col gap-5">
          <OwnerName />
          <PasswordField
            label="Password now"
            name="current"
            value={current}
            onChange={(event) => setCurrent(event.target.value)}
            autoComplete="current-password"
            error={errors.current}
          />
          <PasswordField
            label="New password"
            name="password"
            value={password}
            onChange={(event) => setPassword(event.target.value)}
            autoComplete="new-password"
            help="At least 10 characters. Three or four words in a row are easy to type and hard to guess."
            error={errors.password}
            check={strength?.ok ? { state: 'ok', message: strength.words } : undefined}
          />
          {change.error && Object.keys(change.error.fieldErrors).length === 0 && (
            <ErrorNotice error={change.error} title="The password stays as it was." />
          )}
          {change.isSuccess && password === '' && (
            <Callout tone="arriving" role="status" title="The password is changed.">
              <p>Every other device was signed out. API tokens still work.</p>
            </Callout>
          )}
          <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
            <Button type="submit" variant="primary" isPending={change.isPending}>
              Change password
            </Button>
            <p className="text-quiet text-sm">Signs out every device but this one.</p>
          </div>
        </form>
      </Card>
    </Section>
  );
}
