'use client';

import { usePathname, useSearchParams } from 'next/navigation';
import { useState } from 'react';
import { CardGrid } from '@/components/charts/card-grid';
import { LoadError, Loaded } from '@/components/feedback/loaded';
import { PageTitle } from '@/components/layout/page-title';
import { Segmented } from '@/components/ui/segmented';
import { Skeleton } from '@/components/ui/skeleton';
import { dashboardQuery } from '@/lib/queries/look';
import { type Load, useLoad } from '@/lib/queries/use-load';
import type { DashboardTab, DashboardView, LookSpan } from '@/lib/schemas/look/dashboard';
import { DashboardPanels } from './dashboard-panels';
import { KeptElsewhere, SourceOff, StoreSilent } from './dashboard-states';
import { StatGrid } from './stat-grid';

const OPTIONS: { value: LookSpan; label: string }[] = [
  { value: '1', label: '1 h' },
  { value: '6', label: '6 h' },
  { value: '24', label: '24 h' },
  { value: '168', label: '7 d' },
  { value: 'all', label: 'All' },
];
/** Keeps the line of the lead until it is here. */
const NO_LEAD = '\u00a0';

/** A dashboard, drawn from what the store on this Pi keeps. */
export function DashboardPage({ id, title }: DashboardTab) {
  const pathname = usePathname();
  const asked = useSearchParams().get('span');
  const [span, setSpan] = useState(OPTIONS.find(({ value }) => value === asked)?.value ?? '6');
  const load = useLoad(dashboardQuery(id, span));
  const { data, isPlaceholderData } = load;

  function show(next: LookSpan): void {
    setSpan(next);
    window.history.replaceState(null, '', next === '6' ? pathname : `${pathname}?span=${next}`);
  }

  return (
    <div className="flex flex-col gap-5">
      <PageTitle
        title={title}
        lead={data === undefined ? NO_LEAD : data.state === 'read' && data.about}
        aside={
          data?.state !== 'elsewhere' && (
            <Segmented legend="How far back" name="span" options={OPTIONS} value={span} onChange={show} />
          )
        }
      />
      <Loaded load={load} title="The dashboard could not be read." waiting={<DashboardSkeleton />}>
        {(view) => (
          <div aria-busy={isPlaceholderData} className="flex flex-col gap-8">
            <View view={view} load={load} />
          </div>
        )}
      </Loaded>
    </div>
  );
}

function View({ view, load }: { view: DashboardView; load: Load<DashboardView> }) {
  if (view.state === 'elsewhere') return <KeptElsewhere where={view.where} />;
  if (view.state === 'silent') return <StoreSilent why={view.why} />;
  return (
    <>
      {load.error !== null && <LoadError load={load} title="Newer values could not be read." />}
      <SourceOff source={view.source} />
      <DashboardPanels dashboard={view} />
    </>
  );
}

function DashboardSkeleton() {
  return (
    <div className="flex flex-col gap-8">
      <StatGrid>
        <Skeleton className="h-28" />
        <Skeleton className="h-28" />
        <Skeleton className="h-28" />
        <Skeleton className="h-28" />
      </StatGrid>
      <CardGrid>
        <Skeleton className="h-80" />
        <Skeleton className="h-80" />
      </CardGrid>
    </div>
  );
}
