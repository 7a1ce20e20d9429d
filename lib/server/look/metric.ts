import 'server-only';
import { chosen } from '@/lib/dashboards/terms/promql';
import type { Dashboard, Unit } from '@/lib/dashboards/terms/shape';
import { plural } from '@/lib/format';
import { isCloud, sourceIds } from '@/lib/pipeline/components';
import { sourceRecord } from '@/lib/pipeline/records';
import type { SeriesLabels, StoredValue } from '../destination/question';

/** As many as a chart has room for. */
const MOST_DRAWN = 12;
const MOST_COLUMNS = 6;

/** Every series of a metric. */
export const seriesOf = (metric: string): string => chosen(metric);

/** A cloud’s own; what its exporter tells of itself is not among them. */
const OF_CLOUDS = sourceIds.filter(isCloud).map((id) => {
  const { names, without } = sourceRecord(id).ownSeries;
  return new RegExp(`^(?!(?:${without ?? ''})$)(?:${names})$`);
});

/** A counter only grows, so it is drawn as how fast. What a cloud calls a sum is none. */
const isCounter = (metric: string): boolean =>
  /_(?:total|count|sum|bucket)$/.test(metric) && !OF_CLOUDS.some((names) => names.test(metric));

function unitOf(metric: string, isRate: boolean): Unit {
  const isBytes = /_bytes(?:_|$)/.test(metric);
  if (isRate) return isBytes ? 'bytes-per-second' : 'per-second';
  if (isBytes) return 'bytes';
  // A moment since 1970 is no duration.
  return /_seconds$/.test(metric) && !/_(?:time|timestamp)_seconds$/.test(metric) ? 'seconds' : 'count';
}

/**
 * A metric as a dashboard: over time, and its newest values beside the labels that tell its series apart. Pure.
 * @param metric of the form of `METRIC_NAME` @param values all of its series now, untrusted
 */
export function metricDashboard(metric: string, values: readonly StoredValue[]): Dashboard {
  const newest = values.toSorted((a, b) => b.value - a.value);
  const labels = labelsApart(values);
  const legend = ['cluster', ...labels].map((label) => `{{${label}}}`).join(' ');
  const drawn = newest.length > MOST_DRAWN ? newest.slice(0, MOST_DRAWN) : null;
  const isRate = isCounter(metric);
  const series = drawn === null ? [seriesOf(metric)] : drawn.map((one) => exactly(metric, one.labels));
  return {
    id: `metric ${metric}`,
    title: metric,
    about: `${plural(values.length, 'series', 'series')} now.`,
    rules: [],
    panels: [
      {
        id: 'course',
        question: isRate ? 'How fast does it grow?' : 'How has it moved?',
        kind: 'timeseries',
        unit: unitOf(metric, isRate),
        expressions: [
          { promql: series.map((one) => (isRate ? `rate(${one}[5m])` : one)).join(' or '), legend },
        ],
        ...(drawn && { note: `The ${drawn.length} that are highest now.` }),
      },
      {
        id: 'newest',
        question: 'What are its newest values?',
        kind: 'table',
        unit: unitOf(metric, false),
        columns: Object.fromEntries(['cluster', ...labels].map((label) => [label, label])),
        value: 'Value',
        expressions: [{ promql: `sort_desc(${seriesOf(metric)})`, legend }],
      },
    ],
  };
}

/** The labels whose values differ from series to series, those with fewest values first; the job where none does. */
function labelsApart(values: readonly StoredValue[]): string[] {
  const seen = new Map<string, Set<string>>();
  for (const { labels } of values) {
    for (const [label, value] of Object.entries(labels)) {
      if (label !== '__name__' && label !== 'cluster')
        seen.set(label, (seen.get(label) ?? new Set()).add(value));
    }
  }
  const isEverywhere = (label: string) => values.every(({ labels }) => Object.hasOwn(labels, label));
  const apart = [...seen].filter(([label, all]) => all.size > 1 || !isEverywhere(label));
  const found = apart.sort(([, a], [, b]) => a.size - b.size).map(([label]) => label);
  return found.length === 0 ? ['job'] : found.slice(0, MOST_COLUMNS);
}

/** One series. A text as JSON is a text of PromQL. */
function exactly(metric: string, labels: SeriesLabels): string {
  const own = Object.entries(labels).filter(([label]) => label !== '__name__');
  return `${metric}{${own.map(([label, value]) => `${label}=${JSON.stringify(value)}`).join(',')}}`;
}
