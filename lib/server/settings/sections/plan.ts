import 'server-only';
import { formatCount } from '@/lib/format';
import { brakeAt, NO_BRAKE_SERIES, type Plan, SHIPPED_BRAKE_SERIES } from '@/lib/schemas/plan';
import type { Texts } from '../../change/records/texts';
import { AppError } from '../../errors';
import { variablesIn } from '../../stack/settings';
import { readOr, type Section } from './section';

const NO_PLAN: Plan = { series: null, pointsPerMinute: null, maxSeries: SHIPPED_BRAKE_SERIES };

/** What the destination's plan covers, and where vmagent stops by itself. */
export const plan: Section<'plan'> = {
  view: ({ texts, read }) => read(() => planIn(texts), NO_PLAN),

  change(draft, wanted) {
    const before = readOr(() => planIn(draft.texts()), null);
    const limit = (name: string, key: 'series' | 'pointsPerMinute', what: string) => {
      if (before?.[key] === wanted[key]) return;
      draft.setEnv({ [name]: wanted[key] === null ? '' : String(wanted[key]) });
      draft.say(`Plan, ${what}: ${arrow(before?.[key], wanted[key], 'no limit')}`);
    };
    limit('PLAN_SERIES', 'series', 'series');
    limit('PLAN_POINTS_PER_MINUTE', 'pointsPerMinute', 'data points a minute');
    if (before?.maxSeries === wanted.maxSeries) return;
    draft.setEnv({ REMOTE_WRITE_MAX_SERIES: String(wanted.maxSeries ?? NO_BRAKE_SERIES) });
    draft.say(`Brake at a number of series: ${arrow(before?.maxSeries, wanted.maxSeries, 'none')}`);
  },
};

/** What the destination's plan covers, and the brake. @throws AppError invalid-stack */
export function planIn(texts: Texts): Plan {
  const value = variablesIn(texts);
  const whole = (name: string): number | null => {
    const text = value(name).trim();
    if (text === '') return null;
    if (/^-?\d{1,12}$/.test(text)) return Number(text);
    throw new AppError('invalid-stack', `${name} in .env is no whole number.`);
  };
  return {
    series: whole('PLAN_SERIES'),
    pointsPerMinute: whole('PLAN_POINTS_PER_MINUTE'),
    maxSeries: brakeAt(whole('REMOTE_WRITE_MAX_SERIES') ?? SHIPPED_BRAKE_SERIES),
  };
}

/** `10,000 → 20,000`; without what it was where that cannot be read. */
function arrow(before: number | null | undefined, after: number | null, nothing: string): string {
  const inWords = (value: number | null) => (value === null ? nothing : formatCount(value));
  return before === undefined ? inWords(after) : `${inWords(before)} → ${inWords(after)}`;
}
