'use client';

import { type FormEvent, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Details } from '@/components/ui/details';
import { TextField } from '@/components/ui/field';
import { oneLine } from '@/components/ui/input';
import type { Served } from '@/lib/schemas/updates/updates';
import { type Chosen, readTyped, runsAlready } from './typed-version';

interface OtherVersionProps {
  served: Served;
  isBusy: boolean;
  onChoose: (chosen: Chosen) => void;
}

/** A tag or a digest of the same image that the list does not have. */
export function OtherVersion({ served, isBusy, onChoose }: OtherVersionProps) {
  const { service } = served;
  const [text, setText] = useState('');
  const [error, setError] = useState<string | undefined>();

  function submit(event: FormEvent) {
    event.preventDefault();
    const typed = readTyped(text);
    if (typed === null) {
      setError('Enter a tag such as v1.2.3, or a digest: “sha256:” and 64 hexadecimal digits.');
      return;
    }
    if (runsAlready(typed, served)) {
      setError('This version runs already.');
      return;
    }
    setError(undefined);
    onChoose(typed);
  }

  return (
    <Details
      summary={
        <>
          Another version<span className="sr-only"> of {service}</span>
        </>
      }
    >
      <form onSubmit={submit} noValidate className="flex flex-col items-start gap-3 pt-2">
        <TextField
          label={`Tag or digest of ${service}`}
          value={text}
          onChange={(event) => setText(oneLine(event.target.value))}
          error={error}
          help={`Of ${served.home}, an older one too. It is watched in the same way.`}
          fieldClassName="w-full"
        />
        <Button type="submit" disabled={isBusy}>
          Try this version
        </Button>
      </form>
    </Details>
  );
}
