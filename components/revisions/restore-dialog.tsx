'use client';

import { useState } from 'react';
import { ErrorNotice } from '@/components/feedback/error-notice';
import { FileDiffs } from '@/components/forms/file-diffs';
import { WaitingChoice } from '@/components/forms/waiting-choice';
import { WhyField } from '@/components/forms/why-field';
import { Button } from '@/components/ui/button';
import { Callout } from '@/components/ui/callout';
import { Question } from '@/components/ui/dialog';
import { PlainText } from '@/components/ui/plain-text';
import { useRestore } from '@/lib/queries/revisions';
import type { BufferChoice, ChangePreview } from '@/lib/schemas/settings/settings';

interface RestoreDialogProps {
  id: number;
  preview: ChangePreview;
  /** The preview is being made anew: what was refused is refused again until it is here. */
  isRefreshing: boolean;
  isOpen: boolean;
  onClose: () => void;
  /** Gets the id of the task; null when there was nothing to do. */
  onStarted: (taskId: string | null) => void;
  /** The files changed since the preview was made. */
  onConflict: () => void;
}

/** Asked once more, with the consequence in words, before anything is changed. */
export function RestoreDialog({
  id,
  preview,
  isRefreshing,
  isOpen,
  onClose,
  onStarted,
  onConflict,
}: RestoreDialogProps) {
  const [reason, setReason] = useState('');
  const [waiting, setWaiting] = useState<BufferChoice>('deliver');
  const restore = useRestore();
  const { question } = preview;
  const chosen = question?.choices.includes(waiting) ? waiting : question?.choices[0];
  const isConflict = restore.error?.code === 'revision-conflict';
  const othersChanges = restore.error?.files ?? [];

  function close() {
    onClose();
    restore.reset();
  }

  const run = () =>
    restore.mutate(
      { id, revision: preview.revision, reason, waiting: chosen },
      {
        onSuccess: ({ taskId }) => {
          onStarted(taskId);
          setReason('');
          close();
        },
        onError: ({ code }) => {
          if (code === 'revision-conflict') onConflict();
        },
      },
    );

  return (
    <Question
      isOpen={isOpen}
      onClose={close}
      title={`Restore revision ${id}?`}
      action={
        <Button variant="primary" isPending={restore.isPending || (isConflict && isRefreshing)} onClick={run}>
          {isConflict ? 'Restore all the same' : 'Restore'}
        </Button>
      }
    >
      <ul className="flex flex-col gap-1.5">
        {preview.words.map((sentence) => (
          <li key={sentence}>
            <PlainText text={sentence} />
          </li>
        ))}
      </ul>
      {question && chosen && <WaitingChoice {...question} value={chosen} onChange={setWaiting} />}
      <WhyField keptWith="the new revision" reason={reason} setReason={setReason} />
      {isConflict ? (
        <Callout tone="waiting" role="alert" title="The files were changed in the meantime.">
          <p>What you see now was made from their present state. Somebody else changed this:</p>
          <FileDiffs files={othersChanges} isOpen={othersChanges.length === 1} />
        </Callout>
      ) : (
        restore.error && <ErrorNotice error={restore.error} title="Nothing was changed." />
      )}
    </Question>
  );
}
