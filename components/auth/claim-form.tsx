'use client';

import { ArrowRight } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { ErrorNotice } from '@/components/feedback/error-notice';
import { Button } from '@/components/ui/button';
import { TextField } from '@/components/ui/field';
import { useClaim } from '@/lib/queries/session';
import { focusField, OwnerName, PasswordField } from './password-field';
import { passwordWords } from './password-words';

/** The first visitor who has the setup code becomes the owner. */
export function ClaimForm() {
  const claim = useClaim();
  const [code, setCode] = useState('');
  const [password, setPassword] = useState('');
  const [asked, setAsked] = useState(false);
  const strength = passwordWords(password);
  const isShort = strength === null || !strength.ok;
  const errors = {
    code: asked && code.trim() === '' ? 'Enter the setup code.' : claim.error?.fieldErrors.code,
    password:
      asked && isShort ? (strength?.words ?? 'Choose a password.') : claim.error?.fieldErrors.password,
  };

  function onSubmit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    setAsked(true);
    const form = event.currentTarget;
    if (code.trim() === '') return focusField(form, 'code');
    if (isShort) return focusField(form, 'password');
    if (claim.isPending) return;
    claim.mutate(
      { code, password },
      {
        onSuccess: () => window.location.assign('/setup?step=destination'),
        onError: (error) => focusField(form, error.fieldErrors.password ? 'password' : 'code'),
      },
    );
  }

  const isAlreadyClaimed = claim.error?.code === 'already-claimed';
  return (
    <form noValidate onSubmit={onSubmit} className="flex flex-col gap-5">
      <TextField
        label="Setup code"
        error={errors.code}
        help={
          <>
            It stands at the end of what <code className="font-mono">compose/up</code> printed in the terminal
            of this Pi, like K7MQ2-XWR4T. Gone? Run <code className="font-mono">compose/up</code> again: it
            changes nothing and prints the code again.
          </>
        }
        name="code"
        value={code}
        onChange={(event) => setCode(event.target.value)}
        autoComplete="one-time-code"
        autoCapitalize="characters"
        enterKeyHint="next"
        className="font-mono uppercase tracking-wider"
      />
      <OwnerName />
      <PasswordField
        label="Choose a password"
        name="password"
        value={password}
        onChange={(event) => setPassword(event.target.value)}
        autoComplete="new-password"
        enterKeyHint="go"
        help="At least 10 characters. Three or four words in a row are easy to type and hard to guess."
        error={errors.password}
        check={strength?.ok ? { state: 'ok', message: strength.words } : undefined}
      />
      {claim.error && Object.keys(claim.error.fieldErrors).length === 0 && (
        <ErrorNotice
          error={claim.error}
          action={
            isAlreadyClaimed && (
              <a href="/login" className="touch inline-flex items-center underline">
                Go to sign in
              </a>
            )
          }
        />
      )}
      <div className="flex justify-end border-line border-t pt-5">
        <Button type="submit" variant="primary" isPending={claim.isPending} className="min-w-36">
          Make this Pi mine
          <ArrowRight aria-hidden="true" className="size-4" />
        </Button>
      </div>
    </form>
  );
}
