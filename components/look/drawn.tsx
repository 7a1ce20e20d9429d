'use client';

import { useEffect } from 'react';
import { CardGrid } from '@/components/charts/card-grid';
import { loadChart } from '@/components/charts/lazy-time-chart';
import { LoadError, Loaded } from '@/components/feedback/loaded';
import { Skeleton } from '@/components/ui/skeleton';
import type { Load } from '@/lib/queries/use-load';
import type { DashboardView } from '@/lib/schemas/look/dashboard';
import { DashboardPanels } from './dashboard-panels';
import { SourceOff } from './dashboard-states';
import { NotDrawn } from './not-drawn';
import { StatGrid } from './stat-grid';

interface DrawnProps {
  load: Load<DashboardView> & { isPlaceholderData: boolean };
  /** Said where it could not be read: `The dashboard could not be read.` */
  title: string;
}

/** What the destination keeps, drawn; else why it is not. */
export function Drawn({ load, title }: DrawnProps) {
  useEffect(() => {
    // Beside the data. One that does not come is asked for again by the chart, which says so.
    loadChart().catch(() => {});
  }, []);
  return (
    <Loaded load={load} title={title} waiting={<DrawnSkeleton />}>
      {(view) => (
        <div aria-busy={load.isPlaceholderData} className="flex flex-col gap-8">
          <View view={view} load={load} />
        </div>
      )}
    </Loaded>
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

function DrawnSkeleton() {
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
