import { floors } from './floors.ts';

const MARKS = /(<!-- floors: npm run docs -->\n)[\s\S]*?(<!-- \/floors -->)/;

const named = (names: readonly string[]) => names.map((name) => `\`${name}\``).join(', ');

function row({ folder, what, may, entries = [] }: (typeof floors)[number]): string {
  const below = may ? named(may) || 'nothing of `lib/server`' : 'what stands above it';
  return `| \`${folder}\` | ${what} | ${below} | ${named(entries)} |`;
}

/** ARCHITECTURE.md with the table of the floors as they are. @throws Error when it has no place for it */
export function withFloors(page: string): string {
  if (!MARKS.test(page)) throw new Error('ARCHITECTURE.md has no place for the floors.');
  const head = ['| Folder | What it is | May import | Routes and pages use |', '| --- | --- | --- | --- |'];
  const table = [...head, ...floors.map(row)].join('\n');
  return page.replace(MARKS, (_, begin: string, end: string) => `${begin}\n${table}\n\n${end}`);
}
