'use client';

import { Undo2 } from 'lucide-react';
import { useState } from 'react';
import { ErrorNotice } from '@/components/feedback/error-notice';
import { Loaded } from '@/components/feedback/loaded';
import { PreviewView } from '@/components/forms/preview-view';
import { WaitingChoice } from '@/components/forms/waiting-choice';
import { Button } from '@/components/ui/button';
import { Question } from '@/components/ui/dialog';
import { Skeleton } from '@/components/ui/skeleton';
import { useBackupPreview, useRestoreBackup } from '@/lib/queries/backup/restore';
import type { BufferChoice, ChangePreview } from '@/lib/schemas/settings/settings';

interface RestorePreviewProps {
  id: string;
  cluster: string;
  /** Another change is being made. */
  isBusy: boolean;
  /** Gets the id of the task; null when files and services were so already. */
  onStarted: (taskId: string | null) => void;
}

/** What restoring would do under this name, and doing it. */
export function RestorePreview({ id, cluster, isBusy, onStarted }: RestorePreviewProps) {
  const load = useBackupPreview(id, cluster);
  const [asked, setAsked] = useState<ChangePreview | null>(null);
  return (
    <Loaded load={load} title="What this would do is not known." waiting={<Skeleton className="h-32" />}>
      {(preview) => (
        <>
          <PreviewView preview={preview} />
          {preview.problems.length === 0 && (
            <Button
              variant="primary"
              icon={Undo2}
              disabled={isBusy}
              onClick={() => setAsked(preview)}
              className="self-start"
            >
              Restore this backup
            </Button>
          )}
          {asked && (
            <RestoreQuestion
              id={id}
              cluster={cluster}
              preview={asked}
              isBusy={isBusy}
              onClose={() => {
                setAsked(null);
                void load.refetch();
              }}
              onStarted={onStarted}
            />
          )}
        </>
      )}
    </Loaded>
  );
}

interface RestoreQuestionProps extends RestorePreviewProps {
  preview: ChangePreview;
  onClose: () => void;
}

function RestoreQuestion({ id, cluster, isBusy, preview, onClose, onStarted }: RestoreQuestionProps) {
  const { question, revision } = preview;
  const [waiting, setWaiting] = useState<BufferChoice>('deliver');
  const restore = useRestoreBackup(id);
  const chosen = question?.choices.includes(waiting) ? waiting : question?.choices[0];
  const run = () =>
    restore.mutate({ cluster, revision, waiting: chosen }, { onSuccess: ({ taskId }) => onStarted(taskId) });
  return (
    <Question
      isOpen
      onClose={onClose}
      title="Restore this backup?"
      action={
        <Button variant="primary" disabled={isBusy} isPending={restore.isPending} onClick={run}>
          Restore
        </Button>
      }
    >
      <p>
        Files and services are brought to it as one change. Where that does not work, everything is put back.
      </p>
      {question && chosen && <WaitingChoice {...question} value={chosen} onChange={setWaiting} />}
      {restore.error && <ErrorNotice error={restore.error} title="Nothing was changed." />}
    </Question>
  );
}
