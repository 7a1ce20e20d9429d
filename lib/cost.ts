import type { DeliverySample } from './schemas/delivery';
import type { ScrapeJob } from './schemas/settings/settings';
import type { TargetSample } from './schemas/snapshot';

/** What is known of the pipeline right now; of a `Snapshot`. */
export interface LiveLoad {
  targets: readonly Pick<TargetSample, 'job' | 'samples' | 'intervalSeconds'>[];
  delivery: Pick<DeliverySample, 'samplesPerSecond' | 'bytesPerSecond'>;
}

/** What a choice of intervals comes to. Null: the figures to go by are not known yet. */
export interface Load {
  samplesPerSecond: number | null;
  bytesPerSecond: number | null;
}

/**
 * Series that vmagent adds for each target whatever the filter: `up`, `scrape_duration_seconds`,
 * `scrape_samples_scraped`, `scrape_samples_post_metric_relabeling`, `scrape_series_added`,
 * `scrape_response_size_bytes`, `scrape_timeout_seconds` (VictoriaMetrics, lib/promscrape/scrapework.go).
 */
export const SERIES_PER_TARGET = 7;
/** And for each with a `series_limit`: `scrape_series_current`, `scrape_series_limit`, `scrape_series_limit_samples_dropped`. */
export const SERIES_PER_LIMIT = 3;
/**
 * Grafana Cloud includes one data point a minute per active series; usage beyond is billed as further series.
 * https://grafana.com/docs/grafana-cloud/cost-management-and-billing/understand-your-invoice/metrics-invoice/
 */
export const INCLUDED_POINTS_PER_MINUTE = 1;

/** Data points a minute for each series of a job. @param intervalSeconds above 0 */
export function pointsPerMinute(intervalSeconds: number): number {
  return 60 / intervalSeconds;
}

/** How many times as many active series Grafana Cloud counts as there are: 1 at 60 s and longer, 4 at 15 s. */
export function grafanaSeriesFactor(intervalSeconds: number): number {
  return Math.max(1, pointsPerMinute(intervalSeconds) / INCLUDED_POINTS_PER_MINUTE);
}

/** Compressed bytes of a delivered sample, as measured; null while nothing is being delivered. */
export function bytesPerSample({ delivery }: LiveLoad): number | null {
  const { samplesPerSecond, bytesPerSecond } = delivery;
  if (samplesPerSecond === null || bytesPerSecond === null || samplesPerSecond <= 0) return null;
  return bytesPerSecond / samplesPerSecond;
}

/**
 * What would be delivered with other intervals. Of what the targets offer, the filters keep the share that is delivered
 * now; the same share is taken for each job, so this is an estimate.
 * @param seconds interval of each job that changes
 */
export function loadWith(live: LiveLoad, seconds: Partial<Record<ScrapeJob, number>>): Load {
  const { samplesPerSecond } = live.delivery;
  const isChanged = (job: string): job is ScrapeJob => Object.hasOwn(seconds, job);
  const rate = (target: LiveLoad['targets'][number], intervalSeconds: number | null) =>
    target.samples === null || !intervalSeconds ? 0 : (target.samples + SERIES_PER_TARGET) / intervalSeconds;
  let now = 0;
  let then = 0;
  for (const target of live.targets) {
    const wanted = isChanged(target.job) ? seconds[target.job] : undefined;
    now += rate(target, target.intervalSeconds);
    then += rate(target, wanted ?? target.intervalSeconds);
  }
  if (samplesPerSecond === null || samplesPerSecond <= 0 || now === 0) {
    return { samplesPerSecond: null, bytesPerSecond: null };
  }
  const samples = samplesPerSecond * (then / now);
  const size = bytesPerSample(live);
  return { samplesPerSecond: samples, bytesPerSecond: size === null ? null : samples * size };
}

/** Hours of outage that a buffer of this size holds; null where the rate is not known. */
export function bufferHours(bufferBytes: number, bytesPerSecond: number | null): number | null {
  return bytesPerSecond === null || bytesPerSecond <= 0 ? null : bufferBytes / bytesPerSecond / 3600;
}

/**
 * How many times as many requests a cloud gets, and bills: AWS is asked at YACE's interval (`-scraping-interval`),
 * Google at each scrape of its exporter.
 */
export function requestFactor(beforeSeconds: number, afterSeconds: number): number {
  return beforeSeconds / afterSeconds;
}
