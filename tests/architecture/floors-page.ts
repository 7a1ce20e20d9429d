import { floors } from './floors.ts';

const MARKS = /(<!-- floors: npm run docs -->\n)[\s\S]*?(<!-- \/floors -->)/;

const named = (names: readonly string[]) => names.map((name) => `\`${name}\``).join(', ');

function row({ folder, what, may, entries = [] }: (typeof floors)[number]): string[] {
  const below = may ? named(may) || 'nothing of `lib/server`' : 'what stands above it';
  return [`\`${folder}\``, what, below, named(entries)];
}

/** As the formatter writes a table: columns as wide as their widest cell. */
export function table(head: string[], rows: string[][]): string {
  const widths = head.map((_, column) =>
    Math.max(...[head, ...rows].map((cells) => cells[column]?.length ?? 0)),
  );
  const line = (cells: string[]) => `| ${cells.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join(' | ')} |`;
  return [head, widths.map((width) => '-'.repeat(width)), ...rows].map(line).join('\n');
}

/** ARCHITECTURE.md with the table of the floors as they are. @throws Error when it has no place for it */
export function withFloors(page: string): string {
  if (!MARKS.test(page)) throw new Error('ARCHITECTURE.md has no place for the floors.');
  const all = table(['Folder', 'What it is', 'May import', 'Routes and pages use'], floors.map(row));
  return page.replace(MARKS, (_, begin: string, end: string) => `${begin}\n${all}\n\n${end}`);
}
