import { z } from 'zod';

/**
 * `-remoteWrite.maxHourlySeries` that stands for no brake. vmagent counts active series only with a limit, and takes 16
 * bits for each series of it: 2 MB here, but 4 GB for its own "no limit", -1 (VictoriaMetrics, lib/bloomfilter).
 */
export const NO_BRAKE_SERIES = 1_000_000;

/** From how many series on vmagent throws away; null: not known, or no brake. @param maxSeries of vmagent's flag */
export const brakeAt = (maxSeries: number | null): number | null =>
  maxSeries !== null && maxSeries > 0 && maxSeries < NO_BRAKE_SERIES ? maxSeries : null;

/** The brake as it ships: below where Grafana Cloud's free plan refuses (`lib/budget.ts`), or it would protect nobody. */
export const SHIPPED_BRAKE_SERIES = 14_000;

const whole = (least: number, most: number) =>
  z
    .number({ error: 'Enter a whole number.' })
    .int('Enter a whole number.')
    // Written when it is needed: the tables of languages take memory (`lib/english.ts`).
    .min(least, { error: () => `Use at least ${least.toLocaleString('en')}.` })
    .max(most, { error: () => `Use at most ${most.toLocaleString('en')}.` })
    .nullable();

/** `series_limit` of a scrape job: unique series in 24 hours from each of its targets; null: none. */
export const seriesLimitSchema = whole(10, 500_000);

/** What the destination's plan covers, and where vmagent stops by itself. */
export const planSchema = z.strictObject({
  /** Active series; null: no limit is known. */
  series: whole(100, 1_000_000_000),
  /** Data points a minute; null: no limit is known. */
  pointsPerMinute: whole(100, 1_000_000_000),
  /** Unique series an hour, beyond which vmagent throws samples away; null: no brake. */
  maxSeries: whole(1000, 500_000),
});
export type Plan = z.infer<typeof planSchema>;
