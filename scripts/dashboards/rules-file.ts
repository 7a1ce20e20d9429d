import { stringify } from 'yaml';
import { ruleGroups } from '@/lib/dashboards/rule-groups';

const HEAD = `# Alert rules for all Pis: each alert names the Pi in its label "cluster". A plain rules file of Prometheus, which
# promtool, vmalert and Grafana read. Written by \`npm run dashboards\`; docs/dashboards.md says how to import it.
`;

/** compose/alerts/weir.yaml */
export const rulesFile = (): string => `${HEAD}${stringify({ groups: ruleGroups() }, { lineWidth: 0 })}`;
