export type Tags = Record<string, string>;

/**
 * What a point of a metric says: one number for every statistic, one for each, no point at all, or (`end`) when its own
 * period ends, in seconds since 1970.
 */
export type Value = number | null | 'end' | Record<string, number | null>;

interface Common {
  /** Null: it was never tagged, so that the tagging API does not know it. */
  tags: Tags | null;
  /** By the metric's name; a metric that is not named has a number made of its own name and dimensions. */
  values?: Record<string, Value>;
}

export type AwsResource = Common &
  (
    | { kind: 'function'; name: string; timeoutSeconds?: number; memoryMb?: number }
    | { kind: 'queue'; name: string }
    | { kind: 'cluster'; name: string; hasInsights?: boolean }
    | { kind: 'service'; cluster: string; name: string; hasInsights?: boolean }
    | { kind: 'rest-api'; id: string; name: string }
    | { kind: 'http-api'; id: string; name: string }
    | { kind: 'other'; type: string; arn: string; namespace: string; dimensions: Tags; metrics: string[] }
  );

/** One metric of one combination of dimensions. */
export interface Series {
  namespace: string;
  name: string;
  dimensions: Record<string, string>;
  value?: Value;
}

/** As `ResourceTypeFilters` of the tagging API name it. */
export function typeOf(resource: AwsResource): string {
  switch (resource.kind) {
    case 'function':
      return 'lambda:function';
    case 'queue':
      return 'sqs';
    case 'cluster':
      return 'ecs:cluster';
    case 'service':
      return 'ecs:service';
    case 'rest-api':
      return 'apigateway:restapis';
    case 'http-api':
      return 'apigateway:apis';
    case 'other':
      return resource.type;
  }
}

export function arnOf(resource: AwsResource, region: string, account: string): string {
  const arn = (service: string, rest: string) => `arn:aws:${service}:${region}:${account}:${rest}`;
  switch (resource.kind) {
    case 'function':
      return arn('lambda', `function:${resource.name}`);
    case 'queue':
      return arn('sqs', resource.name);
    case 'cluster':
      return arn('ecs', `cluster/${resource.name}`);
    case 'service':
      return arn('ecs', `service/${resource.cluster}/${resource.name}`);
    // ARNs of API Gateway name no account.
    case 'rest-api':
      return `arn:aws:apigateway:${region}::/restapis/${resource.id}`;
    case 'http-api':
      return `arn:aws:apigateway:${region}::/apis/${resource.id}`;
    case 'other':
      return resource.arn;
  }
}

const LAMBDA = ['Invocations', 'Errors', 'Throttles', 'Duration', 'ConcurrentExecutions'];
const SQS = [
  'ApproximateNumberOfMessagesVisible',
  'ApproximateNumberOfMessagesNotVisible',
  'ApproximateNumberOfMessagesDelayed',
  'ApproximateAgeOfOldestMessage',
  'NumberOfMessagesSent',
  'NumberOfMessagesReceived',
  'NumberOfMessagesDeleted',
  'NumberOfEmptyReceives',
  'SentMessageSize',
];
const ECS = ['CPUUtilization', 'MemoryUtilization'];
const INSIGHTS = ['CpuUtilized', 'MemoryUtilized', 'RunningTaskCount'];
const REST_API = ['Count', '4XXError', '5XXError', 'Latency', 'IntegrationLatency'];
const HTTP_API = ['Count', '4xx', '5xx', 'Latency', 'IntegrationLatency', 'DataProcessed'];

type Group = [namespace: string, names: string[], ...combinations: Record<string, string>[]];

/** With every combination of dimensions that CloudWatch has of it. */
function groupsOf(resource: AwsResource): Group[] {
  switch (resource.kind) {
    case 'function': {
      const FunctionName = resource.name;
      return [['AWS/Lambda', LAMBDA, { FunctionName }, { FunctionName, Resource: resource.name }]];
    }
    case 'queue':
      return [['AWS/SQS', SQS, { QueueName: resource.name }]];
    case 'cluster':
    case 'service': {
      const dimensions: Record<string, string> =
        resource.kind === 'cluster'
          ? { ClusterName: resource.name }
          : { ClusterName: resource.cluster, ServiceName: resource.name };
      const insights: Group = ['ECS/ContainerInsights', INSIGHTS, dimensions];
      return [['AWS/ECS', ECS, dimensions], ...(resource.hasInsights ? [insights] : [])];
    }
    case 'rest-api': {
      const ApiName = resource.name;
      return [['AWS/ApiGateway', REST_API, { ApiName }, { ApiName, Stage: 'prod' }]];
    }
    case 'http-api': {
      const ApiId = resource.id;
      return [['AWS/ApiGateway', HTTP_API, { ApiId }, { ApiId, Stage: '$default' }]];
    }
    case 'other':
      return [[resource.namespace, resource.metrics, resource.dimensions]];
  }
}

/** The namespace that most of its metrics are in. */
export const namespaceOf = (resource: AwsResource): string => groupsOf(resource)[0]?.[0] ?? '';

/** What CloudWatch has of these resources, tagged or not: it knows no tags. */
export function seriesOf(resources: readonly AwsResource[]): Series[] {
  const own = resources.flatMap((resource) =>
    groupsOf(resource).flatMap(([namespace, names, ...combinations]) =>
      combinations.flatMap((dimensions) =>
        names.map((name) => ({ namespace, name, dimensions, value: resource.values?.[name] })),
      ),
    ),
  );
  const hasFunctions = resources.some(({ kind }) => kind === 'function');
  const rollups = LAMBDA.map((name) => ({ namespace: 'AWS/Lambda', name, dimensions: {} }));
  return hasFunctions ? [...rollups, ...own] : own;
}
