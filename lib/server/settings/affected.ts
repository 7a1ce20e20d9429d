import 'server-only';
import { isDeepStrictEqual } from 'node:util';
import { type Aggregated, afterAggregation, type Use, uses } from '@/lib/dashboards/affected';
import { AS_SHIPPED } from '@/lib/dashboards/terms/movable';
import { formatDuration } from '@/lib/duration';
import { plural } from '@/lib/format';
import { type AggregationRule, LONGEST_WITHOUT_GAPS } from '@/lib/schemas/settings/aggregation';
import { readOwnRules } from '../alerts/own-rules';
import type { Edited, Texts } from '../change/records/texts';
import { aggregationIn } from '../stack/aggregation';

const MAX_NAMES = 4;
/** The aggregation of PromQL that finds what was there before: a counter of many is the sum of them. */
const LIKE: Record<AggregationRule['how'], string> = {
  counter: 'sum',
  sum: 'sum',
  avg: 'avg',
  max: 'max',
  min: 'min',
};

/** Panels, and alert rules that are on. */
export async function usesInForce(): Promise<Use[]> {
  const { off } = await readOwnRules().catch(() => AS_SHIPPED);
  return uses(off);
}

/** With what new rules of aggregation do to dashboards and alert rules among the sentences of the preview. */
export function withAffected(edited: Edited, current: Texts, all: readonly Use[]): Edited {
  const [before, after] = [rulesIn(current), rulesIn(edited.texts)];
  if (isDeepStrictEqual(before, after)) return edited;
  const added = after.filter((rule) => !before.some((one) => isDeepStrictEqual(one, rule)));
  const words = added.flatMap((rule) => {
    const { empty, other } = affectedBy({ ...rule, like: LIKE[rule.how] }, all);
    const isSeldom = rule.intervalSeconds > LONGEST_WITHOUT_GAPS && isUsed(rule, all);
    const of = `${rule.metric} without ${rule.without.join(', ')}`;
    return [
      ...(empty.length > 0 ? [`${of} empties ${named(empty)}.`] : []),
      ...(other.length > 0 ? [`${of} makes something else of ${named(other)}: they need each series.`] : []),
      ...(isSeldom
        ? [
            `${rule.metric} comes every ${formatDuration(rule.intervalSeconds)}: panels and alert rules that look back 5 min have gaps.`,
          ]
        : []),
    ];
  });
  const gone = before.filter(
    ({ job, metric }) => !after.some((one) => one.job === job && one.metric === metric),
  );
  const back = gone.map(
    ({ metric }) => `${metric} is no longer aggregated: its series are sent as they are scraped.`,
  );
  return { ...edited, notes: [...(edited.notes ?? []), ...back, ...words, ...gapWords(after)] };
}

const isUsed = ({ metric }: AggregationRule, all: readonly Use[]) =>
  all.some(({ selectors }) => selectors.some((selector) => selector.metric === metric));

/** At a reload all rules begin anew. */
function gapWords(rules: readonly AggregationRule[]): string[] {
  const longest = Math.max(0, ...rules.map(({ intervalSeconds }) => intervalSeconds));
  const gap =
    longest === 0
      ? ''
      : `What is aggregated has a gap of up to ${formatDuration(2 * longest)}, until a whole interval has ended. `;
  return [`${gap}For about 5 min queries find the series of before, too.`];
}

const rulesIn = (texts: Texts) => aggregationIn(texts).rules.filter((rule) => rule !== null);

export function affectedBy(aggregated: Aggregated, uses: readonly Use[]): Record<'empty' | 'other', Use[]> {
  const all = uses.map((use) => ({
    use,
    states: use.selectors.map((selector) => afterAggregation(selector, aggregated)),
  }));
  const empty = all.filter(({ states }) => states.includes('empty'));
  // Beside other series the labels that are gone may be what the two are matched by.
  const isOther = (states: readonly string[]) =>
    states.includes('other') || (states.length > 1 && states.includes('same'));
  const other = all.filter(({ states }) => isOther(states) && !states.includes('empty'));
  return { empty: empty.map(({ use }) => use), other: other.map(({ use }) => use) };
}

/** "2 panels (This Pi: How hot is it?; …) and 1 alert rule (WeirPiHot)". */
export function named(all: readonly Use[]): string {
  const part = (kind: Use['kind'], noun: string) => {
    const names = [...new Set(all.filter((use) => use.kind === kind).map(({ name }) => name))];
    const more = names.length > MAX_NAMES ? `; and ${names.length - MAX_NAMES} more` : '';
    return names.length === 0
      ? []
      : [`${plural(names.length, noun)} (${names.slice(0, MAX_NAMES).join('; ')}${more})`];
  };
  return [...part('panel', 'panel'), ...part('rule', 'alert rule')].join(' and ');
}
