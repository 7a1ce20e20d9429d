import { stringify } from 'yaml';
import { dashboards } from '@/lib/dashboards/dashboards';
import { expressionOf } from '@/lib/dashboards/terms/promql';
import type { AlertRule } from '@/lib/dashboards/terms/shape';

const HEAD = `# Alert rules for all Pis: each alert names the Pi in its label "cluster". A plain rules file of Prometheus, which
# promtool, vmalert and Grafana read. Written by \`npm run dashboards\`; docs/dashboards.md says how to import it.
`;

function ruleOf(rule: AlertRule) {
  const { name, severity, forMinutes, summary, description, finding } = rule;
  return {
    alert: name,
    expr: expressionOf(rule),
    ...(forMinutes > 0 ? { for: `${forMinutes}m` } : {}),
    labels: { severity },
    annotations: { summary, description, ...(finding === undefined ? {} : { finding }) },
  };
}

/** compose/alerts/weir.yaml */
export function rulesFile(): string {
  const groups = dashboards.map(({ id, rules }) => ({
    name: `weir-${id}`,
    interval: '1m',
    rules: rules.map(ruleOf),
  }));
  return `${HEAD}${stringify({ groups }, { lineWidth: 0 })}`;
}
