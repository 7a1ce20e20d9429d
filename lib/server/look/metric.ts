import 'server-only';
import { chosen } from '@/lib/dashboards/terms/promql';
import type { Dashboard, Unit } from '@/lib/dashboards/terms/shape';
import { formatCount, plural } from '@/lib/format';
import { isCloud, sourceIds } from '@/lib/pipeline/components';
import { isNamedToGrow, isSaidToGrow } from '@/lib/pipeline/growing';
import { sourceRecord } from '@/lib/pipeline/records';
import type { StoredValue } from '../destination/question';
import type { Family } from '../vmagent/families';
import { APART, labelsApart } from './names';
import { MOST_LINES, MOST_ROWS, NO_NUMBERS, noNumbersOf } from './panels';

/** PromQL: how many series a metric has now. */
export const countOf = (metric: string): string => `count(${chosen(metric)})`;
/** PromQL: those with the highest values now, as many as a table has room for. */
export const highestOf = (metric: string): string => `topk(${MOST_ROWS}, ${chosen(metric)})`;

/** A cloud’s own; what its exporter tells of itself is not among them. */
const OF_CLOUDS = sourceIds.filter(isCloud).map((id) => {
  const { names, without } = sourceRecord(id).ownSeries;
  return new RegExp(`^(?!(?:${without ?? ''})$)(?:${names})$`);
});

const isOfClouds = (metric: string) => OF_CLOUDS.some((names) => names.test(metric));

const asSentence = (text: string) => (/[.!?]$/.test(text) ? text : `${text}.`);

/** Seconds since 1970 in 1973: what is above is a moment and no duration. */
const LEAST_MOMENT = 1e8;

function unitOf(metric: string, isRate: boolean, value: number): Unit {
  // How many of them, and not how large. A count of bytes of Google Cloud is of bytes.
  const isHowMany =
    /_sample_count$/.test(metric) || (/_(?:count|bucket)$/.test(metric) && !isOfClouds(metric));
  const isBytes = /_bytes(?:_|$)/.test(metric) && !isHowMany;
  if (isRate) return isBytes ? 'bytes-per-second' : 'per-second';
  if (isBytes) return 'bytes';
  if (/(?:_seconds|_last_seen)$/.test(metric)) return value > LEAST_MOMENT ? 'moment' : 'seconds';
  return 'count';
}

/**
 * A metric as a dashboard: over time, and its newest values beside the labels that tell its series apart. Pure.
 * @param metric of the form of `METRIC_NAME` @param count of its series now
 * @param highest of them, as `highestOf` asks for them, untrusted; less where their values are no numbers
 * @param said of it by its exporter
 */
export function metricDashboard(
  metric: string,
  count: number,
  highest: readonly StoredValue[],
  { type, help }: Family,
): Dashboard {
  // A counter is drawn as how fast it grows.
  const isRate = isSaidToGrow(metric, type) ?? (isNamedToGrow(metric) && !isOfClouds(metric));
  const top = highest[0]?.value ?? 0;
  const series = isRate ? `rate(${chosen(metric)}[5m])` : chosen(metric);
  const highestNow = `topk(${MOST_LINES}, ${isRate ? `rate(${chosen(metric)}[5m] @ end())` : `${chosen(metric)} @ end()`})`;
  const isPart = count > MOST_LINES;
  const noNumbers = count > 0 && highest.length === 0 && { emptyWhen: NO_NUMBERS };
  return {
    id: `metric ${metric}`,
    title: metric,
    about: [help && asSentence(help), `${plural(count, 'series', 'series')} now.`].filter(Boolean).join(' '),
    rules: [],
    panels: [
      {
        id: 'course',
        question: isRate ? 'How fast does it grow?' : 'How has it moved?',
        kind: 'timeseries',
        unit: unitOf(metric, isRate, top),
        expressions: [
          { promql: isPart ? `${series} and ${highestNow}` : series, legend: `{{cluster}} ${APART}` },
        ],
        ...(isPart && {
          note: `The ${MOST_LINES} that ${isRate ? 'grow fastest' : 'are highest'} now, of ${formatCount(count)}.`,
        }),
        ...noNumbers,
      },
      {
        id: 'newest',
        question: 'What are its newest values?',
        kind: 'table',
        unit: unitOf(metric, false, top),
        columns: Object.fromEntries(
          ['cluster', ...labelsApart(highest.map(({ labels }) => labels))].map((label) => [label, label]),
        ),
        value: 'Value',
        expressions: [{ promql: `sort_desc(${highestOf(metric)})`, legend: '{{cluster}}' }],
        ...(count > highest.length && {
          note:
            highest.length < MOST_ROWS
              ? noNumbersOf(count - highest.length)
              : `The ${MOST_ROWS} that are highest now, of ${formatCount(count)}.`,
        }),
        ...noNumbers,
      },
    ],
  };
}
