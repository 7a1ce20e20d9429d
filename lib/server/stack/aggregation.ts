import 'server-only';
import { isDeepStrictEqual } from 'node:util';
import { type AggregationRule, aggregationRuleSchema } from '@/lib/schemas/settings/aggregation';
import type { Texts } from '../change/records/texts';
import { AppError } from '../errors';
import { stackFile } from '../files/stack-files';
import { inFile } from '../files/yaml/edit';
import { readItems, type YamlItem } from '../files/yaml/items';
import type { YamlMapping } from '../files/yaml/text';
import { plainText } from '../vmagent/plain-text';
import { yamlIn } from './settings';

const MAX_RULES = 50;
const MAX_NAME = 200;

/**
 * What vmagent makes of each way. The counter is the one that leaves out what a series brings along when it is first
 * seen: with `total` an exporter that was away for longer would come back as a jump as high as all that it ever counted.
 */
const OUTPUTS: Record<AggregationRule['how'], string> = {
  counter: 'total_prometheus',
  sum: 'sum_samples',
  avg: 'avg',
  max: 'max',
  min: 'min',
};

/** For so many intervals a counter that is not scraped is remembered; what it grew by meanwhile is lost after that. */
const STALE_INTERVALS = 5;

interface Aggregation {
  items: YamlItem[];
  /** Of each item: the rule, or null for one that no form shows. */
  rules: (AggregationRule | null)[];
}

/** The file of aggregations, taken apart. @throws AppError invalid-stack for what is no list */
export function aggregationIn(texts: Texts): Aggregation {
  const { relative } = stackFile('vmagent-aggregation');
  const data = yamlIn(texts, 'vmagent-aggregation', []) ?? [];
  if (!Array.isArray(data)) {
    throw new AppError('invalid-stack', `${relative} does not hold a list of aggregations.`, {
      hint: 'Correct the file in the stack folder, or put the one from config.example in its place.',
    });
  }
  const items = inFile(relative, () => readItems(texts.get('vmagent-aggregation') ?? '', []));
  let left = MAX_RULES;
  const rules = items.map(({ value }) => {
    const rule = left > 0 ? ruleOf(value) : null;
    if (rule !== null) left -= 1;
    return rule;
  });
  return { items, rules };
}

/** What the items that no form shows match, each in one line. */
export const handWrittenIn = ({ items, rules }: Aggregation): string[] =>
  items.flatMap(({ value }, i) => {
    if (rules[i] !== null) return [];
    const { match } = Object(value) as { match?: unknown };
    const said = match === undefined ? '' : [match].flat().join(', ');
    return [plainText(said, MAX_NAME) ?? 'every metric'];
  });

/** Whether a hand has written a rule for a metric, so that two would send it under one name; a pattern is not looked into. */
export const isHandWritten = ({ items, rules }: Aggregation, metric: string): boolean =>
  items.some(({ value }, i) => {
    const { match } = Object(value) as { match?: unknown };
    const names = match === undefined ? [metric] : [match].flat().map((one) => String(one).split('{')[0]);
    return rules[i] === null && names.some((name) => name?.trim() === metric);
  });

/** The items for other rules: each takes the place of the one before it, hand-written ones keep theirs. */
export function aggregationItems(now: Aggregation, wanted: readonly AggregationRule[]): YamlItem[] {
  const next = [...wanted];
  const kept = now.items.flatMap((item, i) => {
    if (now.rules[i] === null) return [item];
    const rule = next.shift();
    return rule === undefined ? [] : [{ value: itemOf(rule) }];
  });
  return [...kept, ...next.map((rule) => ({ value: itemOf(rule) }))];
}

function itemOf({ job, metric, without, how, intervalSeconds }: AggregationRule): YamlMapping {
  const interval = `${intervalSeconds}s`;
  return {
    match: `${metric}{job="${job}"}`,
    interval,
    // Only the newest sample of each series counts, however many of them come in an interval.
    ...(how === 'sum' && { dedup_interval: interval }),
    ...(how === 'counter' && { staleness_interval: `${STALE_INTERVALS * intervalSeconds}s` }),
    without,
    outputs: [OUTPUTS[how]],
    keep_metric_names: true,
  };
}

/** The rule, where writing it anew would give the very same item. */
function ruleOf(item: unknown): AggregationRule | null {
  const { match, interval, without, outputs } = Object(item) as Record<string, unknown>;
  const [, metric, job] = /^([a-zA-Z_:][a-zA-Z0-9_:]*)\{job="([\w-]+)"\}$/.exec(String(match)) ?? [];
  const [, seconds] = /^(\d{1,6})s$/.exec(String(interval)) ?? [];
  const output = Array.isArray(outputs) ? outputs[0] : undefined;
  const how = Object.keys(OUTPUTS).find((name) => OUTPUTS[name as AggregationRule['how']] === output);
  const parsed = aggregationRuleSchema.safeParse({
    job,
    metric,
    without,
    how,
    intervalSeconds: Number(seconds),
  });
  return parsed.success && isDeepStrictEqual(item, itemOf(parsed.data)) ? parsed.data : null;
}
