'use client';

import { Connecting } from '@/components/feedback/connecting';
import { sourceLook } from '@/components/feedback/source-look';
import { BackLink } from '@/components/layout/back-link';
import { PageTitle } from '@/components/layout/page-title';
import { Section } from '@/components/ui/card';
import { Skeleton } from '@/components/ui/skeleton';
import { StatePill } from '@/components/ui/state-pill';
import { isCloud, sourceWords } from '@/lib/pipeline/components';
import { useSnapshot } from '@/lib/queries/snapshot';
import type { SourceId, SourceSample } from '@/lib/schemas/snapshot';
import { ResourceBrowser } from '../resources/resource-browser';
import { SourceNotices } from '../state/source-notices';
import { TargetCards } from '../targets/target-cards';
import { TargetsTable } from '../targets/targets-table';
import { SourceFacts } from './source-facts';
import { SourceParts } from './source-parts';
import { SourceSettings } from './source-settings';
import { SourceState } from './source-state';

/** Its exporter answers: what it was found to have can be asked for. */
const READ: readonly SourceSample['state'][] = ['flowing', 'idle', 'incomplete', 'blind', 'pending'];

/** One source: what it gives, what it is asked for, how it is set up and read. */
export function SourcePage({ id }: { id: SourceId }) {
  const source = useSnapshot(({ sources }) => sources.find((each) => each.id === id) ?? null);
  const targets = useSnapshot((snapshot) => snapshot.targets.filter((target) => target.source === id));
  return (
    <div className="flex flex-col gap-5">
      <div className="flex flex-col items-start">
        <BackLink href="/sources" name="Sources" />
        <PageTitle
          title={
            <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
              {sourceWords(id)}
              {source && <StatePill {...sourceLook(source)} />}
            </span>
          }
        />
      </div>
      {source && targets ? (
        <>
          <SourceNotices />
          <SourceState source={source} targets={targets} />
          {source.state !== 'off' && <SourceFacts source={source} targets={targets} />}
          {source.parts && source.parts.length > 0 && <SourceParts source={source} />}
          {isCloud(id) && READ.includes(source.state) && <ResourceBrowser source={id} />}
          <SourceSettings source={source} />
          {targets.length > 0 && (
            <Section title="How vmagent reads it">
              <TargetsTable targets={targets} />
              <TargetCards targets={targets} />
            </Section>
          )}
        </>
      ) : (
        <Connecting>
          <Skeleton className="h-24" />
          <Skeleton className="h-48" />
        </Connecting>
      )}
    </div>
  );
}
