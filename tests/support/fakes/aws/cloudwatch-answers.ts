import { z } from 'zod';
import { type Answers, type Asked, inputOf, pageOf } from './answers.ts';
import { type Cbor, Timestamp } from './cbor.ts';
import { isHit, Refusal } from './faults.ts';
import { isPeriod, isStatistic, type Point, pointsOf } from './points.ts';
import { type Series, seriesOf } from './resources.ts';

const SERIES_PER_PAGE = 500;
const QUERIES_PER_CALL = 500;

const dimension = z.object({ Name: z.string(), Value: z.string() });
const listMetrics = z.object({
  Namespace: z.string().optional(),
  MetricName: z.string().optional(),
  Dimensions: z.array(dimension.partial({ Value: true })).default([]),
  NextToken: z.string().optional(),
});

/** A time of each of the two protocols, in seconds since 1970. */
const time = z.union([z.number(), z.instanceof(Timestamp).transform(({ seconds }) => seconds)]);
const query = z.object({
  Id: z.string(),
  MetricStat: z.object({
    Metric: z.object({
      Namespace: z.string(),
      MetricName: z.string(),
      Dimensions: z.array(dimension).default([]),
    }),
    Period: z.int(),
    Stat: z.string(),
  }),
});
type Query = z.infer<typeof query>;
const getMetricData = z.object({
  StartTime: time,
  EndTime: time,
  ScanBy: z.enum(['TimestampDescending', 'TimestampAscending']).default('TimestampDescending'),
  MetricDataQueries: z.array(query),
});

const dimensionsOf = ({ dimensions }: Series) =>
  Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }));

const invalid = (message: string) => new Refusal(400, 'ValidationError', message);

/** One bad query spoils the whole call. */
function checkQueries(queries: Query[]): void {
  if (queries.length > QUERIES_PER_CALL)
    throw invalid(`The collection MetricDataQueries must not have a size greater than ${QUERIES_PER_CALL}.`);
  for (const [index, { MetricStat }] of queries.entries()) {
    const parameter = `MetricDataQueries.member.${index + 1}.MetricStat`;
    if (!isStatistic(MetricStat.Stat))
      throw invalid(`The value ${MetricStat.Stat} for parameter ${parameter}.Stat is not a valid statistic.`);
    if (!isPeriod(MetricStat.Period))
      throw invalid(`The parameter ${parameter}.Period must be 1, 5, 10, 20, 30 or a multiple of 60.`);
  }
}

type Dimensions = { Name: string; Value: string }[];
const nameOf = (namespace: string, name: string, dimensions: Dimensions) =>
  JSON.stringify([namespace, name, dimensions.map(({ Name, Value }) => `${Name}=${Value}`).sort()]);

/** Finds the points of a query: none for a metric that does not exist, without a word. */
function reader({ call, world, resources }: Asked, startSeconds: number, endSeconds: number) {
  const nowSeconds = (Date.now() + world.clockAheadMs) / 1000;
  const known = new Map(
    seriesOf(resources).map((series) => [
      nameOf(series.namespace, series.name, dimensionsOf(series)),
      series,
    ]),
  );
  return ({ MetricStat: { Metric, Period: periodSeconds, Stat: statistic } }: Query): Point[] => {
    const series = known.get(nameOf(Metric.Namespace, Metric.MetricName, Metric.Dimensions));
    if (!series || isHit(world.faults, 'no-points', call.region, Metric.Namespace)) return [];
    const window = { statistic, periodSeconds, startSeconds, endSeconds };
    return pointsOf(series, window, nowSeconds, world.settlingSeconds[Metric.Namespace] ?? 0);
  };
}

export const cloudwatchAnswers: Answers = {
  'cloudwatch:ListMetrics': (asked) => {
    const { Namespace, MetricName, Dimensions, NextToken } = inputOf(listMetrics, asked);
    const found = seriesOf(asked.resources).filter(
      ({ namespace, name, dimensions }) =>
        (Namespace ?? namespace) === namespace &&
        (MetricName ?? name) === name &&
        Dimensions.every(
          ({ Name, Value }) => Name in dimensions && (Value ?? dimensions[Name]) === dimensions[Name],
        ),
    );
    const { page, next } = pageOf(found, SERIES_PER_PAGE, NextToken);
    const Metrics = page.map((series) => ({
      Namespace: series.namespace,
      MetricName: series.name,
      Dimensions: dimensionsOf(series),
    }));
    return { NextToken: next, Metrics };
  },

  'cloudwatch:GetMetricData': (asked) => {
    const input = inputOf(getMetricData, asked);
    const { StartTime, EndTime, MetricDataQueries: queries } = input;
    if (StartTime >= EndTime)
      throw invalid('The parameter StartTime must be less than the parameter EndTime.');
    checkQueries(queries);
    const pointsFor = reader(asked, StartTime, EndTime);
    const MetricDataResults = queries.map((one): Cbor => {
      const points = pointsFor(one);
      if (input.ScanBy === 'TimestampDescending') points.reverse();
      return {
        Id: one.Id,
        Label: `${one.MetricStat.Metric.MetricName} ${one.MetricStat.Stat}`,
        Timestamps: points.map(({ atSeconds }) => new Timestamp(atSeconds)),
        Values: points.map(({ value }) => value),
        StatusCode: 'Complete',
      };
    });
    return { Messages: [], MetricDataResults };
  },
};

/** Metric-statistics that a call asks for, which is what AWS bills, by namespace. */
export function requestedBy({ call }: Pick<Asked, 'call'>): Record<string, number> {
  const { success, data } = getMetricData.safeParse(call.input);
  const counts: Record<string, number> = {};
  if (!success || call.action !== 'cloudwatch:GetMetricData') return counts;
  for (const { MetricStat } of data.MetricDataQueries) {
    const { Namespace } = MetricStat.Metric;
    counts[Namespace] = (counts[Namespace] ?? 0) + 1;
  }
  return counts;
}
