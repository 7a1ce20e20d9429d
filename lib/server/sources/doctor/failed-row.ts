import 'server-only';
import type { AnswerRow } from '@/lib/schemas/source-answer';
import type { Told } from '../../sampler/eye/eye';
import type { Answer } from './ask-cloud';
import { isMomentary } from './told';

/** A row without its name. */
export type Row = Omit<AnswerRow, 'service' | 'place'>;

export const bare = { found: null, unseen: null };

/** What failed, the most telling first. */
export const failuresIn = (tried: readonly Answer<unknown>[]): Told[] =>
  tried.flatMap((answer) => (answer.ok ? [] : [answer.told])).sort((a, b) => a.rank - b.rank);

/** @param failures the most telling first */
export function failedRow(failures: readonly Told[]): Row {
  const isSure = failures.some((told) => !isMomentary(told));
  const counted = failures.filter((told) => isMomentary(told) !== isSure);
  const message = joined([...new Set(counted.map(({ words }) => words))]);
  return { ...bare, state: isSure ? 'wrong' : 'unknown', message, fix: counted[0]?.fix ?? null };
}

const MISSING = ' Missing: ';

/** One sentence of several that differ only in the permission that they name. */
function joined(words: readonly string[]): string {
  const parts = words.map((one) => one.split(MISSING));
  const [[base = ''] = []] = parts;
  if (!parts.every(([first, action]) => first === base && action)) return words.join(' ');
  return `${base}${MISSING}${parts.map(([, action = '']) => action.replace(/\.$/, '')).join(', ')}.`;
}
