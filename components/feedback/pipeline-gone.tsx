'use client';

import { useState } from 'react';
import { ActButton } from '@/components/feedback/act-button';
import { LazyTaskPanel } from '@/components/feedback/lazy-task-panel';
import { Callout } from '@/components/ui/callout';
import { useSnapshot } from '@/lib/queries/snapshot';

/** A pipeline was set up and has no container: the one thing to do, and how far it is. */
export function PipelineGone() {
  const stack = useSnapshot((snapshot) => snapshot.stack);
  const [taskId, setTaskId] = useState<string | null>(null);
  return (
    <>
      {stack === 'gone' && (
        <Callout
          tone="losing"
          title="The pipeline is set up, but its containers are gone."
          action={
            <ActButton
              act={{ kind: 'pipeline' }}
              label="Start the pipeline"
              variant="primary"
              onStarted={setTaskId}
            />
          }
        >
          <p>Nothing is collected until it runs again. The settings are kept.</p>
        </Callout>
      )}
      {taskId && <LazyTaskPanel id={taskId} />}
    </>
  );
}
