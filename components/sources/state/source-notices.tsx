'use client';

import { EngineNotice } from '@/components/feedback/engine-notice';
import { PipelineGone } from '@/components/feedback/pipeline-gone';
import { LinkButton } from '@/components/ui/button';
import { Callout } from '@/components/ui/callout';
import { useSnapshot } from '@/lib/queries/snapshot';

/** What keeps every source from being known or read: one of these at a time, each with the one thing to do. */
export function SourceNotices() {
  const stack = useSnapshot((snapshot) => snapshot.stack);
  const engine = useSnapshot((snapshot) => snapshot.engine);
  const vmagent = useSnapshot((snapshot) => snapshot.vmagent.state);
  if (stack === 'absent') {
    return (
      <Callout
        tone="unknown"
        title="Nothing is set up yet."
        action={
          <LinkButton href="/setup" variant="primary">
            Set up the pipeline
          </LinkButton>
        }
      >
        <p>No source is read.</p>
      </Callout>
    );
  }
  return (
    <>
      {engine && <EngineNotice engine={engine} />}
      <PipelineGone />
      {engine?.state === 'up' && stack === 'present' && vmagent === 'starting' && (
        <Callout tone="unknown" title="vmagent is starting.">
          <p>What each source gives shows within seconds.</p>
        </Callout>
      )}
      {engine?.state === 'up' && stack === 'present' && (vmagent === 'down' || vmagent === 'absent') && (
        <Callout
          tone="losing"
          title="vmagent does not run: no source is read."
          action={<LinkButton href="/services/vmagent">Open vmagent</LinkButton>}
        >
          <p>This time is a gap in your data. Start it, and the sources are read again.</p>
        </Callout>
      )}
    </>
  );
}
