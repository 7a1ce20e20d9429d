'use client';

import { useState } from 'react';
import { DESTINATION_FORM_ID } from '@/components/forms/destination/destination-choice';
import { LocalNote } from '@/components/forms/destination/local-note';
import { SaveError } from '@/components/forms/save-error';
import { useSaveDestination } from '@/lib/queries/wizard';
import { StepFooter } from '../step/step-footer';
import { useWizard } from '../step/wizard-context';

/** "This Pi" asks nothing further. */
export function LocalForm({ onSaved }: { onSaved: () => void }) {
  const { goTo } = useWizard();
  const save = useSaveDestination();
  const [error, setError] = useState<unknown>(null);

  async function submit() {
    setError(null);
    try {
      await save.mutateAsync({ kind: 'local' });
    } catch (reason) {
      setError(reason);
      return;
    }
    onSaved();
    goTo('sources');
  }

  return (
    <form
      id={DESTINATION_FORM_ID}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!save.isPending) void submit();
      }}
      className="flex flex-col gap-4"
    >
      <LocalNote />
      <SaveError error={error} />
      <StepFooter isPending={save.isPending} />
    </form>
  );
}
