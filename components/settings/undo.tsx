'use client';

import { Undo2 } from 'lucide-react';
import { ErrorNotice } from '@/components/feedback/error-notice';
import { Button } from '@/components/ui/button';
import { useUndo } from '@/lib/queries/revisions';
import { useSettings } from '@/lib/queries/settings';
import type { Task } from '@/lib/schemas/task';

/** Back to the state before the change that was just verified, as a change of its own. @param task that change’s */
export function Undo({ task, onStarted }: { task: Task; onStarted: (taskId: string) => void }) {
  const { data: settings } = useSettings();
  const { mutateAsync, isPending, error, data } = useUndo();
  if (!settings) return null;
  const { revision } = settings;

  async function undo() {
    // A promise: the task's steps may have taken this button's place before the answer is here.
    const started = await mutateAsync({ task, revision }).catch(() => null);
    if (started?.taskId) onStarted(started.taskId);
  }

  if (data?.taskId === null) {
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
      <Button isPending={isPending} icon={Undo2} onClick={() => void undo()}>
        Undo
      </Button>
      {error && <ErrorNotice error={error} title="This could not be undone." className="w-full" />}
    </>
  );
}
