'use client';

import { useState } from 'react';
import { ActButton } from '@/components/feedback/act-button';
import { LazyJobPanel } from '@/components/feedback/lazy-job-panel';
import { Callout } from '@/components/ui/callout';
import { useSnapshot } from '@/lib/queries/snapshot';

/** A pipeline was set up and has no container: the one thing to do, and how far it is. */
export function PipelineGone() {
  const stack = useSnapshot((snapshot) => snapshot.stack);
  const [jobId, setJobId] = useState<string | null>(null);
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
              onStarted={setJobId}
            />
          }
        >
          <p>Nothing is collected until it runs again. The settings are kept.</p>
        </Callout>
      )}
      {jobId && <LazyJobPanel id={jobId} />}
    </>
  );
}
