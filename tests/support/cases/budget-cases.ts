import type { BudgetUse } from '@/lib/verdict/terms/types';
import type { Change } from '../panel/judge.ts';
import type { Case } from './verdict-case.ts';

/** So much is used of Grafana Cloud’s free plan. */
export function using(use: Partial<BudgetUse>): Change {
  return (_, context) => {
    const limits = { series: 10_000, pointsPerMinute: 10_000 };
    context.budget = {
      series: 2000,
      isAggregated: false,
      pointsPerMinute: 2000,
      brakeSeries: 14_000,
      limits,
      ...use,
    };
  };
}

const base = { severity: 'warning', state: 'degraded', headline: 'Your data is arriving' } as const;

/** The rules of the plan: close to each of its limits, and beyond. */
export const BUDGET_CASES: Case[] = [
  {
    rule: 'budget-series',
    when: 'nine tenths of the series are used',
    change: using({ series: 9000 }),
    ...base,
  },
  { rule: 'budget-series', when: 'there are too many', change: using({ series: 12_345 }), ...base },
  {
    rule: 'budget-points',
    when: 'nine tenths of the data points are used',
    change: using({ pointsPerMinute: 9400.2 }),
    ...base,
  },
  {
    rule: 'brake-too-late',
    when: 'the brake is that of an earlier version, 20,000',
    change: using({ brakeSeries: 20_000 }),
    severity: 'info',
    state: 'ok',
    headline: 'Your data is arriving',
  },
  {
    rule: 'budget-series-unknown',
    when: 'there are too many before aggregation',
    change: using({ series: 12_345, isAggregated: true }),
    severity: 'info',
    state: 'ok',
    headline: 'Your data is arriving',
  },
  {
    rule: 'series-limit',
    id: 'series-limit-cadvisor',
    when: 'cAdvisor has more series than its limit',
    change: using({ shedding: [{ job: 'cadvisor', max: 3000 }] }),
    ...base,
  },
  { rule: 'budget-points', when: 'there are too many', change: using({ pointsPerMinute: 40_000 }), ...base },
];
