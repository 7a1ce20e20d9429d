import 'server-only';
import { z } from 'zod';
import { awsPlace } from '@/lib/pipeline/sources/aws/accounts';
import { isGlobal, regionsOf } from '@/lib/pipeline/sources/aws/partition';
import type { MetricsAnswer } from '@/lib/schemas/listing/source-metrics';
import { type Answer, inShape } from '../../doctor/ask-cloud';
import { type Accounts, callersOf, countOf, isRegion } from './accounts';
import type { Caller } from './ask';
import { askJson, askPages, pageToken } from './questions';

/** Regions that are asked: the kinds of series are the same in all. */
const MOST_REGIONS = 3;
/** As many accounts. */
const MOST_ACCOUNTS = 3;
const MOST_SETS = 40;
const MOST_METRICS = 200;
const LIMIT_MS = 15_000;

/** Names of CloudWatch have these characters alone. */
const name = z.string().regex(/^[\x20-\x7e]{1,255}$/);
const page = z
  .object({
    Metrics: z
      .array(
        z.object({
          MetricName: name,
          Dimensions: z
            .array(z.object({ Name: name }))
            .max(30)
            .nullish(),
        }),
      )
      .nullish(),
    NextToken: pageToken,
  })
  .transform(({ Metrics, NextToken }) => ({
    items: (Metrics ?? []).map(({ MetricName, Dimensions }) => ({
      metric: MetricName,
      dimensions: (Dimensions ?? []).map(({ Name }) => Name),
    })),
    next: NextToken ?? undefined,
  }));
type Series = z.infer<typeof page>['items'][number];

/** A few pages of what has reported within two weeks: requests of the million that a month has for nothing. */
const askSeries = (caller: Caller, region: string, namespace: string) =>
  askPages<Series>((NextToken) =>
    askJson(
      caller,
      'monitoring',
      ['cloudwatch:ListMetrics', region],
      { Namespace: namespace, NextToken },
      inShape(page),
    ),
  );

/** The metrics of a namespace, by the dimensions that its series have. Never throws. @param regions those of the form */
export async function listMetrics(
  caller: Caller,
  accounts: Accounts,
  namespace: string,
  regions: readonly string[],
): Promise<MetricsAnswer> {
  const signal = AbortSignal.any([caller.signal, AbortSignal.timeout(LIMIT_MS)]);
  const wanted = isGlobal(namespace, ['Region']) ? regionsOf(namespace, ['Region'], regions) : regions;
  const valid = wanted.filter(isRegion).slice(0, MOST_REGIONS);
  const callers = valid.length === 0 ? [] : await callersOf({ ...caller, signal }, accounts, MOST_ACCOUNTS);
  const asked = callers.flatMap(({ account, answer }) =>
    valid.map((region) => ({ region, account, answer })),
  );
  const answers = await Promise.all(
    asked.map(({ region, answer }) => (answer.ok ? askSeries(answer.value, region, namespace) : answer)),
  );
  const places = asked.map(({ region, account }) => awsPlace(region, account));
  const count = wanted.length * countOf(accounts);
  const good = answers.flatMap((answer) => (answer.ok ? [answer.value] : []));
  const isAll = good.length === count && good.every((one) => one.isAll);
  const sets = setsOf(good.flatMap(({ items }) => items));
  return { sets, isAll, places, problem: good.length > 0 ? null : problemOf(answers) };
}

function problemOf(answers: readonly Answer<unknown>[]): MetricsAnswer['problem'] {
  const [worst] = answers
    .flatMap((answer) => (answer.ok ? [] : [answer.told]))
    .sort((a, b) => a.rank - b.rank);
  return worst
    ? { message: worst.words, fix: worst.fix ?? null }
    : { message: 'No region is chosen that could be asked.', fix: 'Choose a region first.' };
}

function setsOf(series: readonly Series[]): MetricsAnswer['sets'] {
  const sets = new Map<string, { dimensions: string[]; counts: Map<string, number> }>();
  for (const { metric, dimensions } of series) {
    const key = JSON.stringify(dimensions.toSorted());
    const set = sets.get(key) ?? { dimensions, counts: new Map<string, number>() };
    sets.set(key, set);
    set.counts.set(metric, (set.counts.get(metric) ?? 0) + 1);
  }
  return [...sets.values()]
    .filter(({ dimensions }) => dimensions.length > 0)
    .map(({ dimensions, counts }) => ({
      dimensions,
      series: [...counts.values()].reduce((sum, count) => sum + count, 0),
      metrics: [...counts].slice(0, MOST_METRICS).map(([metric, count]) => ({ name: metric, series: count })),
    }))
    .toSorted((a, b) => b.series - a.series)
    .slice(0, MOST_SETS);
}
