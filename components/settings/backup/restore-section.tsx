'use client';

import { useState } from 'react';
import { ApplyProgress } from '@/components/forms/apply-progress';
import { RestoreFlow } from '@/components/forms/restore/restore-flow';
import { Callout } from '@/components/ui/callout';
import { Card, Section } from '@/components/ui/card';
import { useShownTask } from '@/lib/queries/tasks/shown-task';
import { RESTORED_TITLE } from '@/lib/schemas/plain';
import { RestorePreview } from './restore-preview';

/** From a file to the settings that it holds. */
export function RestoreSection({ cluster }: { cluster: string | null }) {
  const [isDone, setIsDone] = useState(false);
  /** A restore that has begun needs its file no more. */
  const [begun, setBegun] = useState(0);
  const { taskId, showTask, isRunning, other } = useShownTask('apply', RESTORED_TITLE);

  function onStarted(started: string | null) {
    if (started !== null) showTask(started);
    setIsDone(started === null);
    setBegun(begun + 1);
  }

  return (
    <Section title="Restore">
      <Card className="flex flex-col gap-5 p-4 md:p-5">
        {taskId && <ApplyProgress key={taskId} taskId={taskId} />}
        {isDone && (
          <Callout tone="arriving" role="status" title="Everything is as in the backup.">
            <p>Files and services were so already.</p>
          </Callout>
        )}
        {other && (
          <p role="status" className="text-quiet text-sm">
            Another change is being made: {other.title}. A restore begins after it.
          </p>
        )}
        {(!isRunning || other) && (
          <RestoreFlow
            key={begun}
            present={cluster}
            last={({ id }, name) => (
              <RestorePreview id={id} cluster={name} isBusy={other !== null} onStarted={onStarted} />
            )}
          />
        )}
      </Card>
    </Section>
  );
}
