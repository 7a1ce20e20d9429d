'use client';

import { useMemo } from 'react';
import { CardGrid } from '@/components/charts/card-grid';
import type { ChartSpan } from '@/components/charts/chart-data';
import { RelativeTime } from '@/components/feedback/relative-time';
import { Section } from '@/components/ui/card';
import type { DashboardRead, LookPanel } from '@/lib/schemas/look/dashboard';
import { ChartPanel } from './chart-panel';
import { PanelEmpty, PanelProblem } from './panel-frame';
import { StatGrid } from './stat-grid';
import { StatPanel } from './stat-panel';
import { StatePanel } from './state-panel';
import { TablePanel } from './table-panel';

/** The panels of a dashboard: what is newest first, then what it was; what there is nothing of comes last. */
export function DashboardPanels({ dashboard }: { dashboard: DashboardRead }) {
  const { panels, where, readAtMs, startMs, stepSeconds, fromMs, toMs } = dashboard;
  const span = useMemo(
    (): ChartSpan => ({ startMs, stepSeconds, fromMs, toMs }),
    [startMs, stepSeconds, fromMs, toMs],
  );
  const draw = (kinds: LookPanel['kind'][]) =>
    panels
      .filter(({ kind }) => kinds.includes(kind))
      .toSorted((a, b) => Number(isEmpty(a)) - Number(isEmpty(b)))
      .map((panel) => <Panel key={panel.id} panel={panel} span={span} />);
  const stats = draw(['stat']);
  const tables = draw(['table']);
  const charts = draw(['state', 'timeseries']);
  return (
    <>
      {stats.length + tables.length > 0 && (
        <Section title="Now">
          {stats.length > 0 && <StatGrid>{stats}</StatGrid>}
          {tables.length > 0 && <CardGrid>{tables}</CardGrid>}
        </Section>
      )}
      {charts.length > 0 && (
        <Section title="Over time">
          <CardGrid>{charts}</CardGrid>
        </Section>
      )}
      <p className="text-quiet text-sm [overflow-wrap:anywhere]">
        Read from {where ?? 'the store on this Pi'} <RelativeTime atMs={readAtMs} />.
      </p>
    </>
  );
}

/** What could not be read is not empty. */
function isEmpty(panel: LookPanel): boolean {
  if (panel.problem !== null) return false;
  if (panel.kind === 'stat') return panel.values.length === 0;
  if (panel.kind === 'table') return panel.rows.length === 0;
  return panel.lines.every(({ values }) => values.every((value) => value === null));
}

function Panel({ panel, span }: { panel: LookPanel; span: ChartSpan }) {
  if (panel.problem !== null) return <PanelProblem panel={panel} problem={panel.problem} />;
  if (isEmpty(panel)) return <PanelEmpty panel={panel} />;
  if (panel.kind === 'timeseries') return <ChartPanel panel={panel} span={span} />;
  if (panel.kind === 'state') return <StatePanel panel={panel} span={span} />;
  return panel.kind === 'stat' ? <StatPanel panel={panel} /> : <TablePanel panel={panel} />;
}
