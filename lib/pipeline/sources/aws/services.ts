import { moreServices } from './more-services';
import type { AwsServiceId } from './service-ids';
import { type AwsService, count, everyFiveMinutes, gauge } from './service-shape';

/** The services of AWS that are switched on with one press, each with the metrics that are worth their price. */
export const awsServices: readonly AwsService[] = [
  {
    id: 'lambda',
    family: 'Lambda',
    about: 'Calls, errors, throttles, durations and how many run at once.',
    resource: 'Lambda function',
    namespace: 'AWS/Lambda',
    dimensions: ['FunctionName'],
    metrics: [
      count('Invocations', 'Sum'),
      count('Errors', 'Sum'),
      count('Throttles', 'Sum'),
      gauge('Duration', 'Average', 'p95'),
      count('ConcurrentExecutions', 'Maximum'),
    ],
    ...everyFiveMinutes,
  },
  {
    id: 'sqs',
    family: 'SQS',
    about: 'Messages that wait, the age of the oldest, how many come and go.',
    resource: 'SQS queue',
    namespace: 'AWS/SQS',
    dimensions: ['QueueName'],
    metrics: [
      count('ApproximateNumberOfMessagesVisible', 'Maximum'),
      gauge('ApproximateAgeOfOldestMessage', 'Maximum'),
      count('NumberOfMessagesSent', 'Sum'),
      count('NumberOfMessagesDeleted', 'Sum'),
    ],
    ...everyFiveMinutes,
  },
  {
    id: 'ecs',
    family: 'ECS',
    about: 'The share of its processor and memory that each service uses.',
    resource: 'ECS service',
    namespace: 'AWS/ECS',
    dimensions: ['ClusterName', 'ServiceName'],
    metrics: [
      gauge('CPUUtilization', 'Average', 'Maximum'),
      gauge('MemoryUtilization', 'Average', 'Maximum'),
    ],
    ...everyFiveMinutes,
  },
  {
    id: 'container-insights',
    family: 'ECS Container Insights',
    about: 'Tasks that run, processor units and memory; for clusters that have it switched on.',
    resource: 'ECS service in Container Insights',
    namespace: 'ECS/ContainerInsights',
    dimensions: ['ClusterName', 'ServiceName'],
    metrics: [
      gauge('RunningTaskCount', 'Average'),
      gauge('CpuUtilized', 'Average'),
      gauge('MemoryUtilized', 'Average'),
    ],
    ...everyFiveMinutes,
  },
  {
    id: 'api-rest',
    family: 'API Gateway',
    kind: 'REST',
    about: 'Calls, errors and latency of each REST API, by its name.',
    resource: 'REST API',
    namespace: 'AWS/ApiGateway',
    dimensions: ['ApiName'],
    metrics: [
      count('Count', 'Sum'),
      count('4XXError', 'Sum'),
      count('5XXError', 'Sum'),
      gauge('Latency', 'Average', 'p95'),
    ],
    ...everyFiveMinutes,
  },
  {
    id: 'api-http',
    family: 'API Gateway',
    kind: 'HTTP',
    about: 'Calls, errors and latency of each HTTP API, by its ID.',
    resource: 'HTTP API',
    namespace: 'AWS/ApiGateway',
    dimensions: ['ApiId'],
    metrics: [
      count('Count', 'Sum'),
      count('4xx', 'Sum'),
      count('5xx', 'Sum'),
      gauge('Latency', 'Average', 'p95'),
    ],
    ...everyFiveMinutes,
  },
  ...moreServices,
];

const byId = new Map(awsServices.map((service) => [service.id, service]));

/** @throws Error for what is no service of the catalogue */
export function awsService(id: AwsServiceId): AwsService {
  const service = byId.get(id);
  if (service === undefined) throw new Error(`${id} is no AWS service of the catalogue.`);
  return service;
}

/** `API Gateway, REST` */
export const awsServiceWords = ({ family, kind }: AwsService): string =>
  kind === undefined ? family : `${family}, ${kind}`;
