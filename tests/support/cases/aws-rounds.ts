import type { Fault } from '../fakes/aws/faults.ts';
import { type AwsWorld, KEY_ID, key } from '../fakes/aws/world.ts';
import { changedTemplate, TEMPLATE_REGION as REGION } from '../stack/yace-rounds.ts';

/** A warning or an error: the sentence, how often, of which namespaces, and why. */
type Said = [said: string, times: number, namespaces: string[], err: RegExp];

export interface RoundCase {
  what: string;
  more?: Partial<AwsWorld>;
  config?: string;
  /** Series of AWS resources that are left of 33, and those of them that are NaN. */
  series: number;
  nan?: number;
  /** Its counters: they are no more than these. */
  self: Record<string, number>;
  said: Said[];
  /** What the panel makes of each part that is not simply well: service, state and kind. */
  told: string[];
}

const ALL = ['AWS/ApiGateway', 'AWS/ECS', 'AWS/Lambda', 'AWS/SQS'];
const NO_TAGS = 'ERROR No tagged resources made it through filtering';
const NOT_DESCRIBED = "ERROR Couldn't describe resources";
const NO_ACCOUNT = "ERROR Couldn't get account Id";
const NO_DATA = 'ERROR GetMetricData error';
const NOTHING_FOUND = /^expected to discover resources but none were found$/;
/** It does not say of which service. */
const lost = (times: number): Said => ['WARN GetMetricData partition empty result', times, [], /^$/];

const broken = (...faults: Fault[]): Partial<AwsWorld> => ({ faults });
const denied = (...actions: string[]): Partial<AwsWorld> => ({
  keys: { [KEY_ID]: key({ denied: actions }) },
});

const TAGGING = { resourcegrouptaggingapi_requests_total: 4 };
const DISCOVERY = { ...TAGGING, apigatewayapi_requests_total: 1 };
const counted = (requested: number, calls: number, metrics: number) => ({
  ...DISCOVERY,
  getmetricdata_metrics_requested_total: requested,
  getmetricdata_requests_total: calls,
  'requests_total GetMetricData': calls,
  'requests_total ListMetrics': metrics,
});
const WHOLE = counted(33, 4, 15);

export const roundCases: RoundCase[] = [
  {
    what: 'GetMetricData is denied: it counts what it asked for, and has nothing',
    more: denied('cloudwatch:GetMetricData'),
    series: 0,
    self: { ...WHOLE, 'request_errors GetMetricData': 4 },
    said: [
      [
        NO_DATA,
        4,
        [],
        /AccessDenied: User: .* is not authorized to perform: cloudwatch:GetMetricData because no/,
      ],
      lost(4),
    ],
    told: ALL.map((service) => `${service} blind permission-cloudwatch-getmetricdata`),
  },
  {
    what: 'GetMetricData is throttled',
    more: broken({ does: 'throttle', action: 'cloudwatch:GetMetricData' }),
    series: 0,
    self: { ...WHOLE, 'request_errors GetMetricData': 4 },
    said: [[NO_DATA, 4, [], /exceeded maximum number of attempts, 5, .*Throttling: Rate exceeded$/], lost(4)],
    told: ALL.map((service) => `${service} blind limited`),
  },
  {
    what: 'GetMetricData is denied for one service',
    more: broken({ does: 'deny', action: 'cloudwatch:GetMetricData', namespace: 'AWS/SQS' }),
    series: 25,
    self: { ...WHOLE, 'request_errors GetMetricData': 1 },
    said: [[NO_DATA, 1, [], /AccessDenied: .*cloudwatch:GetMetricData/], lost(1)],
    told: ['AWS/SQS blind permission-cloudwatch-getmetricdata'],
  },
  {
    what: 'apigateway:GET is denied: one job is lost, and no counter says so',
    more: denied('apigateway:GET'),
    series: 28,
    nan: 1,
    self: counted(28, 3, 11),
    said: [
      [
        NOT_DESCRIBED,
        1,
        ['AWS/ApiGateway'],
        /^failed to apply FilterFunc for AWS\/ApiGateway, .*AccessDeniedException: .*apigateway:GET on resource: arn:aws:apigateway:us-east-1::\/restapis/,
      ],
    ],
    told: ['AWS/ApiGateway blind permission-apigateway-get'],
  },
  {
    what: 'the resources of one service have no tag',
    more: broken({ does: 'untag', namespace: 'AWS/SQS' }),
    series: 25,
    self: counted(25, 3, 11),
    said: [[NO_TAGS, 1, ['AWS/SQS'], NOTHING_FOUND]],
    told: ['AWS/SQS blind untagged'],
  },
  {
    what: 'nothing has a tag',
    more: broken({ does: 'untag' }),
    series: 0,
    self: DISCOVERY,
    said: [[NO_TAGS, 4, ALL, NOTHING_FOUND]],
    told: ALL.map((service) => `${service} blind untagged`),
  },
  {
    what: 'the region is another one: the same as without tags',
    config: changedTemplate(REGION, 'eu-central-1'),
    series: 0,
    self: DISCOVERY,
    said: [[NO_TAGS, 4, ALL, NOTHING_FOUND]],
    told: ALL.map((service) => `${service} blind untagged`),
  },
  {
    what: 'CloudWatch has no points: zeros, and not a word',
    more: broken({ does: 'no-points' }),
    series: 33,
    nan: 16,
    self: WHOLE,
    said: [],
    told: ['AWS/Lambda idle idle', 'AWS/SQS idle idle', 'AWS/ECS idle idle', 'AWS/ApiGateway idle idle'],
  },
  {
    what: 'ListMetrics is denied',
    more: denied('cloudwatch:ListMetrics'),
    series: 0,
    self: { ...DISCOVERY, 'requests_total ListMetrics': 15, 'request_errors ListMetrics': 15 },
    said: [
      ['ERROR Failed to get full metric list', 15, ALL, /AccessDenied: .*cloudwatch:ListMetrics/],
      ['ERROR ListMetrics error', 15, [], /AccessDenied: .*cloudwatch:ListMetrics/],
    ],
    told: ALL.map((service) => `${service} blind permission-cloudwatch-listmetrics`),
  },
  {
    what: 'GetResources is denied',
    more: denied('tag:GetResources'),
    series: 0,
    self: TAGGING,
    said: [[NOT_DESCRIBED, 4, ALL, /AccessDeniedException: .*tag:GetResources/]],
    told: ALL.map((service) => `${service} blind permission-tag-getresources`),
  },
  {
    what: 'ListAccountAliases is denied: every number arrives',
    more: denied('iam:ListAccountAliases'),
    series: 33,
    nan: 1,
    self: WHOLE,
    said: [
      ["WARN Couldn't get account alias", 4, ALL, /AccessDenied: .*iam:ListAccountAliases on resource: \*/],
    ],
    told: [],
  },
  {
    what: 'the region is not switched on: the key is refused',
    more: { regionsOff: [REGION] },
    series: 0,
    self: {},
    said: [
      [NO_ACCOUNT, 4, ALL, /InvalidClientTokenId: The security token included in the request is invalid/],
    ],
    told: ALL.map((service) => `${service} blind key`),
  },
  {
    what: 'one of two regions is not switched on',
    more: { regionsOff: ['ap-east-1'] },
    config: changedTemplate(`[${REGION}]`, `[${REGION}, ap-east-1]`),
    series: 33,
    nan: 1,
    self: WHOLE,
    said: [[NO_ACCOUNT, 4, ALL, /InvalidClientTokenId/]],
    told: ALL.map((service) => `${service} blind region`),
  },
  {
    what: 'AWS fails',
    more: broken({ does: 'fail', action: 'sts:GetCallerIdentity' }),
    series: 0,
    self: {},
    said: [[NO_ACCOUNT, 4, ALL, /exceeded maximum number of attempts, 5, .*InternalFailure/]],
    told: ALL.map((service) => `${service} blind fault`),
  },
  {
    what: 'a statistic does not exist: the whole service is lost',
    config: changedTemplate(
      'name: Errors\n          statistics: [Sum]',
      'name: Errors\n          statistics: [Summ]',
    ),
    series: 21,
    nan: 1,
    self: { ...WHOLE, 'request_errors GetMetricData': 1 },
    said: [
      [NO_DATA, 1, [], /ValidationError: The value Summ for parameter .*is not a valid statistic/],
      lost(1),
    ],
    told: ['AWS/Lambda blind question'],
  },
  {
    what: 'a period does not exist: every service with it is lost',
    config: changedTemplate('period: 300', 'period: 90'),
    series: 0,
    self: { ...WHOLE, 'request_errors GetMetricData': 4 },
    said: [[NO_DATA, 4, [], /ValidationError: .*Period must be/], lost(4)],
    told: ALL.map((service) => `${service} blind question`),
  },
  {
    what: 'a metric is misspelt: not a word, ever',
    config: changedTemplate('name: Errors', 'name: Erors'),
    series: 31,
    nan: 1,
    self: counted(31, 4, 15),
    said: [],
    told: ['AWS/Lambda flowing metric'],
  },
];
