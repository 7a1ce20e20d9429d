import type { Distribution, GoogleProject, Metric, Series } from './state.ts';

type Labels = Record<string, string>;

/** Points of several ages, the newest last; the first lies outside the window that the exporter asks for. */
const AGES = [1200, 180, 120, 60];

const distribution: Distribution = { count: 10, mean: 42, bounds: [0, 10, 50, 100], counts: [0, 2, 6, 2, 0] };

/** The resources of each service: what labels the n-th has. */
const RESOURCES = {
  cloud_run_revision: (projectId: string, n: number): Labels => ({
    project_id: projectId,
    service_name: `service-${n}`,
    revision_name: `service-${n}-00001-abc`,
    configuration_name: `service-${n}`,
    location: 'europe-west1',
  }),
  pubsub_subscription: (projectId: string, n: number): Labels => ({
    project_id: projectId,
    subscription_id: `subscription-${n}`,
  }),
  cloud_function: (projectId: string, n: number): Labels => ({
    project_id: projectId,
    function_name: `function-${n}`,
    region: 'europe-west1',
  }),
};
type Resource = keyof typeof RESOURCES;
type Row = [type: string, kind: Metric['kind'], valueType: Metric['valueType'], unit: string, labels: Labels];

const ok = { response_code: '200', response_code_class: '2xx' };
const region = { region: 'europe-west1' };

/** Some of what Google lists for each: https://cloud.google.com/monitoring/api/metrics_gcp */
const METRICS: Record<Resource, Row[]> = {
  cloud_run_revision: [
    ['run.googleapis.com/request_count', 'DELTA', 'INT64', '1', ok],
    ['run.googleapis.com/request_latencies', 'DELTA', 'DISTRIBUTION', 'ms', ok],
    ['run.googleapis.com/container/instance_count', 'GAUGE', 'INT64', '1', { state: 'active' }],
    ['run.googleapis.com/container/cpu/utilizations', 'DELTA', 'DISTRIBUTION', '10^2.%', {}],
  ],
  pubsub_subscription: [
    ['pubsub.googleapis.com/subscription/num_undelivered_messages', 'GAUGE', 'INT64', '1', {}],
    ['pubsub.googleapis.com/subscription/num_unacked_messages_by_region', 'GAUGE', 'INT64', '1', region],
    ['pubsub.googleapis.com/subscription/oldest_unacked_message_age', 'GAUGE', 'INT64', 's', {}],
    [
      'pubsub.googleapis.com/subscription/oldest_unacked_message_age_by_region',
      'GAUGE',
      'INT64',
      's',
      region,
    ],
  ],
  cloud_function: [
    [
      'cloudfunctions.googleapis.com/function/execution_count',
      'DELTA',
      'INT64',
      '1',
      { status: 'ok', memory: '256' },
    ],
    [
      'cloudfunctions.googleapis.com/function/execution_times',
      'DELTA',
      'DISTRIBUTION',
      'ns',
      { status: 'ok', memory: '256' },
    ],
  ],
};

function seriesOf(
  valueType: Metric['valueType'],
  metricLabels: Labels,
  resourceLabels: Labels,
  n: number,
): Series {
  const value = (index: number) => (valueType === 'DISTRIBUTION' ? distribution : 10 * n + index);
  const points = AGES.map((ageSeconds, index) => ({ ageSeconds, value: value(index) }));
  return { metricLabels, resourceLabels, points };
}

/**
 * A project with Cloud Run, Pub/Sub and Cloud Functions, whose metrics have points of several ages: `10 n` of twenty
 * minutes ago up to `10 n + 3`, the newest, for the n-th resource (from 1).
 * @param viewers emails of the accounts that may read it
 * @param each how many services, subscriptions and functions it has
 */
export function exampleProject(projectId: string, viewers: readonly string[], each = 2): GoogleProject {
  const metrics = Object.entries(METRICS).flatMap(([resource, rows]) =>
    rows.map(([type, kind, valueType, unit, labels]): Metric => {
      const numbers = Array.from({ length: each }, (_, index) => index + 1);
      const resourceLabels = (n: number) => RESOURCES[resource as Resource](projectId, n);
      const series = numbers.map((n) => seriesOf(valueType, labels, resourceLabels(n), n));
      const delays = { samplePeriodSeconds: 60, ingestDelaySeconds: 120 };
      return { type, kind, valueType, unit, ...delays, resource, series };
    }),
  );
  return { number: '424242424242', viewers: [...viewers], metrics };
}
