import type { Tone } from '@/components/ui/tone';
import { formatSeconds, plural } from '@/lib/format';
import type { AnswerRow, SourceAnswer } from '@/lib/schemas/source-answer';

export const rowFaces: Record<AnswerRow['state'], { tone: Tone; word: string }> = {
  ok: { tone: 'arriving', word: 'Works' },
  warn: { tone: 'waiting', word: 'Incomplete' },
  wrong: { tone: 'losing', word: 'No data' },
  unknown: { tone: 'unknown', word: 'Not known' },
};

/** All of an answer in one line. @param cloud whose it is: `AWS` */
export function answerFace(
  { problem, rows, durationMs }: SourceAnswer,
  cloud: string,
): { tone: Tone; title: string } {
  if (problem?.state === 'wrong') return { tone: 'losing', title: `${cloud} gives nothing with this` };
  if (problem) return { tone: 'unknown', title: `${cloud} could not be asked` };
  const count = (state: AnswerRow['state']) => rows.filter((row) => row.state === state).length;
  const [wrong, unknown, warn] = [count('wrong'), count('unknown'), count('warn')];
  const of = `of ${rows.length}`;
  if (rows.length === 0) return { tone: 'unknown', title: `Nothing is asked of ${cloud}` };
  if (wrong > 0) return { tone: 'losing', title: `${wrong} ${of} ${wrong === 1 ? 'gives' : 'give'} no data` };
  if (unknown > 0) return { tone: 'unknown', title: `${unknown} ${of} could not be tried` };
  if (warn > 0)
    return { tone: 'waiting', title: `The key works; ${warn} ${of} ${warn === 1 ? 'is' : 'are'} incomplete` };
  return {
    tone: 'arriving',
    title: `${allWords(rows.length)}: ${cloud} answered in ${formatSeconds(durationMs / 1000)}`,
  };
}

const allWords = (count: number) =>
  count === 1 ? 'It works' : count === 2 ? 'Both work' : `All ${count} work`;

/** For those who do not see the page change. @param placeWords what is said of a place */
export function answerWords(
  answer: SourceAnswer,
  cloud: string,
  placeWords: (place: string) => string,
): string {
  const { title } = answerFace(answer, cloud);
  const wrong = answer.rows.filter(({ state }) => state === 'wrong');
  return [
    `${title}.`,
    answer.problem?.message,
    wrong.length > 0 &&
      `No data: ${wrong.map(({ service, place }) => `${service} in ${placeWords(place)}`).join('; ')}.`,
  ]
    .filter(Boolean)
    .join(' ');
}

/** `4 queues`-like: how many there are beyond those that are named. */
export const moreWords = (named: number, count: number): string =>
  count > named ? ` and ${plural(count - named, 'other')}` : '';
