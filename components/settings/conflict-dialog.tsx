'use client';

import { useState } from 'react';
import { ErrorNotice } from '@/components/feedback/error-notice';
import { FileDiffs } from '@/components/forms/file-diffs';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import type { SettingsFormState } from './use-settings-form';

/** Somebody else changed the files in between: what they changed, and whose values stay in the form. */
export function ConflictDialog({ state }: { state: SettingsFormState }) {
  const [pending, setPending] = useState<'mine' | 'theirs' | null>(null);
  const [error, setError] = useState<unknown>(null);
  const conflict = state.change.is === 'conflict' ? state.change.error.files : null;

  async function choose(which: 'mine' | 'theirs') {
    setPending(which);
    setError(null);
    try {
      await (which === 'mine' ? state.keepMine() : state.takeTheirs());
    } catch (reason) {
      setError(reason);
    }
    setPending(null);
  }

  return (
    <Dialog
      isOpen={conflict !== null}
      onClose={state.close}
      isHeld
      title="The files were changed in between"
      actions={
        <>
          <Button isPending={pending === 'theirs'} onClick={() => void choose('theirs')}>
            Take theirs
          </Button>
          <Button variant="primary" isPending={pending === 'mine'} onClick={() => void choose('mine')}>
            Keep mine
          </Button>
        </>
      }
    >
      <p>
        Another browser or an editor on the Pi changed them after you opened this form. Nothing of yours has
        been applied.
      </p>
      {conflict && conflict.length > 0 && (
        <div className="flex flex-col gap-2">
          <p className="font-strong text-sm">What they changed</p>
          <div className="max-h-[50dvh] overflow-y-auto">
            <FileDiffs files={conflict} isOpen={conflict.length === 1} />
          </div>
        </div>
      )}
      <p className="text-quiet text-sm">
        Keep mine: what you changed stays in the form, on top of theirs; a list that you changed, such as
        rules or labels, takes the place of theirs. You see the new preview before you apply. Take theirs: the
        form shows what the files say now, and what you entered is gone.
      </p>
      {error !== null && <ErrorNotice error={error} title="The files could not be read again." />}
    </Dialog>
  );
}
