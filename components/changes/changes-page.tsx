'use client';

import { Loaded } from '@/components/feedback/loaded';
import { ApplyProgress } from '@/components/forms/apply-progress';
import { PageTitle } from '@/components/layout/page-title';
import { Callout } from '@/components/ui/callout';
import { PlainText } from '@/components/ui/plain-text';
import { Skeleton } from '@/components/ui/skeleton';
import { useChanges } from '@/lib/queries/changes';
import { useShownTask } from '@/lib/queries/tasks/shown-task';
import { Drift } from './drift';
import { HandEdits } from './hand-edits';

/** Where files, history and containers disagree, and bringing them together. */
export function ChangesPage() {
  const load = useChanges();
  const { data, refetch, isApplying } = load;
  const { taskId, showTask, isRunning } = useShownTask('apply');
  const settle = { revision: data?.revision ?? '', onStarted: showTask, onConflict: refetch };
  return (
    <div className="flex max-w-3xl flex-col gap-6">
      <PageTitle
        title="Changes made outside the panel"
        lead="The files are yours to edit. Here you see what that changed, and decide what becomes of it."
      />
      {taskId && <ApplyProgress key={taskId} taskId={taskId} />}
      <Loaded
        load={load}
        title="Whether something differs is not known."
        waiting={<Skeleton className="h-72" />}
      >
        {(changes) =>
          !(isApplying || isRunning) && (
            <>
              {changes.unsettled && (
                <Callout tone="waiting" title="A change was cut short.">
                  {changes.unsettled}
                </Callout>
              )}
              {changes.handEdits.length > 0 && <HandEdits files={changes.handEdits} {...settle} />}
              {changes.drift.length > 0 && (
                <Drift drift={changes.drift} hasEdits={changes.handEdits.length > 0} {...settle} />
              )}
              {changes.unseen.length > 0 && (
                <Callout tone="waiting" title="Whether all that runs is what the files say is not known.">
                  {changes.unseen.map((words) => (
                    <p key={words}>
                      <PlainText text={words} />
                    </p>
                  ))}
                </Callout>
              )}
              {changes.handEdits.length + changes.drift.length + changes.unseen.length === 0 &&
                !changes.unsettled && (
                  <Callout tone="arriving" title="Everything agrees.">
                    <p>The files are as the panel saved them, and every container runs what they say.</p>
                  </Callout>
                )}
            </>
          )
        }
      </Loaded>
    </div>
  );
}
