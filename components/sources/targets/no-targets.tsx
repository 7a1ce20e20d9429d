'use client';

import { Callout } from '@/components/ui/callout';
import { useSnapshot } from '@/lib/queries/snapshot';
import type { TargetFilter } from './target-filter';

/** Why the list is empty: the search, good news, or a vmagent that cannot be asked. */
export function NoTargets({ hasTargets, filter }: { hasTargets: boolean; filter: TargetFilter }) {
  const vmagent = useSnapshot((snapshot) => snapshot.vmagent.state);
  if (hasTargets) {
    return filter.text === '' ? (
      <Callout tone="arriving" title="No target is down." />
    ) : (
      <Callout tone="info" title={`No target fits “${filter.text}”.`} />
    );
  }
  if (vmagent === 'up') {
    return (
      <Callout tone="info" title="vmagent has no targets.">
        Switch a source on: each leads to its settings above.
      </Callout>
    );
  }
  return (
    <Callout tone="unknown" title="The targets are not known.">
      vmagent cannot be asked.{' '}
      {vmagent === 'starting' ? 'It is starting.' : 'See the overview for what to do.'}
    </Callout>
  );
}
