import { z } from 'zod';
import { sourceIdSchema } from './snapshot';

const count = z.number().nullable();

/** `GET /api/budget`: what is collected, against what the plan covers. What nobody knows is null, never 0. */
export const budgetSchema = z.object({
  /**
   * Active series: the unique ones that vmagent sent since its current hour began (it counts by the hour from its own
   * start), or within the hour before while the current one is younger than ten minutes, or what the jobs keep now,
   * whichever is most.
   */
  series: count,
  /** They were counted before vmagent aggregates: fewer are sent. */
  isAggregated: z.boolean(),
  /** Data points a minute, averaged over up to 15 minutes; what the jobs come to while that is not known yet. */
  pointsPerMinute: count,
  /** Samples a second delivered within the last minute. */
  samplesPerSecond: count,
  /** The plan, as far as it counts at this destination. */
  limits: z.object({ series: count, pointsPerMinute: count }),
  brake: z.object({
    /** Series an hour that the running vmagent stops at; null: it does not, or nobody knows. */
    maxSeries: count,
    /** Samples beyond it that were thrown away since vmagent's start. */
    droppedSamples: count,
  }),
  /** Who uses how much, most series first. */
  jobs: z.array(
    z.object({
      job: z.string(),
      /** Series that its targets offered at their last scrape. */
      offered: count,
      targets: z.number().int(),
      /** Series that its filter keeps, before its limit and without those that vmagent adds. */
      filtered: count,
      /** Its own limit of series in 24 hours from each target, by the files; null: none. */
      limit: count,
      /** Series that are sent, with those that vmagent adds for each target. */
      kept: count,
      /** Kept series were reckoned from what is left of all that is delivered, not counted. */
      isEstimate: z.boolean(),
      intervalSeconds: count,
      pointsPerMinute: count,
      /** Part of all kept series, 0–1. */
      share: count,
    }),
  ),
  /** What each source that is off would add. */
  forecasts: z.array(
    z.object({
      source: sourceIdSchema,
      /** Null where it depends on what the account has. */
      series: count,
      pointsPerMinute: count,
      /** Containers that run on this machine, for the source that reads them. */
      containers: count,
      /** Series for each resource of a kind. */
      perResource: z.array(z.object({ resource: z.string(), series: z.number() })),
    }),
  ),
});
export type Budget = z.infer<typeof budgetSchema>;
export type BudgetJob = Budget['jobs'][number];
export type Forecast = Budget['forecasts'][number];
