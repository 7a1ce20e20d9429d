import type { AggregationRule } from '@/lib/schemas/settings/aggregation';

type How = AggregationRule['how'];

export const howWords: Record<How, string> = {
  counter: 'Counter: what all of them grow by',
  sum: 'Sum of the newest values',
  avg: 'Average',
  max: 'Highest value',
  min: 'Lowest value',
};

/** What a way does to queries, where it is not plain. */
export function howConsequence(how: How): string | null {
  return how === 'counter'
    ? 'It counts from 0 again when vmagent starts or the rule changes, as counters do: rate() and increase() go on.'
    : null;
}

/** rate() wants two values in the five minutes that the dashboards look back. */
const LONGEST_SECONDS = 150;

export function intervalConsequence(seconds: number): string | null {
  return seconds > LONGEST_SECONDS
    ? `Over ${LONGEST_SECONDS} s, rates of dashboards and alert rules that look back 5 minutes have gaps.`
    : null;
}
