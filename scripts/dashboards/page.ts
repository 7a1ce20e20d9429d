import { dashboards } from '@/lib/dashboards/dashboards';
import { summaryOf } from '@/lib/dashboards/rule-groups';
import { rangeOf } from '@/lib/dashboards/terms/movable';
import type { AlertRule, Dashboard, Panel } from '@/lib/dashboards/terms/shape';
import { rangeWords } from '@/lib/typed-number';
import { table } from '../../tests/architecture/floors-page.ts';

const MARKS = /(<!-- dashboards: npm run dashboards -->\n)[\s\S]*?(<!-- \/dashboards -->)/;

/** A label of a template by its name: `cluster`. */
const plain = (text: string) => text.replace(/\{\{ \$labels\.(?:dimension_)?(\w+) \}\}/g, '`$1`');

const finding = ({ finding: id }: AlertRule) => (id === undefined ? '' : `\`${id}\``);
const wait = ({ forMinutes }: AlertRule) => (forMinutes === 0 ? 'at once' : `${forMinutes} min`);
const range = ({ limit }: AlertRule) => (typeof limit === 'number' ? '' : rangeWords(rangeOf(limit)));
const panelRow = ({ question, kind, emptyWhen = '' }: Panel) => [question, kind, emptyWhen];
const ruleRow = (rule: AlertRule) => [
  `\`${rule.name}\``,
  rule.severity,
  wait(rule),
  plain(summaryOf(rule)),
  range(rule),
  finding(rule),
];

function section({ id, title, about, panels, rules }: Dashboard): string {
  return [
    `### ${title}`,
    `${about} The file is \`compose/dashboards/weir-${id}.json\`.`,
    table(['Panel', 'Kind', 'Empty when'], panels.map(panelRow)),
    table(['Rule', 'Severity', 'After', 'Says', 'Number', 'Finding'], rules.map(ruleRow)),
  ].join('\n\n');
}

/** docs/dashboards.md with what there is. @throws Error when it has no place for it */
export function withDashboards(page: string): string {
  if (!MARKS.test(page)) throw new Error('docs/dashboards.md has no place for the dashboards.');
  const [panels, rules] = [dashboards.flatMap((one) => one.panels), dashboards.flatMap((one) => one.rules)];
  const sum = `${dashboards.length} dashboards with ${panels.length} panels, and ${rules.length} alert rules.`;
  const all = [sum, ...dashboards.map(section)].join('\n\n');
  return page.replace(MARKS, (_, begin: string, end: string) => `${begin}\n${all}\n\n${end}`);
}
