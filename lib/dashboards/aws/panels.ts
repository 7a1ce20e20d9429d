import { chosen } from '../terms/promql';
import type { Panel } from '../terms/shape';
import {
  apiCalls,
  apiErrorShare,
  byApi,
  byFunction,
  byQueue,
  ecsMemory,
  ecsProcessor,
  lambdaErrorShare,
  lambdaThrottles,
  oldestMessage,
} from './expressions';
import { apiErrors, ecsMemoryFull, ecsProcessorFull, lambdaErrors, queueOld } from './movable';

/** A wall has room for so many. */
const most = (promql: string) => `topk(10, ${promql})`;
const ofFunction = '{{dimension_FunctionName}}';
const ofQueue = '{{dimension_QueueName}}';
const ofService = '{{dimension_ClusterName}}/{{dimension_ServiceName}}';
const ofApi = '{{dimension_ApiName}}{{dimension_ApiId}}';
const PERIOD = 'Counted by CloudWatch for a whole period, five minutes as shipped.';
const noCalls = (what: string) => `Nothing while no ${what} was called.`;

const lambda: readonly Panel[] = [
  {
    id: 'lambda-calls',
    question: 'Which Lambda functions are called the most?',
    findings: ['source-blind-aws', 'source-incomplete-aws', 'source-key-aws', 'source-silent-aws'],
    kind: 'timeseries',
    expressions: [
      { promql: most(`sum ${byFunction} (${chosen('aws_lambda_invocations_sum')})`), legend: ofFunction },
    ],
    unit: 'count',
    note: PERIOD,
  },
  {
    id: 'lambda-errors',
    question: 'What share of the calls of each function fails?',
    kind: 'timeseries',
    expressions: [{ promql: most(lambdaErrorShare(chosen)), legend: ofFunction }],
    unit: 'share',
    thresholds: { side: 'above', warning: 0.01, critical: lambdaErrors },
    note: noCalls('function'),
  },
  {
    id: 'lambda-throttles',
    question: 'Which functions are throttled?',
    kind: 'timeseries',
    expressions: [{ promql: most(lambdaThrottles(chosen)), legend: ofFunction }],
    unit: 'count',
    note: PERIOD,
  },
  {
    id: 'lambda-duration',
    question: 'How long do nineteen of twenty calls take at most?',
    kind: 'timeseries',
    expressions: [
      { promql: most(`max ${byFunction} (${chosen('aws_lambda_duration_p95')})`), legend: ofFunction },
    ],
    unit: 'milliseconds',
    note: noCalls('function'),
  },
];

const queues: readonly Panel[] = [
  {
    id: 'sqs-oldest',
    question: 'How old is the oldest message of each queue?',
    kind: 'timeseries',
    expressions: [{ promql: most(oldestMessage(chosen)), legend: ofQueue }],
    unit: 'seconds',
    thresholds: { side: 'above', warning: 300, critical: queueOld },
  },
  {
    id: 'sqs-waiting',
    question: 'How many messages wait in each queue?',
    kind: 'timeseries',
    expressions: [
      {
        promql: most(`max ${byQueue} (${chosen('aws_sqs_approximate_number_of_messages_visible_maximum')})`),
        legend: ofQueue,
      },
    ],
    unit: 'count',
  },
  {
    id: 'sqs-flow',
    question: 'Do as many messages go as come?',
    kind: 'timeseries',
    expressions: [
      {
        promql: most(`sum ${byQueue} (${chosen('aws_sqs_number_of_messages_sent_sum')})`),
        legend: `${ofQueue} sent`,
      },
      {
        promql: most(`sum ${byQueue} (${chosen('aws_sqs_number_of_messages_deleted_sum')})`),
        legend: `${ofQueue} done`,
      },
    ],
    unit: 'count',
    note: PERIOD,
  },
];

const tasks: readonly Panel[] = [
  {
    id: 'ecs-processor',
    question: 'How much of its processor does each ECS service use?',
    kind: 'timeseries',
    expressions: [{ promql: most(ecsProcessor(chosen)), legend: ofService }],
    unit: 'percent',
    thresholds: { side: 'above', warning: 75, critical: ecsProcessorFull },
  },
  {
    id: 'ecs-memory',
    question: 'How much of its memory does each ECS service use?',
    kind: 'timeseries',
    expressions: [{ promql: most(ecsMemory(chosen)), legend: ofService }],
    unit: 'percent',
    thresholds: { side: 'above', warning: 75, critical: ecsMemoryFull },
  },
];

const apis: readonly Panel[] = [
  {
    id: 'api-calls',
    question: 'How often is each API called?',
    kind: 'timeseries',
    expressions: [{ promql: most(apiCalls(chosen)), legend: ofApi }],
    unit: 'count',
    note: `${PERIOD} A REST API has its name here, an HTTP API its ID.`,
  },
  {
    id: 'api-errors',
    question: 'What share of the calls of each API fails?',
    kind: 'timeseries',
    expressions: [
      { promql: most(apiErrorShare(chosen, 5)), legend: `${ofApi} 5xx` },
      { promql: most(apiErrorShare(chosen, 4)), legend: `${ofApi} 4xx` },
    ],
    unit: 'share',
    thresholds: { side: 'above', warning: 0.01, critical: apiErrors },
    note: `5xx is the API’s own fault, 4xx its caller’s. ${noCalls('API')}`,
  },
  {
    id: 'api-latency',
    question: 'How long do nineteen of twenty calls of an API take at most?',
    kind: 'timeseries',
    expressions: [{ promql: most(`max ${byApi} (${chosen('aws_apigateway_latency_p95')})`), legend: ofApi }],
    unit: 'milliseconds',
    note: noCalls('API'),
  },
];

export const awsPanels: readonly Panel[] = [...lambda, ...queues, ...tasks, ...apis];
