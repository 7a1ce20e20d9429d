import { AS_SHIPPED, limitOf } from './movable';
import type { AlertRule } from './shape';

/** Writes a selector: the series of a metric, of the Pis that are meant. @param matchers more of them, as in PromQL */
export type Select = (metric: string, matchers?: string) => string;

/** Of the Pis that the dashboard's variable names. */
export const chosen: Select = (metric, matchers = '') =>
  `${metric}{${['cluster=~"$cluster"', matchers].filter(Boolean).join(',')}}`;

/** Of every Pi, for rules. */
export const every: Select = (metric, matchers = '') => (matchers === '' ? metric : `${metric}{${matchers}}`);

/** Each label once; the Pi is always kept. */
export const by = (...labels: string[]): string => `by (${['cluster', ...labels].join(', ')})`;

/**
 * How often a value has changed within an hour, looked at once a minute. Not `changes`: to that of VictoriaMetrics the first
 * value is a change too, so a rule would mean one thing there and another in Grafana Cloud. There a missing value is also
 * other than each value, and the difference to it is missing.
 */
export const changesInAnHour = (series: string): string =>
  `sum_over_time(((${series} - ${series} offset 1m) != bool 0)[1h:1m])`;

const UNIT_SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600 };

/** The same with windows of at least so many seconds: what lies between two moments that are far apart counts, too. */
export const withWindows = (promql: string, seconds: number): string =>
  promql.replace(/\[(\d+)([smh])\]/g, (window, count, unit) =>
    Number(count) * (UNIT_SECONDS[unit] ?? 0) < seconds ? `[${seconds}s]` : window,
  );

/** Of every Pi, and of what has no such label. */
export const ofAllPis = (promql: string): string => promql.replaceAll('$cluster', '.*');

/** Of the Pi of this name alone. A text as JSON is a text of PromQL. */
export const ofThisPi = (promql: string, cluster: string): string =>
  promql.replaceAll('$cluster', () =>
    JSON.stringify(cluster.replace(/[\\^$.|?*+()[\]{}]/g, '\\$&')).slice(1, -1),
  );

/** What PromQL evaluates. */
export function expressionOf({ watched, is, limit, and }: AlertRule, own = AS_SHIPPED): string {
  const compared = `${watched} ${is} ${limitOf(limit, own)}`;
  return and === undefined ? compared : `${compared} and ${and}`;
}
