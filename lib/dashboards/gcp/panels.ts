import { by, chosen } from '../terms/promql';
import type { Panel } from '../terms/shape';
import {
  executionErrorShareOrNone,
  executions,
  oldestUnacked,
  runErrorShareOrNone,
  runInstances,
  runRequests,
  undelivered,
} from './expressions';
import { functionErrors, runErrors, subscriptionOld } from './movable';

/** A wall has room for so many. */
const most = (promql: string) => `topk(10, ${promql})`;
const NEWEST = 'Of the newest minute that Google tells, some minutes ago.';

export const gcpPanels: readonly Panel[] = [
  {
    id: 'collected',
    question: 'Did the last collection succeed?',
    findings: ['source-blind-gcp', 'source-incomplete-gcp', 'source-key-gcp', 'source-silent-gcp'],
    kind: 'state',
    expressions: [
      {
        promql: `max ${by('project_id')} (last_over_time(${chosen('stackdriver_monitoring_last_scrape_error')}[10m]))`,
        legend: '{{cluster}} {{project_id}}',
      },
    ],
    unit: 'count',
    states: [
      { value: 0, words: 'yes', level: 'good' },
      { value: 1, words: 'no, or in part', level: 'critical' },
    ],
  },
  {
    id: 'run-requests',
    question: 'Which Cloud Run services are asked the most?',
    kind: 'timeseries',
    expressions: [{ promql: most(runRequests(chosen)), legend: '{{service_name}}' }],
    unit: 'per-second',
    note: NEWEST,
  },
  {
    id: 'run-errors',
    question: 'What share of the requests of each service ends with 5xx?',
    kind: 'timeseries',
    expressions: [{ promql: most(runErrorShareOrNone(chosen)), legend: '{{service_name}}' }],
    unit: 'share',
    thresholds: { side: 'above', warning: 0.01, critical: runErrors },
  },
  {
    id: 'run-instances',
    question: 'How many instances of each service run?',
    kind: 'timeseries',
    expressions: [{ promql: most(runInstances(chosen)), legend: '{{service_name}} {{state}}' }],
    unit: 'count',
  },
  {
    id: 'pubsub-oldest',
    question: 'How old is the oldest message of each subscription?',
    kind: 'timeseries',
    expressions: [{ promql: most(oldestUnacked(chosen)), legend: '{{subscription_id}}' }],
    unit: 'seconds',
    thresholds: { side: 'above', warning: 300, critical: subscriptionOld },
  },
  {
    id: 'pubsub-waiting',
    question: 'How many messages wait in each subscription?',
    kind: 'timeseries',
    expressions: [{ promql: most(undelivered(chosen)), legend: '{{subscription_id}}' }],
    unit: 'count',
  },
  {
    id: 'functions-calls',
    question: 'Which functions are called the most?',
    kind: 'timeseries',
    expressions: [{ promql: most(executions(chosen)), legend: '{{function_name}}' }],
    unit: 'count',
    note: `${NEWEST} Functions of the 2nd generation are Cloud Run services.`,
  },
  {
    id: 'functions-errors',
    question: 'What share of the calls of each function fails?',
    kind: 'timeseries',
    expressions: [{ promql: most(executionErrorShareOrNone(chosen)), legend: '{{function_name}}' }],
    unit: 'share',
    thresholds: { side: 'above', warning: 0.01, critical: functionErrors },
  },
];
