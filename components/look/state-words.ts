import type { ChartLine } from '@/components/charts/chart-data';
import type { Level } from '@/components/charts/state-runs';
import { formatDuration } from '@/lib/duration';
import { formatShare } from '@/lib/format';
import type { LookPanel } from '@/lib/schemas/look/dashboard';

export type StatePanelView = Extract<LookPanel, { kind: 'state' }>;
type State = StatePanelView['states'][number];
type Values = ChartLine['values'];

const BADNESS: Record<Level, number> = { good: 0, warning: 1, critical: 2 };

/** What a value stands for; nothing for one that no state has. */
export const stateOf = (value: number | null, states: readonly State[]): State | undefined =>
  states.find((state) => state.value === value);

interface Course {
  state: State;
  count: number;
}

/** How often each state was there, best first; states that never were are left out. */
function courseOf(values: Values, states: readonly State[]): Course[] {
  return states
    .map((state) => ({ state, count: values.filter((value) => value === state.value).length }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => BADNESS[a.state.level] - BADNESS[b.state.level]);
}

/** A share that is nearly all of it is not all of it. */
const mostly = (part: number, whole: number) =>
  part / whole > 0.995 ? 'over 99 %' : formatShare(part, whole);

/** Over a step that is longer than from one scrape to the next, it was so at some time within it. */
const SCRAPE_SECONDS = 60;
const lasting = (count: number, stepSeconds: number) =>
  `${stepSeconds > SCRAPE_SECONDS ? 'for up to ' : ''}${formatDuration(count * stepSeconds)}`;

/** A value or two at the edges may be on their way. */
const UNKNOWN_COUNT = 2;
const unknownOf = (values: Values) => values.filter((value) => value === null).length;

/** One strip in words: `up 98 % of the time; down 12 min; not known for 3 h`. */
export function stripWords(values: Values, states: readonly State[], stepSeconds: number): string {
  const course = courseOf(values, states);
  const [only, ...others] = course;
  if (!only) return 'unknown';
  const unknown = unknownOf(values);
  const known = total(course);
  const told =
    others.length === 0
      ? [`${only.state.words} all the ${unknown > UNKNOWN_COUNT ? 'time that is known' : 'time'}`]
      : course.map(({ state: { words, level }, count }) =>
          level === 'good'
            ? `${words} ${mostly(count, known)} of the time`
            : `${words} ${lasting(count, stepSeconds)}`,
        );
  if (unknown > UNKNOWN_COUNT) told.push(`not known for ${formatDuration(unknown * stepSeconds)}`);
  return told.join('; ');
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** All strips in a sentence: which was bad for the longest, or that none was. Null: nothing is known of any. */
export function statesWords({ lines, states }: StatePanelView, stepSeconds: number): string | null {
  const known = lines
    .map(({ name, values }) => ({ name, values, course: courseOf(values, states) }))
    .filter(({ course }) => course.length > 0);
  const [first] = known;
  if (!first) return null;
  if (known.length === 1) return `${capital(stripWords(first.values, states, stepSeconds))}.`;
  const [worst, next] = known
    .map(({ name, course }) => ({ name, bad: course.filter(({ state }) => state.level !== 'good') }))
    .filter(({ bad }) => bad.length > 0)
    .sort((a, b) => total(b.bad) - total(a.bad))
    .map(({ name, bad }) => `${name}: ${badWords(bad, stepSeconds)}`);
  if (worst) return `Worst was ${[worst, next].filter(Boolean).join(', then ')}.`;
  const words = new Set(known.flatMap(({ course }) => course.map(({ state }) => state.words)));
  const isKnown = known.every(({ values }) => unknownOf(values) <= UNKNOWN_COUNT);
  return `All of them: ${words.size === 1 ? [...words].join('') : 'well'} all the time${isKnown ? '' : ' that is known'}.`;
}

const total = (course: readonly Course[]) => course.reduce((sum, { count }) => sum + count, 0);
const badWords = (course: readonly Course[], stepSeconds: number) =>
  course.map(({ state, count }) => `${state.words} ${lasting(count, stepSeconds)}`).join(', ');

/** Each run of `size` values as the worst of them: what was bad for a moment is not lost in a mean. */
export function worstOf(states: readonly State[]) {
  const badness = (value: number | null) => {
    const state = stateOf(value, states);
    return state ? BADNESS[state.level] : -1;
  };
  return (values: Values, size: number): (number | null)[] =>
    Array.from({ length: Math.ceil(values.length / size) }, (_, index) =>
      values
        .slice(index * size, (index + 1) * size)
        .reduce<number | null>((worst, value) => (badness(value) > badness(worst) ? value : worst), null),
    );
}
