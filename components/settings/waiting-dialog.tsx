'use client';

import { useState } from 'react';
import { WaitingChoice } from '@/components/forms/waiting-choice';
import { waitingChoices, waitingTitle } from '@/components/forms/waiting-words';
import { Button } from '@/components/ui/button';
import { Question } from '@/components/ui/dialog';
import type { BufferChoice } from '@/lib/schemas/settings/settings';
import type { SettingsFormState } from './use-settings-form';

/** Asks what becomes of the samples that wait, before the change is applied. */
export function WaitingDialog({ state }: { state: SettingsFormState }) {
  const { question, close, answer } = state;
  const [choice, setChoice] = useState<BufferChoice>('deliver');
  const bytes = question?.waitingBytes ?? 0;
  const offered = question?.choices ?? [];
  const chosen = offered.includes(choice) ? choice : (offered[0] ?? 'deliver');
  return (
    <Question
      isOpen={question !== null}
      onClose={close}
      title={waitingTitle(bytes)}
      action={
        <Button variant={chosen === 'drop' ? 'danger' : 'primary'} onClick={() => answer(chosen)}>
          {waitingChoices[chosen](bytes).label}
        </Button>
      }
    >
      <WaitingChoice
        waitingBytes={question?.waitingBytes ?? null}
        choices={offered}
        value={chosen}
        onChange={setChoice}
      />
    </Question>
  );
}
