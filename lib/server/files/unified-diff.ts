import 'server-only';

const CONTEXT = 3;

interface Line {
  mark: ' ' | '-' | '+';
  text: string;
}

/**
 * What changes from one text to the other, as `diff -u` shows it, without the file header; empty when nothing does.
 * Meant for texts of at most a few thousand lines.
 */
export function unifiedDiff(before: string, after: string): string {
  const lines = compare(toLines(before), toLines(after));
  const hunks: string[] = [];
  for (let at = lines.findIndex(isChange); at !== -1; ) {
    const start = Math.max(0, at - CONTEXT);
    let end = at;
    // Changes that lie close together share a hunk.
    for (let i = at; i < lines.length && i <= end + 2 * CONTEXT; i++) if (isChange(lines[i])) end = i;
    const stop = Math.min(lines.length, end + CONTEXT + 1);
    hunks.push(hunk(lines, start, stop));
    at = lines.findIndex((line, i) => i >= stop && isChange(line));
  }
  return hunks.join('');
}

function hunk(lines: Line[], start: number, stop: number): string {
  const count = (from: number, to: number, skip: '-' | '+') =>
    lines.slice(from, to).filter(({ mark }) => mark !== skip).length;
  const range = (skip: '-' | '+') => {
    const length = count(start, stop, skip);
    const first = count(0, start, skip) + (length === 0 ? 0 : 1);
    return `${first},${length}`;
  };
  const body = lines.slice(start, stop).map(({ mark, text }) => `${mark}${text}\n`);
  return `@@ -${range('+')} +${range('-')} @@\n${body.join('')}`;
}

/** Longest common subsequence, after what both texts begin and end with is set aside. */
function compare(before: string[], after: string[]): Line[] {
  let head = 0;
  while (head < before.length && head < after.length && before[head] === after[head]) head++;
  let tail = 0;
  const most = Math.min(before.length, after.length) - head;
  while (tail < most && before.at(-1 - tail) === after.at(-1 - tail)) tail++;
  const a = before.slice(head, before.length - tail);
  const b = after.slice(head, after.length - tail);
  const same = (texts: string[]): Line[] => texts.map((text) => ({ mark: ' ', text }));
  return [
    ...same(before.slice(0, head)),
    ...compareMiddle(a, b),
    ...same(before.slice(before.length - tail)),
  ];
}

function compareMiddle(a: string[], b: string[]): Line[] {
  const width = b.length + 1;
  const lengths = new Uint16Array((a.length + 1) * width);
  const at = (i: number, j: number) => lengths[i * width + j] ?? 0;
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      lengths[i * width + j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const lines: Line[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      lines.push({ mark: ' ', text: a[i] ?? '' });
      i++;
      j++;
    } else if (i < a.length && (j === b.length || at(i + 1, j) >= at(i, j + 1))) {
      lines.push({ mark: '-', text: a[i++] ?? '' });
    } else {
      lines.push({ mark: '+', text: b[j++] ?? '' });
    }
  }
  return lines;
}

function toLines(text: string): string[] {
  if (text === '') return [];
  return (text.endsWith('\n') ? text.slice(0, -1) : text).split('\n');
}

function isChange(line: Line | undefined): boolean {
  return line !== undefined && line.mark !== ' ';
}
