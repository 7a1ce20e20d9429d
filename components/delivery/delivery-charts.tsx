'use client';

import { useMemo } from 'react';
import { CardGrid } from '@/components/charts/card-grid';
import { ChartCard } from '@/components/charts/chart-card';
import type { ChartMark } from '@/components/charts/chart-data';
import { healthLevel, healthWords, upWords } from '@/components/charts/health-words';
import { LazyTimeChart } from '@/components/charts/lazy-time-chart';
import { StateStrips } from '@/components/charts/state-strips';
import { Section } from '@/components/ui/card';
import { formatShare } from '@/lib/format';
import type { TimelineEvent } from '@/lib/schemas/event';
import type { Chart, Charts } from './chart-list';

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
        <CardGrid>{pipeline.map(draw)}</CardGrid>
      </Section>
      <Section title="Do the targets answer?">
        <CardGrid>
          <ChartCard
            title="Up or down"
            {...health}
            format={(share) => (share === 1 ? 'up' : share === 0 ? 'down' : `${formatShare(share, 1)} up`)}
            nothing="No target was scraped yet."
            words={healthWords(health.lines) ?? undefined}
          >
            <StateStrips {...health} levelOf={healthLevel} wordsOf={upWords} />
          </ChartCard>
          {draw(duration)}
        </CardGrid>
      </Section>
      <Section title="What does it take?">
        <CardGrid>
          {services.map(draw)}
          {draw(machine)}
        </CardGrid>
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
