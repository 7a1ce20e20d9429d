/** Which panels and alert rules ask for what, and what becomes of them where series, or labels of series, are gone. */
import { dashboards } from './dashboards';
import { expressionOf } from './terms/promql';
import { matches, type Selector, selectorsOf } from './terms/selectors';

export interface Use {
  kind: 'panel' | 'rule';
  /** The dashboard and the question, or the rule's name. */
  name: string;
  selectors: Selector[];
}

/** Every panel and every rule with what it asks for. @param off names of rules that are switched off */
export const uses = (off: readonly string[] = []): Use[] =>
  dashboards.flatMap(({ title, panels, rules }): Use[] => [
    ...panels.map(({ question, expressions }) => ({
      kind: 'panel' as const,
      name: `${title}: ${question}`,
      selectors: expressions.flatMap(({ promql }) => selectorsOf(promql)),
    })),
    ...rules
      .filter(({ name }) => !off.includes(name))
      .map((rule) => ({
        kind: 'rule' as const,
        name: rule.name,
        selectors: selectorsOf(expressionOf(rule)),
      })),
  ]);

/** Labels that are taken away from the series of a metric. */
export interface Aggregated {
  job: string;
  metric: string;
  without: readonly string[];
  /** What an expression may put them together with, to find what it found before. */
  like: string;
}

/**
 * `none`: it is about something else. `empty`: nothing fits it any more. `other`: it reckons with a label that is gone.
 * `same`: it gives what it gave.
 */
export function afterAggregation(
  { metric, matchers, op, by }: Selector,
  { job, metric: other, without, like }: Aggregated,
): 'none' | 'same' | 'other' | 'empty' {
  const isOfJob = matchers.every((matcher) => matcher.label !== 'job' || matches(matcher, job));
  if (metric !== other || !isOfJob) return 'none';
  const asked = matchers.filter(({ label }) => without.includes(label));
  if (asked.some((matcher) => !matches(matcher, ''))) return 'empty';
  const isSame = asked.length === 0 && op === like && !by.some((label) => without.includes(label));
  return isSame ? 'same' : 'other';
}
