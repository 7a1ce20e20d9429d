import { every } from '../terms/promql';
import type { AlertRule } from '../terms/shape';
import { executionErrorShare, oldestUnacked, runErrorShare, undeliveredForAnHour } from './expressions';

const IN = 'in the project {{ $labels.project_id }}, read by {{ $labels.cluster }}';
/** One bad minute is told again for five, and is in what looks back ten: only the next one makes it last. */
const SURE_MINUTES = 20;
const SUBSCRIPTION = '{{ $labels.subscription_id }}';

export const gcpRules: readonly AlertRule[] = [
  {
    name: 'WeirCloudRunErrors',
    severity: 'critical',
    watched: runErrorShare(every),
    is: '>',
    limit: 0.05,
    forMinutes: SURE_MINUTES,
    summary:
      'More than a twentieth of the requests of the Cloud Run service {{ $labels.service_name }} ends with 5xx.',
    description: `{{ $labels.service_name }} ${IN}. Its log has the errors.`,
    emptyWhen: 'Google has no series of what did not happen.',
  },
  {
    name: 'WeirPubSubOld',
    severity: 'warning',
    watched: oldestUnacked(every),
    is: '>',
    limit: 900,
    forMinutes: 10,
    summary: `The oldest message of the subscription ${SUBSCRIPTION} has waited for a quarter of an hour.`,
    description: `${SUBSCRIPTION} ${IN}. Whatever takes its messages is too slow, fails, or does not run.`,
  },
  {
    name: 'WeirPubSubBacklog',
    severity: 'warning',
    watched: undeliveredForAnHour(every),
    is: '>',
    limit: 1000,
    forMinutes: 0,
    summary: `More than 1,000 messages have waited in the subscription ${SUBSCRIPTION} for an hour.`,
    description: `${SUBSCRIPTION} ${IN}. More comes than is taken.`,
  },
  {
    name: 'WeirFunctionErrors',
    severity: 'warning',
    watched: executionErrorShare(every),
    is: '>',
    limit: 0.05,
    forMinutes: SURE_MINUTES,
    summary: 'More than a twentieth of the calls of the function {{ $labels.function_name }} fails.',
    description: `{{ $labels.function_name }} ${IN}. Its log has the errors.`,
    emptyWhen: 'Google has no series of what did not happen.',
  },
];
