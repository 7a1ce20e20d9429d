'use client';

import { Loaded } from '@/components/feedback/loaded';
import { PageTitle } from '@/components/layout/page-title';
import { Card } from '@/components/ui/card';
import { Skeleton } from '@/components/ui/skeleton';
import { useRevisions } from '@/lib/queries/revisions';
import { KEPT_REVISIONS } from '@/lib/schemas/plain';
import { RevisionRow } from './revision-row';

/** What was changed, by whom, when and why; and the way back. */
export function RevisionsPage() {
  const load = useRevisions();
  return (
    <div className="flex max-w-3xl flex-col gap-5">
      <PageTitle
        title="Revisions"
        lead="Every change of the settings. Each state can be viewed and restored."
      />
      <Loaded load={load} title="The revisions could not be read." waiting={<Skeleton className="h-72" />}>
        {({ revisions }) =>
          revisions.length === 0 ? (
            <p className="text-quiet">Nothing was saved yet. The set-up makes the first revision.</p>
          ) : (
            <>
              <Card className="overflow-hidden">
                <ol className="divide-y divide-line">
                  {revisions.map((revision) => (
                    <RevisionRow key={revision.id} revision={revision} />
                  ))}
                </ol>
              </Card>
              <p className="text-quiet text-sm">
                The last {KEPT_REVISIONS} are kept. Passwords, tokens and keys are never part of them.
              </p>
            </>
          )
        }
      </Loaded>
    </div>
  );
}
