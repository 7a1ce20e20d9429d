'use client';

import { useMemo } from 'react';
import { ChartCard } from '@/components/charts/chart-card';
import type { ChartMark } from '@/components/charts/chart-data';
import { healthWords } from '@/components/charts/health-runs';
import { HealthStrips } from '@/components/charts/health-strips';
import { LazyTimeChart } from '@/components/charts/lazy-time-chart';
import { Section } from '@/components/ui/card';
import { formatShare } from '@/lib/format';
import type { TimelineEvent } from '@/lib/schemas/event';
import type { Chart, Charts } from './chart-list';

/** The last of an odd number is as wide as two. */
const GRID = 'grid items-start gap-4 lg:grid-cols-2 lg:[&>*:last-child:nth-child(odd)]:col-span-2';

interface DeliveryChartsProps {
  charts: Charts;
  events: readonly TimelineEvent[];
}

export function DeliveryCharts({ charts, events }: DeliveryChartsProps) {
  const { pipeline, health, duration, services, machine } = charts;
  const { toMs: nowMs } = health.span;
  const marks = useMemo(
    () => events.map(({ fromMs, toMs, severity }): ChartMark => ({ fromMs, toMs: toMs ?? nowMs, severity })),
    [events, nowMs],
  );
  const draw = (chart: Chart) => <ChartFigure key={chart.title} chart={chart} marks={marks} />;
  return (
    <>
      <Section title="Is it delivered?">
        <div className={GRID}>{pipeline.map(draw)}</div>
      </Section>
      <Section title="Do the targets answer?">
        <div className={GRID}>
          <ChartCard
            title="Up or down"
            {...health}
            format={(share) => (share === 1 ? 'up' : share === 0 ? 'down' : `${formatShare(share, 1)} up`)}
            nothing="No target was scraped yet."
            words={healthWords(health.lines) ?? undefined}
          >
            <HealthStrips {...health} />
          </ChartCard>
          {draw(duration)}
        </div>
      </Section>
      <Section title="What does it take?">
        <div className={GRID}>
          {services.map(draw)}
          {draw(machine)}
        </div>
      </Section>
    </>
  );
}

function ChartFigure({ chart, marks }: { chart: Chart; marks: readonly ChartMark[] }) {
  const { title, span, lines, format, tick = format, low, nothing } = chart;
  return (
    <ChartCard {...{ title, span, lines, format, nothing }}>
      <LazyTimeChart {...{ title, span, lines, marks, format, tick, low }} />
    </ChartCard>
  );
}
