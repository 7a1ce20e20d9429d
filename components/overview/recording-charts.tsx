'use client';

import { SmallChart } from '@/components/charts/small-chart';
import { Loaded } from '@/components/feedback/loaded';
import { formatBytes, formatNumber, formatRate } from '@/lib/format';
import { recordingQuery } from '@/lib/queries/recording';
import { useSnapshot } from '@/lib/queries/snapshot';
import { useLoad } from '@/lib/queries/use-load';
import type { Recording } from '@/lib/schemas/recording';
import type { Snapshot } from '@/lib/schemas/snapshot';
import { ChartGrid, ChartSkeleton } from './chart-grid';

interface Chart {
  series: keyof Recording['series'];
  title: string;
  nothing: string;
  format: (value: number) => string;
  /** Its value at this moment; null: nobody can tell. Left out, it is not part of the snapshot. */
  now?: (snapshot: Snapshot) => number | null;
  low?: number;
}

const CHARTS: Chart[] = [
  {
    series: 'samplesPerSecond',
    title: 'Delivered',
    nothing: 'Nothing was measured yet.',
    format: (value) => formatRate(value, 'samples'),
    now: ({ delivery }) => delivery.samplesPerSecond,
    low: 0,
  },
  {
    series: 'bufferBytes',
    title: 'Buffered',
    nothing: 'Nothing was measured yet.',
    format: formatBytes,
    now: ({ buffer }) => buffer.bytes,
    low: 0,
  },
  {
    series: 'targetsUp',
    title: 'Targets up',
    nothing: 'Nothing was measured yet.',
    format: formatNumber,
    now: ({ vmagent, targets }) =>
      vmagent.state === 'up' ? targets.filter(({ state }) => state === 'up').length : null,
    low: 0,
  },
  {
    series: 'temperatureCelsius',
    title: 'Pi temperature',
    nothing: 'This machine has no temperature sensor that can be read.',
    format: (value) => `${formatNumber(value)} °C`,
  },
];

export function RecordingCharts() {
  const load = useLoad(recordingQuery());
  const charts = (recording?: Recording) => (
    <ChartGrid>
      {CHARTS.map((chart) =>
        recording ? (
          <RecordingChart key={chart.series} chart={chart} recording={recording} />
        ) : (
          <ChartSkeleton key={chart.series} />
        ),
      )}
    </ChartGrid>
  );
  return (
    <Loaded load={load} title="The recording could not be read." waiting={charts()}>
      {charts}
    </Loaded>
  );
}

function RecordingChart({
  chart: { series, now, ...chart },
  recording,
}: {
  chart: Chart;
  recording: Recording;
}) {
  const value = useSnapshot((snapshot) => (now ? now(snapshot) : undefined));
  return (
    <SmallChart
      {...chart}
      now={value}
      values={recording.series[series]}
      startMs={recording.startMs}
      stepSeconds={recording.stepSeconds}
    />
  );
}
