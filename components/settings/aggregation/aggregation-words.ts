import { type AggregationRule, LONGEST_WITHOUT_GAPS } from '@/lib/schemas/settings/aggregation';

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

export function intervalConsequence(seconds: number): string | null {
  return seconds > LONGEST_WITHOUT_GAPS
    ? `Over ${LONGEST_WITHOUT_GAPS} s, rates of dashboards and alert rules that look back 5 minutes have gaps.`
    : null;
}
