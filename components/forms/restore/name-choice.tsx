'use client';

import { Choice } from '@/components/ui/choice';
import { TextField } from '@/components/ui/field';

export interface NameOf {
  /** This Pi takes the place of the one that the backup is of. */
  replaces: boolean;
  own: string;
}

interface NameChoiceProps {
  /** Of the Pi that the backup is of. */
  name: string | null;
  value: NameOf;
  setValue: (value: NameOf) => void;
  error?: string | undefined;
}

/** Under which name this Pi writes afterwards. Two Pis of one name would write into the same series. */
export function NameChoice({ name, value, setValue, error }: NameChoiceProps) {
  const choose = (replaces: boolean) => setValue({ ...value, replaces });
  return (
    <fieldset className="flex flex-col gap-3">
      <legend className="mb-2 font-strong text-sm">Which Pi is this afterwards?</legend>
      {name !== null && (
        <Choice
          name="replaces"
          label={`It is ${name}, or replaces it`}
          description={`It writes as ${name}. The Pi that had this name must never run again: two Pis of one name write into the same series.`}
          checked={value.replaces}
          onChange={() => choose(true)}
        />
      )}
      <Choice
        name="replaces"
        label="It is another Pi"
        description="It takes the settings over and writes under a name of its own."
        checked={name === null || !value.replaces}
        onChange={() => choose(false)}
      />
      {(name === null || !value.replaces) && (
        <TextField
          label="Name of this Pi"
          value={value.own}
          onChange={(event) => setValue({ ...value, own: event.target.value })}
          error={error}
        />
      )}
    </fieldset>
  );
}
