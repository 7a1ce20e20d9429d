'use client';

import { usePathname, useSearchParams } from 'next/navigation';
import { type ReactNode, useEffect, useState } from 'react';
import { CardGrid } from '@/components/charts/card-grid';
import { loadChart } from '@/components/charts/lazy-time-chart';
import { LoadError, Loaded } from '@/components/feedback/loaded';
import { PageTitle } from '@/components/layout/page-title';
import { Skeleton } from '@/components/ui/skeleton';
import { dashboardQuery } from '@/lib/queries/look';
import { type Load, useLoad } from '@/lib/queries/use-load';
import {
  type DashboardTab,
  type DashboardView,
  type LookPis,
  type LookSpan,
  lookSpans,
} from '@/lib/schemas/look/dashboard';
import { DashboardPanels } from './dashboard-panels';
import { DashboardReach } from './dashboard-reach';
import { SourceOff } from './dashboard-states';
import { NotDrawn } from './not-drawn';
import { StatGrid } from './stat-grid';

/** Keeps the line of the lead until it is here. */
const NO_LEAD = '\u00a0';

/** One of the dashboards that ship. */
export const DashboardPage = ({ id, title }: DashboardTab) => (
  <DrawnPage title={title} query={(span, pis) => dashboardQuery(id, span, pis)} />
);

interface DrawnPageProps {
  title: ReactNode;
  query: (span: LookSpan, pis: LookPis) => ReturnType<typeof dashboardQuery>;
  /** The way back to where the page belongs. */
  back?: ReactNode;
}

/** Drawn from what the destination keeps: the store on this Pi, or one outside that may be read. */
export function DrawnPage({ title, query: queryOf, back }: DrawnPageProps) {
  const pathname = usePathname();
  const asked = useSearchParams();
  const [span, setSpan] = useState<LookSpan>(lookSpans.find((one) => one === asked.get('span')) ?? '6');
  const [pis, setPis] = useState<LookPis>(asked.get('pis') === 'all' ? 'all' : 'this');
  const load = useLoad(queryOf(span, pis));
  const { data, isPlaceholderData } = load;
  useEffect(() => {
    // Beside the data. One that does not come is asked for again by the chart, which says so.
    loadChart().catch(() => {});
  }, []);

  function show(nextSpan: LookSpan, nextPis: LookPis): void {
    setSpan(nextSpan);
    setPis(nextPis);
    const query = new URLSearchParams(asked);
    query.delete('span');
    query.delete('pis');
    if (nextSpan !== '6') query.set('span', nextSpan);
    if (nextPis === 'all') query.set('pis', nextPis);
    window.history.replaceState(null, '', query.size > 0 ? `${pathname}?${query}` : pathname);
  }

  return (
    <div className="flex flex-col gap-5">
      {back}
      <PageTitle
        title={title}
        lead={data === undefined ? NO_LEAD : data.state === 'read' && data.about}
        aside={
          data?.state !== 'elsewhere' && <DashboardReach view={data} span={span} pis={pis} onChange={show} />
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
  if (view.state !== 'read') return <NotDrawn view={view} />;
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
