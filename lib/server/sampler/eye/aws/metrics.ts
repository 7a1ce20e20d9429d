import 'server-only';
import { groupedBy } from '@/lib/finding-groups';
import { awsPlace, readAwsPlace } from '@/lib/pipeline/sources/aws/accounts';
import { readSamples, type Series } from '../../../vmagent/series';
import type { ExpectedPart } from '../eye';

/** Series of one metric in one region of an account, as YACE exposes them now. */
export interface Count {
  name: string;
  region: string;
  /** Twelve digits, that of the access key too. */
  account: string;
  /** What the account calls itself; '': nothing, or the key may not know. */
  alias: string;
  /** Names of its dimensions: `ClusterName,ServiceName`. */
  dimensions: string;
  series: number;
  /** Those whose newest value is a number other than 0. */
  values: number;
  /** Those without a value: CloudWatch had no data point, and 0 does not stand for it. */
  nothing: number;
}

/** YACE's own counters since its start, `pkg/promutil/prometheus.go`. Reading them asks AWS nothing. */
export interface YaceMetrics {
  /** Calls to CloudWatch, counted before it answers: no sign of health, but each round makes some. */
  calls: number;
  /** Statistics of metrics that were asked for, and pages of lists: what AWS bills. */
  requested: number;
  lists: number;
  counts: readonly Count[];
}

const REQUESTED = 'yace_cloudwatch_getmetricdata_metrics_requested_total';

/** What YACE adds a metric's name for each statistic (`promutil.BuildMetricName`); other series are about resources. */
const STATISTIC = /_(?:sum|average|minimum|maximum|sample_?count|iqm|(?:p|tm|wm|tc|ts|pr)_?\d[\d_]*)$/;

const NONE = { series: 0, values: 0, nothing: 0 };

/** @param text of YACE’s `/metrics`, untrusted */
export function parseYaceMetrics(text: string): YaceMetrics {
  let [calls, requested, lists] = [0, 0, 0];
  const counts = new Map<string, Count>();
  for (const { name, series, value } of readSamples(text)) {
    if (name.startsWith('aws_') && STATISTIC.test(name)) {
      const region = series.get('region') ?? '';
      const dimensions = dimensionsOf(series);
      const account = series.get('account_id') ?? '';
      const key = `${name} ${region} ${account} ${dimensions}`;
      const count = counts.get(key) ?? {
        ...{ name, region, account, dimensions, ...NONE },
        alias: series.get('account_alias') ?? '',
      };
      count.series += 1;
      if (Number.isNaN(value)) count.nothing += 1;
      else if (value !== 0) count.values += 1;
      counts.set(key, count);
    } else if (name === 'yace_cloudwatch_requests_total' && Number.isFinite(value)) {
      calls += value;
      if (series.get('api_name') === 'ListMetrics') lists += value;
    } else if (name === REQUESTED && Number.isFinite(value)) {
      requested += value;
    }
  }
  return { calls, requested, lists, counts: [...counts.values()] };
}

const DIMENSION = 'dimension_';
/** A label of another job that shares the name of the metric is there, and empty. */
const dimensionsOf = (series: Series): string =>
  [...series]
    .flatMap(([label, value]) =>
      value !== '' && label.startsWith(DIMENSION) ? [label.slice(DIMENSION.length)] : [],
    )
    .sort()
    .join();

/** Text as a part of a metric's name (`promutil.PromString`). */
const snake = (text: string) =>
  text
    .replace(/%/g, '_percent')
    .replace(/[ ,\t/\\.\-:=@<>()“]/g, '_')
    .replace(/(?<=[\p{Ll}\p{Nd}])(?=\p{Lu})/gu, '_')
    .toLowerCase();

/** How the metrics of a namespace begin: `AWS/SQS` is `aws_sqs_`. */
export function metricPrefix(namespace: string): string {
  const name = snake(namespace.toLowerCase().replace(/^\//, ''));
  return `${name.startsWith('aws') ? '' : 'aws_'}${name}_`;
}

/** How the series of one metric begin, the statistic follows: `aws_lambda_duration_` (`promutil.BuildMetricName`). */
export function seriesPrefix(namespace: string, metric: string): string {
  const prefix = metricPrefix(namespace);
  const name = snake(metric);
  // A name that begins as its namespace does loses that.
  let skip = 0;
  for (const part of snake(namespace.toLowerCase().replace(/^\//, '')).split('_'))
    if (name.startsWith(part, skip)) skip = part.length;
  return `${prefix}${name.slice(skip).replace(/^_/, '')}_`;
}

const sum = (numbers: Iterable<number>) => [...numbers].reduce((all, number) => all + number, 0);

/**
 * What a round asks for: at least each metric of each resource once, at most each of its statistics, as YACE counts. AWS
 * says of several statistics both that they are billed as one and that each is.
 */
export function askedIn(counts: readonly Count[]): { least: number; most: number } {
  const once = new Map<string, number>();
  for (const { name, region, account, dimensions, series } of counts) {
    const metric = `${name.replace(STATISTIC, '')} ${region} ${account} ${dimensions}`;
    once.set(metric, Math.max(once.get(metric) ?? 0, series));
  }
  return { least: sum(once.values()), most: sum(counts.map(({ series }) => series)) };
}

type Asked = Pick<ExpectedPart, 'service' | 'place'>;

/**
 * The counts of each of the parts. One namespace may begin as another does, and the account of the access key, whose number
 * nobody names, has what is of no role.
 * @param parts all that YACE is asked for
 */
export function countsBy({ counts }: YaceMetrics, parts: readonly Asked[]): (part: Asked) => Count[] {
  const prefixes = [...new Set(parts.map(({ service }) => service))].map(metricPrefix);
  const ofRoles = new Set(parts.map(({ place }) => readAwsPlace(place).account));
  const byPlace = groupedBy(counts, ({ region, account }) =>
    awsPlace(region, ofRoles.has(account) ? account : ''),
  );
  return ({ service, place }) => {
    const prefix = metricPrefix(service);
    const longer = prefixes.filter((other) => other !== prefix && other.startsWith(prefix));
    const there = byPlace.get(place) ?? [];
    return there.filter(
      ({ name }) => name.startsWith(prefix) && !longer.some((other) => name.startsWith(other)),
    );
  };
}

/** Resources that have series, by how many of them share one name and one set of dimensions. */
export function resourcesIn(counts: readonly Count[]): number {
  const most = new Map<string, number>();
  for (const { dimensions, series } of counts)
    most.set(dimensions, Math.max(most.get(dimensions) ?? 0, series));
  return sum(most.values());
}
