'use client';

import { Loaded } from '@/components/feedback/loaded';
import { RelativeTime } from '@/components/feedback/relative-time';
import { FileDiffs } from '@/components/forms/file-diffs';
import { BackLink } from '@/components/layout/back-link';
import { PageTitle } from '@/components/layout/page-title';
import { Section } from '@/components/ui/card';
import { Skeleton } from '@/components/ui/skeleton';
import { StatePill } from '@/components/ui/state-pill';
import { formatDateTime } from '@/lib/format';
import { useRevision } from '@/lib/queries/revisions';
import { RestoreSection } from './restore-section';
import { authors } from './revision-words';

export function RevisionPage({ id }: { id: number }) {
  const load = useRevision(id);
  return (
    <div className="flex max-w-3xl flex-col gap-6">
      <BackLink href="/revisions" name="Revisions" />
      {load.error !== null && load.data === undefined && (
        <h1 className="font-strong text-2xl">Revision {id}</h1>
      )}
      <Loaded load={load} title="It could not be read." waiting={<Skeleton className="h-96" />}>
        {(revision) => (
          <>
            <PageTitle
              title={revision.title}
              lead={
                <>
                  Revision {id}, made <RelativeTime atMs={revision.atMs} /> by {authors[revision.who].words},
                  on {formatDateTime(revision.atMs)}.
                </>
              }
              aside={revision.isCurrent && <StatePill tone="arriving" word="In use now" />}
            />
            {revision.reason && (
              <p className="border-accent border-l-4 pl-3">
                <span className="sr-only">Why: </span>“{revision.reason}”
              </p>
            )}
            <Section title="What it changed">
              {revision.changes.length > 0 ? (
                <FileDiffs files={revision.changes} isOpen={revision.changes.length <= 2} />
              ) : (
                <p className="text-quiet">
                  Nothing before it to compare with: these are the files as they were found.
                </p>
              )}
            </Section>
            <RestoreSection revision={revision} />
          </>
        )}
      </Loaded>
    </div>
  );
}
