'use client';

import { useState } from 'react';
import { useSaveDestination } from '@/lib/queries/wizard';
import { SaveError } from '../save-error';
import { StepFooter } from '../step-footer';
import { useWizard } from '../wizard-context';
import { DESTINATION_FORM_ID } from './destination-forms';

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
      <p className="rounded-lg border border-line bg-sunken px-4 py-3 text-sm">
        Weir starts a small VictoriaMetrics beside the rest, on this Pi only. It needs about 100 MB of memory,
        and its data stays on this Pi.
      </p>
      <SaveError error={error} />
      <StepFooter isPending={save.isPending} />
    </form>
  );
}
