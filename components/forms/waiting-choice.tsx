'use client';

import { Choice } from '@/components/ui/choice';
import { formatBytes } from '@/lib/format';
import type { BufferChoice } from '@/lib/schemas/settings';

export const waitingWords: Record<BufferChoice, (size: string) => { label: string; description: string }> = {
  deliver: (size) => ({
    label: 'Deliver first, then change',
    description: `The change waits until the ${size} have gone to the present address. If nothing moves for 10 minutes it is given up, and everything stays as it is.`,
  }),
  keep: (size) => ({
    label: 'Change now, keep what waits',
    description: `The ${size} stay on this Pi's disk. They are sent when you go back to the present address, and only then.`,
  }),
  drop: (size) => ({
    label: `Change now, drop ${size}`,
    description: 'What waits is deleted for good. It arrives nowhere.',
  }),
};

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
          {...waitingWords[each](formatBytes(waitingBytes))}
          checked={value === each}
          onChange={() => onChange(each)}
        />
      ))}
    </fieldset>
  );
}
