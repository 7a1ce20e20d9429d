import 'server-only';
import type { Use } from '@/lib/dashboards/affected';
import { matches, type Selector } from '@/lib/dashboards/terms/selectors';
import type { Series } from '../../vmagent/series';
import { named } from '../affected';

/** The name of the Pi is not in what a target answers. */
const isOfTarget = ({ label }: Selector['matchers'][number]) => label !== 'cluster';

/** Watches series go by, and says what dashboards and alert rules would find none of any more. */
export function watchDashboards(uses: readonly Use[]) {
  const asked = uses.flatMap((use) => use.selectors.map((selector) => ({ use, selector, now: 0, left: 0 })));
  const byMetric = new Map<string, typeof asked>();
  for (const one of asked) {
    const { metric } = one.selector;
    byMetric.set(metric, [...(byMetric.get(metric) ?? []), one]);
  }
  return {
    see(series: Series, isKeptNow: boolean, isKept: boolean): void {
      if (!isKeptNow && !isKept) return;
      for (const one of byMetric.get(series.get('__name__') ?? '') ?? []) {
        const { matchers } = one.selector;
        if (!matchers.every((each) => !isOfTarget(each) || matches(each, series.get(each.label) ?? '')))
          continue;
        if (isKeptNow) one.now += 1;
        if (isKept) one.left += 1;
      }
    },
    /** Null: nothing that has something now would have nothing. */
    words(): string | null {
      const emptied = asked.filter(({ now, left }) => now > 0 && left === 0).map(({ use }) => use);
      return emptied.length === 0 ? null : `Empties ${named(emptied)}.`;
    },
  };
}
