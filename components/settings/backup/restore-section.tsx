'use client';

import { useState } from 'react';
import { ApplyProgress } from '@/components/forms/apply-progress';
import { RestoreFlow } from '@/components/forms/restore/restore-flow';
import { Callout } from '@/components/ui/callout';
import { Card, Section } from '@/components/ui/card';
import { useShownTask } from '@/lib/queries/after-tasks';
import { RestorePreview } from './restore-preview';

/** From a file to the settings that it holds. */
export function RestoreSection({ cluster }: { cluster: string | null }) {
  const [isDone, setIsDone] = useState(false);
  /** A restore that has begun needs its file no more. */
  const [begun, setBegun] = useState(0);
  const { taskId, showTask, isRunning } = useShownTask('apply');

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
        {!isRunning && (
          <RestoreFlow
            key={begun}
            present={cluster}
            last={({ id }, name) => <RestorePreview id={id} cluster={name} onStarted={onStarted} />}
          />
        )}
      </Card>
    </Section>
  );
}
