import { every } from '../terms/promql';
import type { AlertRule } from '../terms/shape';
import {
  apiErrorShare,
  ecsMemory,
  ecsProcessor,
  lambdaErrorShare,
  lambdaThrottles,
  oldestMessage,
} from './expressions';
import { apiErrors, ecsMemoryFull, ecsProcessorFull, lambdaErrors, queueOld } from './movable';

const IN = 'in {{ $labels.region }}, read by {{ $labels.cluster }}';
const FUNCTION = '{{ $labels.dimension_FunctionName }}';
const SERVICE = '{{ $labels.dimension_ClusterName }}/{{ $labels.dimension_ServiceName }}';

export const awsRules: readonly AlertRule[] = [
  {
    name: 'WeirLambdaErrors',
    title: 'Calls of a Lambda function fail',
    severity: 'warning',
    watched: lambdaErrorShare(every),
    is: '>',
    limit: lambdaErrors,
    forMinutes: 10,
    summary: (limit) => `More than ${limit} of the calls of the Lambda function ${FUNCTION} fail.`,
    description: `${FUNCTION} ${IN}. Its log in CloudWatch has the errors.`,
  },
  {
    name: 'WeirLambdaThrottles',
    title: 'Calls of a Lambda function are throttled',
    severity: 'warning',
    watched: lambdaThrottles(every),
    is: '>',
    limit: 0,
    forMinutes: 10,
    summary: `Calls of the Lambda function ${FUNCTION} are throttled.`,
    description: `${FUNCTION} ${IN}. More of it is wanted at once than its concurrency, or that of the account, allows.`,
  },
  {
    name: 'WeirQueueOld',
    title: 'Messages of a queue wait',
    severity: 'warning',
    watched: oldestMessage(every),
    is: '>',
    limit: queueOld,
    forMinutes: 10,
    summary: (limit) =>
      `The oldest message of the queue {{ $labels.dimension_QueueName }} has waited for more than ${limit}.`,
    description: `{{ $labels.dimension_QueueName }} ${IN}. Whatever takes its messages is too slow, fails, or does not run.`,
  },
  {
    name: 'WeirEcsProcessorSaturated',
    title: 'An ECS service uses up its processor',
    severity: 'warning',
    watched: ecsProcessor(every),
    is: '>',
    limit: ecsProcessorFull,
    forMinutes: 15,
    summary: (limit) => `The ECS service ${SERVICE} uses more than ${limit} of its processor.`,
    description: `${SERVICE} ${IN}. It wants more tasks, or larger ones.`,
  },
  {
    name: 'WeirEcsMemorySaturated',
    title: 'An ECS service uses up its memory',
    severity: 'warning',
    watched: ecsMemory(every),
    is: '>',
    limit: ecsMemoryFull,
    forMinutes: 15,
    summary: (limit) => `The ECS service ${SERVICE} uses more than ${limit} of its memory.`,
    description: `${SERVICE} ${IN}. A task that goes beyond its limit is ended.`,
  },
  {
    name: 'WeirApiErrors',
    title: 'Calls of an API fail',
    severity: 'critical',
    watched: apiErrorShare(every, 5),
    is: '>',
    limit: apiErrors,
    forMinutes: 10,
    summary: (limit) =>
      `More than ${limit} of the calls of the API {{ $labels.dimension_ApiName }}{{ $labels.dimension_ApiId }} end with 5xx.`,
    description: `The API ${IN}. It, or what it calls, fails.`,
  },
];
