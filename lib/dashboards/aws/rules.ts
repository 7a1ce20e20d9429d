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

const IN = 'in {{ $labels.region }}, read by {{ $labels.cluster }}';
const FUNCTION = '{{ $labels.dimension_FunctionName }}';
const SERVICE = '{{ $labels.dimension_ClusterName }}/{{ $labels.dimension_ServiceName }}';

export const awsRules: readonly AlertRule[] = [
  {
    name: 'WeirLambdaErrors',
    severity: 'warning',
    watched: lambdaErrorShare(every),
    is: '>',
    limit: 0.05,
    forMinutes: 10,
    summary: `More than a twentieth of the calls of the Lambda function ${FUNCTION} fails.`,
    description: `${FUNCTION} ${IN}. Its log in CloudWatch has the errors.`,
  },
  {
    name: 'WeirLambdaThrottles',
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
    severity: 'warning',
    watched: oldestMessage(every),
    is: '>',
    limit: 900,
    forMinutes: 10,
    summary:
      'The oldest message of the queue {{ $labels.dimension_QueueName }} has waited for a quarter of an hour.',
    description: `{{ $labels.dimension_QueueName }} ${IN}. Whatever takes its messages is too slow, fails, or does not run.`,
  },
  {
    name: 'WeirEcsProcessorSaturated',
    severity: 'warning',
    watched: ecsProcessor(every),
    is: '>',
    limit: 90,
    forMinutes: 15,
    summary: `The ECS service ${SERVICE} uses more than nine tenths of its processor.`,
    description: `${SERVICE} ${IN}. It wants more tasks, or larger ones.`,
  },
  {
    name: 'WeirEcsMemorySaturated',
    severity: 'warning',
    watched: ecsMemory(every),
    is: '>',
    limit: 90,
    forMinutes: 15,
    summary: `The ECS service ${SERVICE} uses more than nine tenths of its memory.`,
    description: `${SERVICE} ${IN}. A task that goes beyond its limit is ended.`,
  },
  {
    name: 'WeirApiErrors',
    severity: 'critical',
    watched: apiErrorShare(every, 5),
    is: '>',
    limit: 0.05,
    forMinutes: 10,
    summary:
      'More than a twentieth of the calls of the API {{ $labels.dimension_ApiName }}{{ $labels.dimension_ApiId }} ends with 5xx.',
    description: `The API ${IN}. It, or what it calls, fails.`,
  },
];
