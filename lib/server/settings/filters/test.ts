import 'server-only';
import { patternProblem, relabelMatcher } from '@/lib/relabel-pattern';
import type { Series } from '../../vmagent/series';

/** Whether a series stays. */
export type SeriesFilter = (series: Series) => boolean;

/** Where a rule asks for the metric's name only. VictoriaMetrics, lib/promrelabel. */
const METRIC_ACTIONS: Record<string, 'keep' | 'drop'> = { keep_metrics: 'keep', drop_metrics: 'drop' };

/**
 * What a job's `metric_relabel_configs` keep. Rules that rename or rewrite labels, and those with a condition of their
 * own (`if`), are passed over: they seldom decide what is kept.
 */
export function seriesFilter(items: readonly unknown[]): SeriesFilter {
  const tests = items.flatMap((item) => testOf(Object(item) as Record<string, unknown>) ?? []);
  return (series) => tests.every((test) => test(series));
}

function testOf(item: Record<string, unknown>): SeriesFilter | null {
  if (item.if !== undefined) return null;
  const named = String(item.action ?? 'replace').toLowerCase();
  const action = METRIC_ACTIONS[named] ?? named;
  if (action !== 'keep' && action !== 'drop') return null;
  const given = Array.isArray(item.source_labels) ? item.source_labels.map(String) : [];
  const labels = METRIC_ACTIONS[named] ? ['__name__'] : given;
  const pattern = Array.isArray(item.regex) ? item.regex.join('|') : String(item.regex ?? '.*');
  if (patternProblem(pattern) !== null) return null;
  const separator = String(item.separator ?? ';');
  const matches = remembered(relabelMatcher(pattern));
  return (series) => {
    const value = labels.map((label) => series.get(label) ?? '').join(separator);
    return matches(value) === (action === 'keep');
  };
}

/** Names and label values repeat from series to series. */
function remembered(matches: (value: string) => boolean): (value: string) => boolean {
  const known = new Map<string, boolean>();
  return (value) => {
    const before = known.get(value);
    if (before !== undefined) return before;
    const result = matches(value);
    if (known.size < 10_000) known.set(value, result);
    return result;
  };
}
