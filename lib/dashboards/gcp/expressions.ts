/**
 * What both a panel shows and a rule watches. The exporter tells the newest point of each series, again until there is a
 * newer one; a count is that of one minute. What is scraped seldom has gaps, so each looks back ten minutes.
 */
import { by, type Select } from '../terms/promql';

const REQUESTS = 'stackdriver_cloud_run_revision_run_googleapis_com_request_count';
const INSTANCES = 'stackdriver_cloud_run_revision_run_googleapis_com_container_instance_count';
const SUBSCRIPTION = 'stackdriver_pubsub_subscription_pubsub_googleapis_com_subscription';
const EXECUTIONS = 'stackdriver_cloud_function_cloudfunctions_googleapis_com_function_execution_count';

const byService = by('project_id', 'location', 'service_name');
const bySubscription = by('project_id', 'subscription_id');
const byFunction = by('project_id', 'region', 'function_name');

const mean = (series: string) => `avg_over_time(${series}[10m])`;

export const runRequests = (of: Select): string => `sum ${byService} (${mean(of(REQUESTS))}) / 60`;

export function runErrorShare(of: Select): string {
  const errors = of(REQUESTS, 'response_code_class="5xx"');
  return `sum ${byService} (${mean(errors)}) / (sum ${byService} (${mean(of(REQUESTS))}) > 0)`;
}

/** 0 where requests came and none of them failed: Google has no series of what did not happen. */
export const runErrorShareOrNone = (of: Select): string =>
  `${runErrorShare(of)} or (sum ${byService} (${mean(of(REQUESTS))}) > 0) * 0`;

export const runInstances = (of: Select): string =>
  `sum ${by('project_id', 'location', 'service_name', 'state')} (last_over_time(${of(INSTANCES)}[10m]))`;

export const undelivered = (of: Select): string =>
  `max ${bySubscription} (last_over_time(${of(`${SUBSCRIPTION}_num_undelivered_messages`)}[10m]))`;

/** The fewest that have waited within the hour: more than none have waited all along. */
export const undeliveredForAnHour = (of: Select): string =>
  `min ${bySubscription} (min_over_time(${of(`${SUBSCRIPTION}_num_undelivered_messages`)}[1h]))`;

export const oldestUnacked = (of: Select): string =>
  `max ${bySubscription} (last_over_time(${of(`${SUBSCRIPTION}_oldest_unacked_message_age`)}[10m]))`;

export const executions = (of: Select): string => `sum ${byFunction} (${mean(of(EXECUTIONS))})`;

export function executionErrorShare(of: Select): string {
  const errors = of(EXECUTIONS, 'status!="ok"');
  return `sum ${byFunction} (${mean(errors)}) / (${executions(of)} > 0)`;
}

export const executionErrorShareOrNone = (of: Select): string =>
  `${executionErrorShare(of)} or (${executions(of)} > 0) * 0`;
