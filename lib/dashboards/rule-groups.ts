/** The alert rules as Prometheus reads them, a group for each dashboard. */
import { dashboards } from './dashboards';
import { AS_SHIPPED, limitWords, type OwnRules } from './terms/movable';
import { expressionOf } from './terms/promql';
import type { AlertRule } from './terms/shape';

/** What an alert says, with its limit in words. */
export function summaryOf({ summary, limit }: AlertRule, own = AS_SHIPPED): string {
  if (typeof summary === 'string') return summary;
  return summary(typeof limit === 'number' ? String(limit) : limitWords(limit, own));
}

function ruleOf(rule: AlertRule, own: OwnRules) {
  const { name, severity, forMinutes, description, finding } = rule;
  return {
    alert: name,
    expr: expressionOf(rule, own),
    ...(forMinutes > 0 ? { for: `${forMinutes}m` } : {}),
    labels: { severity },
    annotations: {
      summary: summaryOf(rule, own),
      description,
      ...(finding === undefined ? {} : { finding }),
    },
  };
}

/** Those that are on; a group in which none is stays, without rules. */
export const ruleGroups = (own = AS_SHIPPED) =>
  dashboards.map(({ id, rules }) => ({
    name: `weir-${id}`,
    interval: '1m',
    rules: rules.filter(({ name }) => !own.off.includes(name)).map((rule) => ruleOf(rule, own)),
  }));
