import type { JobSettings } from './job';
import { isNamespace } from './namespaces';
import { awsServices } from './services';

/**
 * All statistics that CloudWatch has: plain ones, percentiles, and means, counts and sums of a part of the values.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Statistics-definitions.html
 */
const STATISTIC =
  /^(?:Sum|Average|Minimum|Maximum|SampleCount|IQM|(?:p|tm|wm|tc|ts)(?:100|\d{1,2}(?:\.\d{1,10})?)|(?:TM|WM|TC|TS|PR)\([\d.%:]{1,60}\))$/;
const SHORT_PERIODS = [1, 5, 10, 30];

export const plainStatistics = ['Sum', 'Average', 'Minimum', 'Maximum', 'SampleCount'] as const;

export const isStatistic = (text: string): boolean => STATISTIC.test(text);

/** Seconds. */
export const isPeriod = (seconds: number): boolean =>
  seconds > 0 && (seconds % 60 === 0 || SHORT_PERIODS.includes(seconds));

export const FIX_STATISTIC = 'Use Sum, Average, Minimum, Maximum, SampleCount or a percentile such as p95.';
export const FIX_PERIOD = 'Use 1, 5, 10, 30 or a multiple of 60.';
/** Seconds: the longest data point of CloudWatch, and the longest time that is looked back. */
export const MOST_PERIOD = 86_400;
export const MOST_LENGTH = 14 * 86_400;

/** YACE's own, for a job that has none. Seconds. */
export const YACE_PERIOD = 300;
export const YACE_LENGTH = 300;

/** Something that CloudWatch or YACE would not take, at its field of a job, and how to mend it. */
export interface JobIssue {
  path: (string | number)[];
  message: string;
}

type Seconds = Pick<JobSettings, 'period' | 'length'>;

/** What is wrong with a job: `verify-config` of YACE passes most of it, and one bad statistic loses a whole service. Pure. */
export function jobIssues(job: JobSettings): JobIssue[] {
  const { namespace, metrics, searchTags, delay } = job;
  const issues: JobIssue[] = secondsIssues(job);
  const at = (path: JobIssue['path'], message: string) => issues.push({ path, message });
  if (!isNamespace(namespace))
    at(
      ['namespace'],
      `yace knows no namespace ${namespace}. It is written as CloudWatch has it: AWS/DynamoDB.`,
    );
  if (!(Number.isInteger(delay) && delay >= 0 && delay <= MOST_LENGTH))
    at(['delay'], 'Enter whole seconds, 0 or more, such as 300.');
  if (metrics.length === 0)
    at(['metrics'], 'Choose at least one metric, or take the service out as a whole.');
  for (const [i, metric] of metrics.entries()) {
    const problem = nameProblem(namespace, metric.name);
    if (problem !== null) at(['metrics', i, 'name'], problem);
    if (metrics.findIndex(({ name }) => name === metric.name) < i)
      at(['metrics', i, 'name'], `${metric.name} is there twice. Name all its statistics in one place.`);
    if (metric.statistics.length === 0)
      at(['metrics', i, 'statistics'], 'Choose at least one statistic, or leave the metric out.');
    const odd = metric.statistics.find((one) => !isStatistic(one));
    if (odd !== undefined)
      at(['metrics', i, 'statistics'], `CloudWatch has no statistic ${odd}. ${FIX_STATISTIC}`);
    const own = { period: metric.period ?? job.period, length: metric.length ?? job.length };
    if (metric.period !== null || metric.length !== null)
      for (const { path, message } of secondsIssues(own)) at(['metrics', i, ...path], message);
  }
  for (const [i, { key, value }] of searchTags.entries()) {
    if (key === '') at(['searchTags', i, 'key'], 'Enter the key of a tag, such as env.');
    if (value === '') at(['searchTags', i, 'value'], 'Enter a pattern, such as ^prod$. For every value: .*');
  }
  return issues;
}

function secondsIssues({ period, length }: Seconds): JobIssue[] {
  if (!Number.isInteger(period) || !isPeriod(period) || period > MOST_PERIOD)
    return [{ path: ['period'], message: `CloudWatch has no period of that length. ${FIX_PERIOD}` }];
  if (!Number.isInteger(length) || length > MOST_LENGTH)
    return [{ path: ['length'], message: `Enter whole seconds, at most ${MOST_LENGTH} (two weeks).` }];
  if (length < period)
    return [
      { path: ['length'], message: `Enter at least the period, ${period} s: else there is no whole one.` },
    ];
  return [];
}

/** A name that differs from a known one in small and capital letters alone is never found, and nothing says so. */
function nameProblem(namespace: string, name: string): string | null {
  const known = awsServices.flatMap((service) => (service.namespace === namespace ? service.metrics : []));
  const [same] = known.filter((one) => one.name.toLowerCase() === name.toLowerCase());
  if (same === undefined || known.some((one) => one.name === name)) return null;
  return `CloudWatch has no metric ${name}. It is spelt ${same.name}.`;
}
