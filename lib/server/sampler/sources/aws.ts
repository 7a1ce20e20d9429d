import 'server-only';
import { inEnglish } from '@/lib/english';
import { awsSource } from '@/lib/pipeline/sources/aws/record';
import type { LogLine } from '@/lib/schemas/log-line';
import { type JsonLogEntry, jsonLog } from '../../vmagent/json-log';
import { readSamples } from '../../vmagent/series';
import { awsCause } from './aws-cause';
import { type Blind, blindOf, type Eye } from './eye';

/** YACE's own counters since its start, `pkg/promutil/prometheus.go`. Reading them asks AWS nothing. */
export interface YaceMetrics {
  /** Metrics asked of CloudWatch; stays 0 where it gets no further than the account or the resources. */
  requested: number;
  /** Calls that CloudWatch refused. */
  errors: number;
  /** Series of AWS resources that it exposes now. */
  series: number;
}

export function parseYaceMetrics(text: string): YaceMetrics {
  const sums: YaceMetrics = { requested: 0, errors: 0, series: 0 };
  for (const { name, value } of readSamples(text)) {
    if (name.startsWith('aws_') && !name.endsWith('_info')) sums.series += 1;
    if (!Number.isFinite(value)) continue;
    if (name === 'yace_cloudwatch_getmetricdata_metrics_requested_total') sums.requested += value;
    else if (name === 'yace_cloudwatch_request_errors') sums.errors += value;
  }
  return sums;
}

export interface YaceMemory {
  metrics: YaceMetrics | null;
  /** Counters fall when it is restarted. */
  sinceMs: number;
  /** When `requested` was last seen to grow. */
  grewAtMs: number | null;
  /** Most series of AWS resources that it has had. */
  mostSeries: number;
  /** Since when it has had none. */
  emptySinceMs: number | null;
}

export const NO_YACE_MEMORY: YaceMemory = {
  metrics: null,
  sinceMs: 0,
  grewAtMs: null,
  mostSeries: 0,
  emptySinceMs: null,
};

/** The memory after one reading. Pure. */
export function yaceStep(memory: YaceMemory, metrics: YaceMetrics, atMs: number): YaceMemory {
  const last = memory.metrics;
  if (!last || metrics.requested < last.requested) {
    const grewAtMs = metrics.requested > 0 ? atMs : null;
    const emptySinceMs = metrics.series === 0 ? atMs : null;
    return { metrics, sinceMs: atMs, grewAtMs, mostSeries: metrics.series, emptySinceMs };
  }
  const grewAtMs = metrics.requested > last.requested ? atMs : memory.grewAtMs;
  const mostSeries = Math.max(memory.mostSeries, metrics.series);
  return {
    ...memory,
    metrics,
    grewAtMs,
    mostSeries,
    emptySinceMs: metrics.series === 0 ? (memory.emptySinceMs ?? atMs) : null,
  };
}

/** After a good round every line is older than this many rounds. */
const ROUNDS = 1.5;
/** The first round of a fresh exporter: account, resources and metrics take this long at most on a slow line. */
const FIRST_ROUND_MS = 60_000;

/** Lines of one round come within this time of each other. */
const ROUND_LINES_MS = 30_000;

/** The most telling cause of the newest round that failed: what was wrong before that may have been mended. */
function newestCause(entries: readonly JsonLogEntry[]): Blind | null {
  const told = entries.flatMap(({ msg, err, level, atMs }) => {
    // Doing without the account's alias is normal; the permission for it is optional.
    const cause = level === 'error' && !msg.includes('account alias') ? awsCause(`${msg} ${err}`) : null;
    return cause ? [{ ...cause, atMs }] : [];
  });
  const newestAtMs = Math.max(...told.map(({ atMs }) => atMs));
  const round = told.filter(({ atMs }) => newestAtMs - atMs <= ROUND_LINES_MS);
  return blindOf(round.sort((a, b) => a.rank - b.rank || b.atMs - a.atMs)[0]);
}

/**
 * Why YACE gets nothing from AWS, in plain words; null: nothing is known to be wrong. It answers scrapes even
 * then, with its own counters only, so neither `up` nor an error counter tells (pkg/job/scrape.go).
 */
export function yaceBlindness(
  memory: YaceMemory,
  lines: readonly LogLine[],
  intervalSeconds: number,
  nowMs: number,
): Blind | null {
  const { metrics, grewAtMs, sinceMs, mostSeries, emptySinceMs } = memory;
  if (!metrics) return null;
  const roundMs = intervalSeconds * 1000 * ROUNDS;
  const isGrowing = grewAtMs !== null && nowMs - grewAtMs <= roundMs + FIRST_ROUND_MS;
  const emptyMs = emptySinceMs === null ? 0 : nowMs - emptySinceMs;
  // A round is under way. That it asks is no proof for longer: it counts what it asks before it is answered.
  if (isGrowing && emptyMs < FIRST_ROUND_MS) return null;
  const errors = jsonLog(lines).filter(
    ({ level, atMs }) => (level === 'error' || level === 'warn') && nowMs - atMs <= roundMs + FIRST_ROUND_MS,
  );
  const cause = newestCause(errors);
  if (cause !== null) return cause;
  if (metrics.requested > 0 && emptyMs >= FIRST_ROUND_MS) {
    const words =
      mostSeries > 0
        ? `AWS: CloudWatch no longer has any series; there were ${inEnglish(mostSeries)}.`
        : 'AWS: CloudWatch is asked and has no series. Nothing may run in these regions, or a permission is missing.';
    return { words };
  }
  return emptyMs > 0 && nowMs - sinceMs > FIRST_ROUND_MS
    ? {
        words: 'yace (AWS) has asked CloudWatch for nothing yet. Its log may say why; AWS may not answer.',
      }
    : null;
}

/** While a source shows no sign of life, it is looked at more often: someone may be waiting for it. */
const BLIND_MS = 5000;
const WELL_MS = 60_000;

export const awsEye: Eye = {
  query: '',
  contents: null,
  follow: () => {
    let memory = NO_YACE_MEMORY;
    return {
      asks: {
        everyMs: () => (memory.grewAtMs === null ? BLIND_MS : WELL_MS),
        hear: (text, nowMs) => {
          memory = yaceStep(memory, parseYaceMetrics(text), nowMs);
        },
        forget: () => {
          memory = NO_YACE_MEMORY;
        },
      },
      logKey: () => '',
      sight: ({ lines, isRunning, clockSeconds = awsSource.clock.seconds, nowMs }) => {
        if (!isRunning) return undefined;
        const blind = yaceBlindness(memory, lines, clockSeconds, nowMs);
        // That it asks is no proof, it counts before it is answered: only series of AWS are one.
        return blind ?? ((memory.metrics?.series ?? 0) > 0 ? null : undefined);
      },
    };
  },
};
