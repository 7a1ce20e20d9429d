import type { Row } from './drill.ts';

const median = (values: number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
const isAgreed = ({ claim, isLost }: Row) => (claim === 'lost') === isLost;

/** What the drills showed, as a table in Markdown and what it comes to. */
export function drillTable(rows: Row[], tookSeconds: number): string {
  const head = ['drill', 'finding', 's', 'claim', 'truth at the destination'];
  const cells = rows.map(({ what, id, seconds, withinSeconds, browserSeconds, claim, truth }) => [
    what,
    id,
    [
      seconds.toFixed(1),
      ...(seconds > withinSeconds ? [`late, wanted: ${withinSeconds}`] : []),
      ...(browserSeconds === null ? [] : [`in a browser ${browserSeconds.toFixed(1)}`]),
    ].join(', '),
    claim,
    truth,
  ]);
  const widths = head.map((title, column) =>
    Math.max(title.length, ...cells.map((row) => row[column]?.length ?? 0)),
  );
  const line = (row: string[]) =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  const seconds = rows.map((row) => row.seconds);
  const agreed = rows.filter(isAgreed).length;
  return [
    line(head),
    `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`,
    ...cells.map(line),
    '',
    `${rows.length} findings in ${Math.round(tookSeconds)} s.`,
    `On the open page after ${median(seconds).toFixed(1)} s (median), ${Math.max(0, ...seconds).toFixed(1)} s at most.`,
    `Claim and truth agree in ${agreed} of ${rows.length}.`,
  ].join('\n');
}
