import 'server-only';
import { isDeepStrictEqual } from 'node:util';
import { plural } from '@/lib/format';
import { scrapeJobs } from '@/lib/pipeline/components';
import type { AggregationRule } from '@/lib/schemas/settings/aggregation';
import { readYaml, setValue } from '../../files/yaml/edit';
import { setWholeList, type YamlItem } from '../../files/yaml/items';
import { aggregationIn, aggregationItems, handWrittenIn, isHandWritten } from '../../stack/aggregation';
import { jobTimings, noJob } from '../../stack/scrape-jobs';
import type { Draft } from './draft';
import { readOr, type Section } from './section';

/** Which labels are taken away before samples are sent. */
export const aggregation: Section<'aggregation'> = {
  view: ({ texts, read }) =>
    read(
      () => {
        const now = aggregationIn(texts);
        return {
          rules: now.rules.filter((rule) => rule !== null),
          handWritten: handWrittenIn(now),
        };
      },
      { rules: [], handWritten: [] },
    ),

  change(draft, { rules: wanted }) {
    const now = aggregationIn(draft.texts());
    const saved = now.rules.filter((rule) => rule !== null);
    wanted.forEach((rule, i) => {
      if (saved.some((one) => isDeepStrictEqual(one, rule))) return;
      objectTo(draft, rule, i);
      if (isHandWritten(now, rule.metric))
        draft.object(
          `aggregation.rules.${i}.metric`,
          'A rule that was written by hand has this metric already.',
          'Both would send it under one name. Take the other one out of config/vmagent/aggregation.yml first.',
        );
    });
    if (isDeepStrictEqual(saved, wanted)) return;
    const items = aggregationItems(now, wanted);
    draft.edit('vmagent-aggregation', (text) => setWholeList(lineByLine(text, items), items));
    draft.say(titleOf(saved, wanted));
  },

  tries: ({ aggregation: { rules }, scrape }) => {
    const job = scrapeJobs.find((one) => scrape[one]);
    if (job === undefined) return [];
    const intervalSeconds = Math.max(10, 2 * (scrape[job]?.scrapeSeconds ?? 0));
    const trial = {
      job,
      metric: 'weir_trial',
      without: ['weir_trial'],
      how: 'max',
      intervalSeconds,
    } as const;
    return [
      {
        part: 'aggregation',
        changes: [
          { field: 'aggregation', wanted: { rules: [...rules, { ...trial, without: [...trial.without] }] } },
        ],
      },
    ];
  },
};

/** With the items that are changed and stay of the same metric: comments between their lines are kept. */
function lineByLine(text: string, items: readonly YamlItem[]): string {
  const list = readYaml(text);
  return items.reduce((edited, { value }, i) => {
    const before = Object(Array.isArray(list) ? list[i] : null) as Record<string, unknown>;
    const isSame = before.match === value.match;
    if (!isSame || !isDeepStrictEqual(Object.keys(before), Object.keys(value))) return edited;
    return Object.entries(value).reduce(
      (line, [key, wanted]) =>
        setValue(line, [i, key], typeof wanted === 'object' ? (wanted as readonly string[]) : wanted),
      edited,
    );
  }, text);
}

/** What the schema cannot see: whether the file has the job, and how often it is scraped. */
function objectTo(draft: Draft, { job, intervalSeconds }: AggregationRule, i: number): void {
  const field = `aggregation.rules.${i}`;
  const timing = jobTimings(draft.texts()).get(job);
  if (!timing) {
    draft.object(`${field}.job`, ...noJob(job, draft.facts.ownJobs));
    return;
  }
  const least = 2 * (readOr(() => timing.intervalSeconds, undefined) ?? 0);
  if (intervalSeconds >= least) return;
  draft.object(
    `${field}.intervalSeconds`,
    `Use at least ${least} s.`,
    `${job} is scraped every ${least / 2} s, and a round that is late must not be missing in an interval.`,
  );
}

function titleOf(saved: readonly AggregationRule[], wanted: readonly AggregationRule[]): string {
  const added = wanted.filter((rule) => !saved.some((one) => isDeepStrictEqual(one, rule)));
  const gone = saved.filter((rule) => !wanted.some((one) => isDeepStrictEqual(one, rule)));
  const isAlso = (rules: typeof saved, { job, metric }: AggregationRule) =>
    rules.some((one) => one.job === job && one.metric === metric);
  const said = [
    ...added.map(({ metric, without }) => `${metric} without ${without.join(', ')}`),
    ...gone.filter((rule) => !isAlso(added, rule)).map(({ metric }) => `${metric} as it is scraped`),
  ];
  const [only] = said;
  return said.length === 1 ? `Aggregation: ${only}` : `Aggregation: ${plural(wanted.length, 'rule')}`;
}
