import 'server-only';
import type { LogLine } from '@/lib/schemas/log-line';
import { jsonLog } from '../vmagent/json-log';

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
  for (const line of text.split('\n')) {
    if (line.startsWith('aws_') && !/^aws_[a-z0-9]+_info\b/.test(line)) sums.series += 1;
    const value = Number.parseFloat(line.slice(line.lastIndexOf(' ') + 1));
    if (!Number.isFinite(value)) continue;
    if (/^yace_cloudwatch_getmetricdata_metrics_requested_total[ {]/.test(line)) sums.requested += value;
    else if (/^yace_cloudwatch_request_errors[ {]/.test(line)) sums.errors += value;
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
  /** Since when it has had none, after it had some. */
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
    return { metrics, sinceMs: atMs, grewAtMs, mostSeries: metrics.series, emptySinceMs: null };
  }
  const grewAtMs = metrics.requested > last.requested ? atMs : memory.grewAtMs;
  const mostSeries = Math.max(memory.mostSeries, metrics.series);
  const isEmpty = metrics.series === 0 && mostSeries > 0;
  return {
    ...memory,
    metrics,
    grewAtMs,
    mostSeries,
    emptySinceMs: isEmpty ? (memory.emptySinceMs ?? atMs) : null,
  };
}

/** Whether YACE has got as far as the metrics since it was first seen. */
export function hasAskedAws({ metrics, grewAtMs }: YaceMemory): boolean {
  return grewAtMs !== null || (metrics?.series ?? 0) > 0;
}

/** YACE's words and what they mean, most telling first. Seen with v0.67.0; `err` is the AWS SDK's text. */
const CAUSES: { pattern: RegExp; words: string }[] = [
  {
    pattern: /InvalidClientTokenId|UnrecognizedClient|InvalidAccessKeyId/,
    words: 'AWS refuses the access key: it does not exist or was deleted.',
  },
  {
    pattern: /SignatureDoesNotMatch|IncompleteSignature/,
    words: 'AWS refuses the secret: it does not belong to this access key.',
  },
  {
    pattern: /ExpiredToken|RequestExpired|RequestTimeTooSkewed/,
    words: 'AWS says that the request is too old: check the Pi’s clock.',
  },
  {
    pattern: /get credentials|no EC2 IMDS role|static credentials are empty/,
    words: 'AWS: no access key is set.',
  },
  {
    pattern: /AccessDenied|not authorized|UnauthorizedOperation|explicit deny/,
    words: 'AWS knows the access key, but it lacks a permission.',
  },
  { pattern: /Throttl|Rate exceeded|TooManyRequests/, words: 'AWS is limiting how often it may be asked.' },
  {
    pattern:
      /no such host|dial tcp|connection refused|i\/o timeout|deadline exceeded|network is unreachable|TLS handshake|exceeded maximum number of attempts/,
    words: 'AWS cannot be reached: check the internet connection and the region.',
  },
  {
    pattern: /No tagged resources made it through filtering/,
    words:
      'AWS: no resource with a tag was found. Only tagged resources are seen: give them a tag, or check the region.',
  },
  { pattern: /Couldn't|Failed to|error/i, words: 'The AWS exporter reports an error.' },
];

/** The names of the permissions that AWS missed, e.g. `tag:GetResources`, for the sentence. */
function missingPermission(text: string): string {
  const action = /not authorized to perform:? ([a-z0-9-]+:[A-Za-z*]+)/i.exec(text)?.[1];
  return action ? ` Missing: ${action}.` : '';
}

/** After a good round every line is older than this many rounds. */
const ROUNDS = 1.5;
/** The first round of a fresh exporter: account, resources and metrics take this long at most on a slow line. */
const FIRST_ROUND_MS = 60_000;

/** A round that began after its series were gone has ended without any. A reload empties it for a round as well. */
function isEmptied({ emptySinceMs, grewAtMs }: YaceMemory, nowMs: number): boolean {
  if (emptySinceMs === null || grewAtMs === null) return false;
  return grewAtMs > emptySinceMs && nowMs - grewAtMs >= FIRST_ROUND_MS;
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
): string | null {
  const { metrics, grewAtMs, sinceMs, mostSeries } = memory;
  if (!metrics) return null;
  const roundMs = intervalSeconds * 1000 * ROUNDS;
  const isGrowing = grewAtMs !== null && nowMs - grewAtMs <= roundMs + FIRST_ROUND_MS;
  if (isGrowing && isEmptied(memory, nowMs)) {
    return `AWS: CloudWatch has no series any more; there were ${mostSeries.toLocaleString('en')}.`;
  }
  if (isGrowing) return null;
  const errors = jsonLog(lines).filter(
    ({ level, atMs }) => (level === 'error' || level === 'warn') && nowMs - atMs <= roundMs + FIRST_ROUND_MS,
  );
  for (const { pattern, words } of CAUSES) {
    const entry = errors.findLast(
      // Doing without the account's alias is normal; the permission for it is optional.
      ({ msg, err, level }) =>
        level === 'error' && !/account alias/.test(msg) && pattern.test(`${msg} ${err}`),
    );
    if (entry) return words + missingPermission(entry.err);
  }
  const isLate =
    metrics.series === 0 &&
    nowMs - Math.max(sinceMs, grewAtMs ?? 0) > FIRST_ROUND_MS + (grewAtMs === null ? 0 : roundMs);
  return isLate
    ? 'The AWS exporter has asked CloudWatch for nothing yet. Its log may say why; AWS may not answer.'
    : null;
}
