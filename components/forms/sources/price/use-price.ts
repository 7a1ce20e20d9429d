'use client';

import { useQueries, useQuery } from '@tanstack/react-query';
import type { Limits } from '@/lib/budget';
import { sourceService } from '@/lib/pipeline/components';
import type { Prices } from '@/lib/pipeline/sources/prices';
import { budgetQuery } from '@/lib/queries/budget';
import { askedQuery, priceQuery } from '@/lib/queries/price';
import type { Budget } from '@/lib/schemas/budget';
import type { SourceId } from '@/lib/schemas/snapshot';
import type { Estimate, Facts } from './estimate';
import type { Load } from './words';

/** How what is in a form is reckoned; null: nothing is asked for. */
export type Estimates = Partial<Record<SourceId, (facts: Facts) => Estimate | null>>;

export interface SourcePrice {
  source: SourceId;
  estimate: Estimate;
  everySeconds: number;
}

export interface FormPrice {
  prices: Prices;
  sources: readonly SourcePrice[];
  /** What would go to the destination; null: what goes there now is not known. */
  load: Load | null;
  limits: Limits;
}

/** What the sources of a form cost, as it is filled in; null: the panel has not answered yet. */
export function usePrice(estimates: Estimates): FormPrice | null {
  const ids = Object.keys(estimates) as SourceId[];
  const { data: price } = useQuery(priceQuery());
  const { data: budget } = useQuery(budgetQuery());
  const answers = useQueries({ queries: ids.map(askedQuery) });
  if (!price || !budget) return null;
  const sources = ids.flatMap((source, index): (SourcePrice & { scrapeSeconds: number })[] => {
    const known = price.sources[source];
    const facts = { counted: known?.counted ?? null, answer: answers[index]?.data ?? null };
    const estimate = estimates[source]?.(facts);
    if (!known || !estimate) return [];
    return [{ source, estimate, everySeconds: known.everySeconds, scrapeSeconds: known.scrapeSeconds }];
  });
  return { prices: price.prices, sources, load: loadOf(budget, sources), limits: budget.limits };
}

/** What is sent now, with the clouds of the form in the place of those that run. */
function loadOf(
  { series, pointsPerMinute, jobs }: Budget,
  sources: readonly (SourcePrice & { scrapeSeconds: number })[],
): Load | null {
  if (series === null || pointsPerMinute === null) return null;
  const load = { series, pointsPerMinute };
  for (const { source, estimate, scrapeSeconds } of sources) {
    const now = jobs.find(({ job }) => job === sourceService(source));
    const share = now?.kept != null && now.offered ? Math.min(1, now.kept / now.offered) : 1;
    // What is not known of it is not less than what comes now.
    const isAll = estimate.unknown.length === 0;
    const then = Math.max(estimate.round.most * share, isAll ? 0 : (now?.kept ?? 0));
    load.series += then - (now?.kept ?? 0);
    load.pointsPerMinute += (then * 60) / scrapeSeconds - (now?.pointsPerMinute ?? 0);
  }
  return load;
}
