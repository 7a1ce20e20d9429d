'use client';

import type { ReactNode } from 'react';
import { PageTitle } from '@/components/layout/page-title';
import { dashboardQuery } from '@/lib/queries/look';
import { useLoad } from '@/lib/queries/use-load';
import type { DashboardTab, LookPis, LookSpan } from '@/lib/schemas/look/dashboard';
import { DashboardReach } from './dashboard-reach';
import { Drawn } from './drawn';
import { useReach } from './use-reach';

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
  /** Beside what is drawn: where else it leads. */
  further?: ReactNode;
}

/** Drawn from what the destination keeps: the store on this Pi, or one outside that may be read. */
export function DrawnPage({ title, query: queryOf, back, further }: DrawnPageProps) {
  const { span, pis, show } = useReach();
  const load = useLoad(queryOf(span, pis));
  const { data } = load;
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
      {data?.state === 'read' && further}
      <Drawn load={load} title="The dashboard could not be read." />
    </div>
  );
}
