import 'server-only';
import { createTwoFilesPatch, OMIT_HEADERS } from 'diff';
import { inEnglish } from '@/lib/english';

const CONTEXT = 3;
/** The search takes time quadratic in the lines that differ: with so many a Pi is busy for a few hundred milliseconds. */
const MOST_CHANGES = 1000;

/**
 * What changes from one text to the other, as `diff -u` shows it, without the file header; empty when nothing does. Where
 * more than 1,000 lines were removed or added, it only says so, in a line that begins with `\`, as remarks in diffs do.
 */
export function unifiedDiff(before: string, after: string): string {
  const [old, now] = [whole(before), whole(after)];
  if (old === now) return '';
  const patch = createTwoFilesPatch('', '', old, now, '', '', {
    context: CONTEXT,
    headerOptions: OMIT_HEADERS,
    // Nothing is searched for where all lines are new, or gone.
    maxEditLength: old === '' || now === '' ? Number.POSITIVE_INFINITY : MOST_CHANGES,
  });
  return patch ?? `\\ Too many lines differ to show them: ${count(old)} lines become ${count(now)}.\n`;
}

/** Whether the last line has its end is not shown. */
const whole = (text: string) => (text === '' || text.endsWith('\n') ? text : `${text}\n`);

const count = (text: string) => inEnglish(text.split('\n').length - 1);
