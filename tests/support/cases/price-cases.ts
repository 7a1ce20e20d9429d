import type { DayRate } from '@/lib/verdict/terms/spending';
import type { Change } from '../panel/judge.ts';
import type { Case } from './verdict-case.ts';

const rate = (over: Partial<DayRate> = {}): DayRate => ({
  ...{ units: 10_000, lists: 4_320, dollars: 3, resources: 30, everySeconds: 300 },
  ...over,
});

/** A day of AWS, and a day of the week before it. */
export function spent(day: Partial<DayRate>, before: Partial<DayRate> | null): Change {
  return (_, context) => {
    context.spending = [{ source: 'aws', day: rate(day), before: before && rate(before) }];
  };
}

/** The price of a source that has doubled. */
export const PRICE_CASES: Case[] = [
  {
    rule: 'source-price',
    when: 'twice as many resources are found as before',
    change: spent({ units: 20_000, dollars: 6, resources: 60 }, {}),
    ...{ id: 'source-price-aws', severity: 'warning', state: 'degraded' },
    headline: 'Your data is arriving',
  },
];
