'use client';

import { Undo2 } from 'lucide-react';
import { ErrorNotice } from '@/components/feedback/error-notice';
import { Button } from '@/components/ui/button';
import { useUndo } from '@/lib/queries/revisions';
import { useSettings } from '@/lib/queries/settings';

/** Back to the state before the change that was just verified, as a change of its own. */
export function Undo({ onStarted }: { onStarted: (jobId: string) => void }) {
  const { settings } = useSettings();
  const { mutate, isPending, error, data } = useUndo();
  if (!settings) return null;
  if (data?.jobId === null) {
    return (
      <p className="text-sm">
        There is nothing to go back to: earlier secrets are not kept, so an old one has to be entered again.
      </p>
    );
  }
  return (
    <>
      <Button
        isPending={isPending}
        icon={<Undo2 aria-hidden="true" className="size-4" />}
        onClick={() =>
          mutate(
            { revision: settings.revision },
            { onSuccess: ({ jobId }) => jobId !== null && onStarted(jobId) },
          )
        }
      >
        Undo
      </Button>
      {error && <ErrorNotice error={error} title="This could not be undone." className="w-full" />}
    </>
  );
}
