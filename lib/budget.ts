import type { Plan } from './schemas/plan';
import type { DestinationSample } from './schemas/snapshot';

/** What the destination takes; null: no limit is known. */
export type Limits = Pick<Plan, 'series' | 'pointsPerMinute'>;

export const NO_LIMITS: Limits = { series: null, pointsPerMinute: null };

/**
 * Grafana Cloud's free plan: 10,000 active series with one data point a minute for each.
 * https://grafana.com/pricing/ and
 * https://grafana.com/docs/grafana-cloud/cost-management-and-billing/understand-your-invoice/metrics-invoice/
 */
export const GRAFANA_FREE: Limits = { series: 10_000, pointsPerMinute: 10_000 };

/**
 * From so many active series on Grafana Cloud's free plan answers 429 (`err-mimir-max-active-series`) to what has a new
 * one; beyond what it includes it does not at once. Said by several users in 2026, no figure of Grafana's documentation.
 */
export const GRAFANA_FREE_REFUSES = 15_000;

/** From how many series on new ones are refused; null: not known. */
export const refusesFrom = (plan: Limits, kind: DestinationSample['kind']): number | null =>
  kind === 'grafana-cloud' && isGrafanaFree(plan) ? GRAFANA_FREE_REFUSES : null;

/** From this share of a limit on it is worth a word. */
export const NEAR = 0.9;

export function isGrafanaFree({ series, pointsPerMinute }: Limits): boolean {
  return series === GRAFANA_FREE.series && pointsPerMinute === GRAFANA_FREE.pointsPerMinute;
}

/**
 * The limits that count at a destination. The store on this Pi has no plan, and Grafana Cloud's free one, which the
 * files begin with, says nothing about another server.
 */
export function limitsAt(plan: Limits, kind: DestinationSample['kind']): Limits {
  if (kind === 'local' || (kind === 'other' && isGrafanaFree(plan))) return NO_LIMITS;
  return { series: plan.series, pointsPerMinute: plan.pointsPerMinute };
}

export type Level = 'unknown' | 'within' | 'near' | 'over';

/** How much of a limit is used; `unknown` also where there is none. */
export function levelOf(value: number | null, limit: number | null): Level {
  if (value === null || limit === null) return 'unknown';
  if (value > limit) return 'over';
  return value >= limit * NEAR ? 'near' : 'within';
}
