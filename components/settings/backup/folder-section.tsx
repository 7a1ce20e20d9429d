'use client';

import { ErrorNotice } from '@/components/feedback/error-notice';
import { RelativeTime } from '@/components/feedback/relative-time';
import { TaskPanel } from '@/components/feedback/task-panel';
import { Button } from '@/components/ui/button';
import { Callout } from '@/components/ui/callout';
import { Card, Section } from '@/components/ui/card';
import { useStoreBackup } from '@/lib/queries/backup/backup';
import { useShownTask } from '@/lib/queries/tasks/shown-task';
import type { BackupView } from '@/lib/schemas/backup/backup';
import { FolderState } from './folder-state';
import { ScheduleForm } from './schedule-form';
import { StoredList } from './stored-list';

interface FolderSectionProps {
  view: BackupView;
  onGone: () => unknown;
}

/** Backups in a folder: by themselves, or one now. */
export function FolderSection({ view, onGone }: FolderSectionProps) {
  const { key, folder, stored, failure } = view;
  const { taskId, showTask, isRunning } = useShownTask('backup');
  const store = useStoreBackup();
  return (
    <Section title="In a folder">
      <Card className="flex flex-col gap-5 p-4 md:p-5">
        <FolderState folder={folder} />
        {key === null ? (
          <p className="text-quiet text-sm">Make a recovery key first: it locks what is written there.</p>
        ) : (
          <>
            <ScheduleForm view={view} />
            {failure && !isRunning && (
              <Callout tone="losing" title="The last backup was not made.">
                <p>
                  {failure.message} That was <RelativeTime atMs={failure.atMs} />.
                </p>
                {failure.hint && <p>{failure.hint}</p>}
              </Callout>
            )}
            {taskId && <TaskPanel key={taskId} id={taskId} />}
            {store.error && <ErrorNotice error={store.error} title="No backup was begun." />}
            <Button
              isPending={store.isPending || isRunning}
              onClick={() => store.mutate(undefined, { onSuccess: (started) => showTask(started.taskId) })}
              className="self-start"
            >
              Make one now
            </Button>
          </>
        )}
        <StoredList stored={stored} keyName={key?.name ?? null} folder={folder.state} onGone={onGone} />
      </Card>
    </Section>
  );
}
