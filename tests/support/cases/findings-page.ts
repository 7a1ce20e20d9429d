import type { Finding } from '@/lib/schemas/snapshot';
import { rules } from '@/lib/verdict/rules/table';
import type { Rule } from '@/lib/verdict/terms/types';
import { judge } from '../panel/judge.ts';
import type { Case } from './verdict-case.ts';
import { CASES } from './verdict-cases.ts';

const SEVERITIES: Record<Finding['severity'], string> = {
  losing: 'Data is being lost, or nothing is collected.',
  waiting: 'Data does not arrive, but is kept in the buffer and sent later.',
  warning: 'Something is wrong; the data goes on, perhaps without a part of it.',
  info: 'Worth knowing, nothing is wrong.',
};
const ORDER = Object.keys(SEVERITIES) as Finding['severity'][];

const INTRO = `# Findings

What Weir says when something is not as it should be, and why it says so. A finding has an id that stays the same from
version to version: it stands in \`GET /api/status\`, in \`weir_finding{id,severity}\` of \`GET /metrics\`, in notifications
and in the list of events. Where a rule can hold for several things at once, the id ends in their name, such as
\`source-blind-aws\`.

One finding may explain others: a store that is stopped explains that nothing reaches it. Then the headline is what
explains, with the worst that comes of it, and the others stand below it as “because of this”. They stay findings: in
\`GET /api/status\` their \`because\` is the id of what explains them in the end, and \`weir_finding\` has all of them.
In messages only what explains is told. Which explains which stands in \`lib/verdict/graph.ts\`.

This page is made from the rules themselves (\`npm run docs\`). The texts below are those of one example each: a Pi that
sends to Grafana Cloud. Names, amounts and advice follow the case.
`;

function caseOf(rule: Rule): Case {
  const found = CASES.find((one) => one.rule === rule.id);
  if (!found) throw new Error(`The rule ${rule.id} has no case.`);
  return found;
}

function example(rule: Rule): Finding & { isNamed: boolean } {
  const { change, id = rule.id } = caseOf(rule);
  const finding = judge(change).findings.find((one) => one.id === id);
  if (!finding) throw new Error(`The case of ${rule.id} does not find it.`);
  return { ...finding, isNamed: id !== rule.id };
}

const idOf = (rule: Rule) => `\`${rule.id}${example(rule).isNamed ? '-…' : ''}\``;
const oneLine = (text: string) => text.replaceAll(/\s*\n\s*/g, ' ');

function section(rule: Rule): string {
  const { title, consequence, fix, href } = example(rule);
  return [
    `### ${idOf(rule)}`,
    '',
    rule.when,
    '',
    `- **Says:** ${oneLine(title)}`,
    `- **For your data:** ${oneLine(consequence)}`,
    `- **What to do:** ${oneLine(fix)}`,
    ...(href ? [`- **Leads to:** \`${href}\``] : []),
    '',
  ].join('\n');
}

/** docs/findings.md, from the rules and one case of each. */
export function findingsPage(): string {
  const parts = ORDER.flatMap((severity) => {
    const own = rules.filter((rule) => rule.severity === severity);
    return [`## ${severity}\n\n${SEVERITIES[severity]} ${own.length} rules.\n`, ...own.map(section)];
  });
  return `${[INTRO, ...parts].join('\n').trimEnd()}\n`;
}
