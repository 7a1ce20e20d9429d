'use client';

import { Choice } from '@/components/ui/choice';
import type { BufferChoice } from '@/lib/schemas/settings/settings';
import { waitingChoices } from './waiting-words';

interface WaitingChoiceProps {
  waitingBytes: number | null;
  choices: readonly BufferChoice[];
  value: BufferChoice;
  onChange: (choice: BufferChoice) => void;
}

/** The address changes while samples wait for the old one: what becomes of them is never decided silently. */
export function WaitingChoice({ waitingBytes, choices, value, onChange }: WaitingChoiceProps) {
  return (
    <fieldset className="flex flex-col gap-3">
      <legend className="mb-3">
        vmagent keeps a queue for each address. What shall become of the samples that were not delivered yet?
      </legend>
      {choices.map((each) => (
        <Choice
          key={each}
          name="waiting"
          {...waitingChoices[each](waitingBytes ?? 0)}
          checked={value === each}
          onChange={() => onChange(each)}
        />
      ))}
    </fieldset>
  );
}
