import 'server-only';
import { z } from 'zod';
import type { Dashboard } from '@/lib/dashboards/terms/shape';
import { formatCount, plural } from '@/lib/format';
import type { DashboardView, LookPis, LookSpan } from '@/lib/schemas/look/dashboard';
import {
  allNewestOf,
  isNumber,
  MOST,
  type Question,
  type StoredValue,
  Unanswered,
} from '../destination/question';
import { jsonIn } from '../json';
import { inTurn } from '../wait';
import { draw } from './look';
import { APART, labelsApart } from './names';
import { MOST_LINES, MOST_ROWS, NO_NUMBERS, noNumbersOf } from './panels';

/** Of more series the whole courses would be more than is read; a line of them may have gaps. */
const MOST_WHOLE = 150;

/**
 * PromQL of whoever looks, over time and now, as it stands; `$cluster` stands for the Pis that are meant.
 * @param promql untrusted: the destination alone says what it means @throws AppError invalid-stack
 */
export const readExpression = (promql: string, span: LookSpan, pis: LookPis): Promise<DashboardView> =>
  draw(
    { id: `expression ${promql}`, title: 'Expression' },
    async ({ place, ofPis }) => {
      const newest = await inTurn('look 0', () => place.ask(singleValues(ofPis(promql)))).catch(tooSlow);
      return { ...expressionDashboard(promql, newest), isAsTyped: true };
    },
    span,
    pis,
  );

/** What takes too long takes too long the next time, too, and others are answered: it is the question. */
function tooSlow(error: unknown): never {
  if (error instanceof Unanswered && error.reach === 'late')
    throw new Unanswered('one', 'It takes too long.', 'Ask for fewer series, or for a shorter window.');
  throw error;
}

const otherSchema = z.object({
  status: z.literal('success'),
  data: z.object({ resultType: z.enum(['matrix', 'string']) }),
});

/** The newest values of what may be no expression of single values. */
function singleValues(promql: string): Question<StoredValue> {
  const question = allNewestOf(promql);
  return {
    ...question,
    read(body) {
      if (otherSchema.safeParse(jsonIn(body)).success)
        throw new Unanswered(
          'one',
          'It does not give one value at a time.',
          'Put what has a window, such as up[5m], into a function, such as rate().',
        );
      return question.read(body);
    },
  };
}

/** The same as a dashboard. Pure. @param newest its values now, untrusted, also those that are no numbers */
export function expressionDashboard(promql: string, newest: readonly StoredValue[]): Dashboard {
  const count = newest.length;
  const numbers = newest.filter(({ value }) => isNumber(value));
  const odd = count - numbers.length;
  const labels = numbers.map((one) => one.labels);
  const ofSeveral = new Set(labels.map(({ __name__ }) => __name__)).size > 1;
  const legend = `${ofSeveral ? '{{__name__}} ' : ''}{{cluster}} ${APART}`;
  // A comment at its end would take in what follows. What is no number would take the places of numbers.
  const highest = (most: number) =>
    odd > 0 ? `topk(${most}, (${promql}\n) <= ${MOST})` : `topk(${most}, ${promql}\n)`;
  const noNumbers = count > 0 && odd === count && { emptyWhen: NO_NUMBERS };
  const notes = [
    count > MOST_ROWS && `The ${MOST_ROWS} that are highest now, of ${formatCount(count)}.`,
    odd > 0 && noNumbersOf(odd),
  ].filter(Boolean);
  return {
    id: 'expression',
    title: 'Expression',
    about: `${plural(count, 'series', 'series')} now.`,
    rules: [],
    panels: [
      {
        id: 'course',
        question: 'How has it moved?',
        kind: 'timeseries',
        unit: 'number',
        expressions: [{ promql: count > MOST_WHOLE ? highest(MOST_LINES) : promql, legend }],
        ...(count > MOST_WHOLE && {
          note: `The ${MOST_LINES} that are highest at each moment, of ${formatCount(count)}.`,
        }),
        ...noNumbers,
      },
      {
        id: 'newest',
        question: 'What are its newest values?',
        kind: 'table',
        unit: 'number',
        columns: {
          ...(ofSeveral && { __name__: 'metric' }),
          ...Object.fromEntries(['cluster', ...labelsApart(labels)].map((label) => [label, label])),
        },
        value: 'Value',
        expressions: [{ promql: count > MOST_ROWS ? `sort_desc(${highest(MOST_ROWS)})` : promql, legend }],
        ...(notes.length > 0 && { note: notes.join(' ') }),
        ...noNumbers,
      },
    ],
  };
}
