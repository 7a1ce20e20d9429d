import type { Distribution, Metric, Point, Series } from './state.ts';

export interface Window {
  startMs: number;
  endMs: number;
  /** By Google's clock. */
  nowMs: number;
  /** Labels alone, without points. */
  isHeader: boolean;
}

/** How long before its point a cumulative metric was at nought. */
const RESET_MS = 86_400_000;

const distributionBody = ({ count, mean, bounds, counts }: Distribution) => ({
  distributionValue: {
    count: String(count),
    mean,
    bucketOptions: { explicitBuckets: { bounds } },
    bucketCounts: counts.map(String),
  },
});

/** Whole numbers go as text: they may be larger than JSON's. */
function valueBody({ valueType }: Metric, { value }: Point): object {
  if (typeof value === 'object') return distributionBody(value);
  if (valueType === 'INT64') return { int64Value: String(value) };
  if (valueType === 'BOOL') return { boolValue: value };
  return valueType === 'STRING' ? { stringValue: value } : { doubleValue: value };
}

/** When a point ends: points stand at whole sample periods. */
function endOf(metric: Metric, { ageSeconds }: Point, nowMs: number): number {
  const periodMs = metric.samplePeriodSeconds * 1000;
  return Math.floor(nowMs / periodMs) * periodMs - ageSeconds * 1000;
}

function startOf({ kind, samplePeriodSeconds }: Metric, endMs: number): number {
  if (kind === 'GAUGE') return endMs;
  return endMs - (kind === 'DELTA' ? samplePeriodSeconds * 1000 : RESET_MS);
}

const at = (timeMs: number) => new Date(timeMs).toISOString();

/** A time series of the API, its newest point first; null: no point ended in the window. */
export function seriesBody(metric: Metric, series: Series, window: Window): object | null {
  const points = series.points
    .map((point) => ({ point, endMs: endOf(metric, point, window.nowMs) }))
    .filter(({ endMs }) => endMs > window.startMs && endMs <= window.endMs)
    .sort((a, b) => b.endMs - a.endMs);
  if (points.length === 0) return null;
  const body = {
    metric: { type: metric.type, labels: series.metricLabels },
    resource: { type: metric.resource, labels: series.resourceLabels },
    metricKind: metric.kind,
    valueType: metric.valueType,
  };
  if (window.isHeader) return body;
  const shown = points.map(({ point, endMs }) => ({
    interval: { startTime: at(startOf(metric, endMs)), endTime: at(endMs) },
    value: valueBody(metric, point),
  }));
  return { ...body, points: shown };
}
