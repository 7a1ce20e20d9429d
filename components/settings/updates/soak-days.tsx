'use client';

import { type FormEvent, useState } from 'react';
import { ErrorNotice } from '@/components/feedback/error-notice';
import { Button } from '@/components/ui/button';
import { Section } from '@/components/ui/card';
import { TextField } from '@/components/ui/field';
import { useSaveUpdateSettings } from '@/lib/queries/updates/updates';
import { SOAK_DAYS_MAX } from '@/lib/schemas/plain';
import { numberIn } from '@/lib/typed-number';

const RANGE = { least: 0, most: SOAK_DAYS_MAX, digits: 0, sign: 'd' };

/** For how long a version has to be out: what is wrong with one, others find first. */
export function SoakDays({ soakDays }: { soakDays: number }) {
  const [text, setText] = useState(String(soakDays));
  const [problem, setProblem] = useState<string | undefined>();
  const { mutate, isPending, isSuccess, error, reset } = useSaveUpdateSettings();

  function submit(event: FormEvent) {
    event.preventDefault();
    const typed = numberIn(RANGE, text);
    if (typeof typed === 'string') setProblem(typed);
    else mutate({ soakDays: typed });
  }

  return (
    <Section title="How long a version waits">
      <form onSubmit={submit} noValidate className="flex flex-col items-start gap-3">
        <TextField
          label="Days"
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setProblem(undefined);
            reset();
          }}
          error={problem}
          check={isSuccess ? { state: 'ok', message: 'Saved.' } : undefined}
          help="A version that came out fewer days ago is shown as waiting. It can be taken all the same."
          unit="d"
          inputMode="numeric"
          className="max-w-40"
        />
        <Button type="submit" isPending={isPending}>
          Save
        </Button>
        {error && <ErrorNotice error={error} title="Nothing was saved." />}
      </form>
    </Section>
  );
}
