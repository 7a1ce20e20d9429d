import { ChartCard } from '@/components/charts/chart-card';
import { LazyTimeChart } from '@/components/charts/lazy-time-chart';
import { plural } from '@/lib/format';
import { formatValue } from '@/lib/format-value';
import type { Figures } from '@/lib/schemas/resources';

type Charts = Exclude<Figures['charts'], string>;

/** One small chart a metric. */
export function ResourceCharts({ charts: { startMs, stepSeconds, charts, more } }: { charts: Charts }) {
  return (
    <>
      <div className="grid items-start gap-3 lg:grid-cols-2">
        {charts.map(({ metric, lines }) => {
          const points = Math.max(1, ...lines.map(({ values }) => values.length));
          const toMs = startMs + (points - 1) * stepSeconds * 1000;
          const span = { startMs, stepSeconds, fromMs: startMs, toMs };
          return (
            <ChartCard
              key={metric}
              title={metric}
              span={span}
              lines={lines}
              format={formatValue}
              nothing="Nothing is known of these hours."
            >
              <LazyTimeChart
                title={metric}
                span={span}
                lines={lines}
                format={formatValue}
                tick={formatValue}
                low={0}
              />
            </ChartCard>
          );
        })}
      </div>
      {more > 0 && <p className="text-quiet text-sm">And {plural(more, 'metric')} more.</p>}
    </>
  );
}
