'use client';

import { Undo2 } from 'lucide-react';
import { ErrorNotice } from '@/components/feedback/error-notice';
import { Button } from '@/components/ui/button';
import { useUndo } from '@/lib/queries/revisions';
import { useSettings } from '@/lib/queries/settings';
import type { Job } from '@/lib/schemas/job';

/** Back to the state before the change that was just verified, as a change of its own. @param job that change’s */
export function Undo({ job, onStarted }: { job: Job; onStarted: (jobId: string) => void }) {
  const { settings } = useSettings();
  const { mutateAsync, isPending, error, data } = useUndo();
  if (!settings) return null;
  const { revision } = settings;

  async function undo() {
    // A promise: the job's steps may have taken this button's place before the answer is here.
    const started = await mutateAsync({ job, revision }).catch(() => null);
    if (started?.jobId) onStarted(started.jobId);
  }

  if (data?.jobId === null) {
    return (
      <p className="text-sm">
        {data.isLate
          ? 'Another change has been made since, and is not undone with this one. Nothing was changed: earlier states are under Revisions.'
          : 'There is nothing to go back to: earlier secrets are not kept, so an old one has to be entered again.'}
      </p>
    );
  }
  return (
    <>
      <Button
        isPending={isPending}
        icon={<Undo2 aria-hidden="true" className="size-4" />}
        onClick={() => void undo()}
      >
        Undo
      </Button>
      {error && <ErrorNotice error={error} title="This could not be undone." className="w-full" />}
    </>
  );
}
