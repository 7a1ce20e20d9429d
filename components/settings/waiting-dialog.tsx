'use client';

import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Choice } from '@/components/ui/choice';
import { Dialog } from '@/components/ui/dialog';
import { formatBytes } from '@/lib/format';
import type { BufferChoice } from '@/lib/schemas/settings';
import type { Applying } from './use-apply';

const choiceWords: Record<BufferChoice, (size: string) => { label: string; description: string }> = {
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

/** The address changes while samples wait for the old one: what becomes of them is never decided silently. */
export function WaitingDialog({ applying }: { applying: Applying }) {
  const { question, dismissQuestion, answer } = applying;
  const [choice, setChoice] = useState<BufferChoice>('deliver');
  const size = formatBytes(question?.waitingBytes ?? null);
  const offered = question?.choices ?? [];
  const chosen = offered.includes(choice) ? choice : (offered[0] ?? 'deliver');
  return (
    <Dialog
      isOpen={question !== null}
      onClose={dismissQuestion}
      title={`${size} wait for the present address`}
      actions={
        <>
          <Button onClick={dismissQuestion}>Cancel</Button>
          <Button variant={chosen === 'drop' ? 'danger' : 'primary'} onClick={() => answer(chosen)}>
            {choiceWords[chosen](size).label}
          </Button>
        </>
      }
    >
      <fieldset className="flex flex-col gap-3">
        <legend className="mb-3">
          vmagent keeps a queue for each address. What shall become of the samples that were not delivered
          yet?
        </legend>
        {offered.map((each) => (
          <Choice
            key={each}
            name="waiting"
            {...choiceWords[each](size)}
            checked={chosen === each}
            onChange={() => setChoice(each)}
          />
        ))}
      </fieldset>
    </Dialog>
  );
}
