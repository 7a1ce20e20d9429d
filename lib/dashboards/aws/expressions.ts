/** What both a panel shows and a rule watches. */
import { by, type Select } from '../terms/promql';

const place = ['account_id', 'region'];
export const byFunction = by(...place, 'dimension_FunctionName');
export const byQueue = by(...place, 'dimension_QueueName');
export const byService = by(...place, 'dimension_ClusterName', 'dimension_ServiceName');
/** A REST API has a name, an HTTP API an id; of each the other is missing. */
export const byApi = by(...place, 'dimension_ApiName', 'dimension_ApiId');

/** A part of what there was; nothing where there was nothing. */
const share = (part: string, whole: string, labels: string) =>
  `sum ${labels} (${part}) / (sum ${labels} (${whole}) > 0)`;

export const lambdaErrorShare = (of: Select): string =>
  share(of('aws_lambda_errors_sum'), of('aws_lambda_invocations_sum'), byFunction);

export const lambdaThrottles = (of: Select): string =>
  `sum ${byFunction} (${of('aws_lambda_throttles_sum')})`;

export const oldestMessage = (of: Select): string =>
  `max ${byQueue} (${of('aws_sqs_approximate_age_of_oldest_message_maximum')})`;

export const ecsProcessor = (of: Select): string =>
  `max ${byService} (${of('aws_ecs_cpuutilization_average')})`;

export const ecsMemory = (of: Select): string =>
  `max ${byService} (${of('aws_ecs_memory_utilization_average')})`;

export const apiCalls = (of: Select): string => `sum ${byApi} (${of('aws_apigateway_count_sum')})`;

/** @param kind whose fault it was: `4` the caller’s, `5` the API’s */
export function apiErrorShare(of: Select, kind: 4 | 5): string {
  const errors = [`aws_apigateway_${kind}_xxerror_sum`, `aws_apigateway_${kind}xx_sum`];
  const [rest, http] = errors.map((name) => `sum ${byApi} (${of(name)})`);
  return `(${rest} or ${http}) / (${apiCalls(of)} > 0)`;
}
