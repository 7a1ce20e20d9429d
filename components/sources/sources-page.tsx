'use client';

import { Connecting } from '@/components/feedback/connecting';
import { PageTitle } from '@/components/layout/page-title';
import { Skeleton } from '@/components/ui/skeleton';
import { useSnapshot } from '@/lib/queries/snapshot';
import { SourceCards } from './source-cards';
import { SourceNotices } from './state/source-notices';
import { AllTargets } from './targets/all-targets';

/** What is measured, and does each part of it arrive? */
export function SourcesPage() {
  const sources = useSnapshot((snapshot) => snapshot.sources);
  const targets = useSnapshot((snapshot) => snapshot.targets);
  return (
    <div className="flex flex-col gap-5">
      <PageTitle title="Sources" lead="What is measured, and what of it arrives." />
      {sources && targets ? (
        <>
          <SourceNotices />
          <SourceCards sources={sources} targets={targets} />
          <AllTargets targets={targets} />
        </>
      ) : (
        <Connecting>
          <Skeleton className="h-60" />
          <Skeleton className="h-96" />
        </Connecting>
      )}
    </div>
  );
}
