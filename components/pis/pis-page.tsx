'use client';

import { LoadError, Loaded } from '@/components/feedback/loaded';
import { RelativeTime } from '@/components/feedback/relative-time';
import { PageTitle } from '@/components/layout/page-title';
import { Skeleton } from '@/components/ui/skeleton';
import { pisQuery } from '@/lib/queries/look';
import { type Load, useLoad } from '@/lib/queries/use-load';
import type { PisRead, PisView } from '@/lib/schemas/look/pis';
import { pisWords } from './pi-look';
import { PisGroups } from './pis-groups';
import { PisNotice, PisUnread } from './pis-states';
import { PisSum } from './pis-sum';

/** What the destination has of every Pi that writes there. */
export function PisPage() {
  const load = useLoad(pisQuery());
  return (
    <div className="flex flex-col gap-5">
      <PageTitle title="All Pis" lead="What the destination has of every Pi that writes there." />
      <Loaded load={load} title="The Pis could not be read." waiting={<PisSkeleton />}>
        {(view) => <View view={view} load={load} />}
      </Loaded>
    </div>
  );
}

function View({ view, load }: { view: PisView; load: Load<PisView> }) {
  if (view.state !== 'read') return <PisUnread view={view} />;
  return (
    <>
      {load.error !== null && <LoadError load={load} title="Newer values could not be read." />}
      <PisList view={view} />
    </>
  );
}

function PisList({ view }: { view: PisRead }) {
  const { pis, hasMore, where, readAtMs } = view;
  return (
    <>
      {pis.length > 1 && <p className="font-strong text-lg">{pisWords(pis, hasMore)}</p>}
      {pis.length > 0 && <PisGroups pis={pis} />}
      <PisNotice view={view} />
      <PisSum view={view} />
      <p className="text-quiet text-sm [overflow-wrap:anywhere]">
        {hasMore && 'There are more than 200; the others are not shown. '}
        Read from {where ?? 'the store on this Pi'} <RelativeTime atMs={readAtMs} />. Pis are told apart by
        their label cluster, and stand here for 7 days after their last sample.
      </p>
    </>
  );
}

function PisSkeleton() {
  return (
    <div className="flex flex-col gap-5">
      <Skeleton className="h-7 w-72 max-w-full" />
      <Skeleton className="h-64" />
      <Skeleton className="h-24" />
    </div>
  );
}
