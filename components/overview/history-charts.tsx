'use client';

import { useQuery } from '@tanstack/react-query';
import { SmallChart } from '@/components/charts/small-chart';
import { ErrorNotice } from '@/components/feedback/error-notice';
import { Button } from '@/components/ui/button';
import { Section } from '@/components/ui/card';
import { Skeleton } from '@/components/ui/skeleton';
import { formatBytes, formatNumber, formatRate } from '@/lib/format';
import { historyQuery } from '@/lib/queries/history';
import type { History } from '@/lib/schemas/history';

interface Chart {
  series: keyof History['series'];
  title: string;
  nothing: string;
  format: (value: number) => string;
  low?: number;
}

const CHARTS: Chart[] = [
  {
    series: 'samplesPerSecond',
    title: 'Delivered',
    nothing: 'Nothing was measured yet.',
    format: (value) => formatRate(value, 'samples'),
    low: 0,
  },
  {
    series: 'bufferBytes',
    title: 'Buffered',
    nothing: 'Nothing was measured yet.',
    format: formatBytes,
    low: 0,
  },
  {
    series: 'targetsUp',
    title: 'Targets up',
    nothing: 'Nothing was measured yet.',
    format: formatNumber,
    low: 0,
  },
  {
    series: 'temperatureCelsius',
    title: 'Pi temperature',
    nothing: 'This machine has no temperature sensor that can be read.',
    format: (value) => `${formatNumber(value)} °C`,
  },
];

/** The last hours, in four small charts. Kept in the panel's memory: they are there without the internet. */
export function HistoryCharts() {
  const { data, error, refetch } = useQuery(historyQuery());
  return (
    <Section title="The last hours">
      {error && !data ? (
        <ErrorNotice
          error={error}
          title="The history could not be read."
          action={<Button onClick={() => void refetch()}>Try again</Button>}
        />
      ) : (
        <div className="grid items-start gap-4 sm:grid-cols-2 xl:grid-cols-4">
          {CHARTS.map(({ series, ...chart }) =>
            data ? (
              <SmallChart
                key={series}
                {...chart}
                values={data.series[series]}
                startMs={data.startMs}
                stepSeconds={data.stepSeconds}
              />
            ) : (
              <Skeleton key={series} className="h-48" />
            ),
          )}
        </div>
      )}
    </Section>
  );
}
