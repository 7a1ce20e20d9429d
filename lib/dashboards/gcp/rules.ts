import { every } from '../terms/promql';
import type { AlertRule } from '../terms/shape';
import { executionErrorShare, oldestUnacked, runErrorShare, undeliveredForAnHour } from './expressions';
import { backlog, functionErrors, runErrors, subscriptionOld } from './movable';

const IN = 'in the project {{ $labels.project_id }}, read by {{ $labels.cluster }}';
/** One bad minute is told again for five, and is in what looks back ten: only the next one makes it last. */
const SURE_MINUTES = 20;
const SUBSCRIPTION = '{{ $labels.subscription_id }}';

export const gcpRules: readonly AlertRule[] = [
  {
    name: 'WeirCloudRunErrors',
    title: 'Requests of a Cloud Run service fail',
    severity: 'critical',
    watched: runErrorShare(every),
    is: '>',
    limit: runErrors,
    forMinutes: SURE_MINUTES,
    summary: (limit) =>
      `More than ${limit} of the requests of the Cloud Run service {{ $labels.service_name }} end with 5xx.`,
    description: `{{ $labels.service_name }} ${IN}. Its log has the errors.`,
    emptyWhen: 'Google has no series of what did not happen.',
  },
  {
    name: 'WeirPubSubOld',
    title: 'A message of a subscription waits',
    severity: 'warning',
    watched: oldestUnacked(every),
    is: '>',
    limit: subscriptionOld,
    forMinutes: 10,
    summary: (limit) =>
      `The oldest message of the subscription ${SUBSCRIPTION} has waited for more than ${limit}.`,
    description: `${SUBSCRIPTION} ${IN}. Whatever takes its messages is too slow, fails, or does not run.`,
  },
  {
    name: 'WeirPubSubBacklog',
    title: 'Many messages of a subscription wait',
    severity: 'warning',
    watched: undeliveredForAnHour(every),
    is: '>',
    limit: backlog,
    forMinutes: 0,
    summary: (limit) =>
      `More than ${limit} messages have waited in the subscription ${SUBSCRIPTION} for an hour.`,
    description: `${SUBSCRIPTION} ${IN}. More comes than is taken.`,
  },
  {
    name: 'WeirFunctionErrors',
    title: 'Calls of a function fail',
    severity: 'warning',
    watched: executionErrorShare(every),
    is: '>',
    limit: functionErrors,
    forMinutes: SURE_MINUTES,
    summary: (limit) => `More than ${limit} of the calls of the function {{ $labels.function_name }} fail.`,
    description: `{{ $labels.function_name }} ${IN}. Its log has the errors.`,
    emptyWhen: 'Google has no series of what did not happen.',
  },
];
