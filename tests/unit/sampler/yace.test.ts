import { describe, expect, test } from 'vitest';

import { awsDollars, prices } from '@/lib/pipeline/sources/prices';
import { awsEye } from '@/lib/server/sampler/eye/aws/aws';
import { askedIn, metricPrefix, parseYaceMetrics, seriesPrefix } from '@/lib/server/sampler/eye/aws/metrics';
import { START_MS } from '../../support/fakes/fake-ports';
import { logLines } from '../../support/fixtures/log-lines';

const part = (service: string, place = 'eu-west-1', metrics: string[] = []) => ({
  service,
  place,
  name: `${service} in ${place}`,
  metrics,
});
const LAMBDA = part('AWS/Lambda');
const SQS = part('AWS/SQS');
const GATEWAY = part('AWS/ApiGateway');

const series = {
  lambda: 'aws_lambda_invocations_sum{region="eu-west-1"} 3\naws_lambda_duration_p95{region="eu-west-1"} 9',
  sqs: 'aws_sqs_number_of_messages_sent_sum{region="eu-west-1"} 0',
  gateway: 'aws_apigateway_4_xxerror_sum{region="eu-west-1"} 1',
  nothing: 'aws_sqs_sent_sum{region="eu-west-1"} 0\naws_sqs_age_maximum{region="eu-west-1"} NaN',
};

/** Lines of a job, as YACE v0.67.0 logs them; `atSeconds` since the start. */
const line = (atSeconds: number, msg: string, of: typeof LAMBDA | null, err = '', level = 'ERROR') =>
  logLines([
    {
      atMs: START_MS + atSeconds * 1000,
      level,
      msg,
      err,
      ...(of && { namespace: of.service, region: of.place }),
    },
  ]);
const nothingFound = (atSeconds: number, of: typeof LAMBDA) =>
  line(atSeconds, 'No metrics data found', of, '', 'INFO');
const untagged = (atSeconds: number, of: typeof LAMBDA) =>
  line(atSeconds, 'No tagged resources made it through filtering', of, 'expected to discover resources');
const denied = (action: string) =>
  `api error AccessDenied: User: arn:aws:iam::123456789012:user/weir is not authorized to perform: ${action} because no identity-based policy allows it`;

interface Seen {
  lines?: ReturnType<typeof logLines>;
  metrics?: (string | { calls: number })[];
  expected?: (typeof LAMBDA)[];
  atSeconds: number;
  startedAtSeconds?: number;
  clockSeconds?: number;
}

/** What is known at a moment; `heard` are its metrics at earlier seconds. */
function see(seen: Seen, heard: readonly [atSeconds: number, text: string][] = []) {
  const { lines = [], metrics = [], expected = [LAMBDA, SQS, GATEWAY], atSeconds, clockSeconds = 300 } = seen;
  const follower = awsEye.follow?.();
  if (!follower) throw new Error('AWS is not followed');
  for (const [at, text] of heard) follower.asks?.hear(text, START_MS + at * 1000);
  const text = metrics
    .map((one) =>
      typeof one === 'string' ? one : `yace_cloudwatch_requests_total{api_name="ListMetrics"} ${one.calls}`,
    )
    .join('\n');
  follower.asks?.hear(text, START_MS + atSeconds * 1000);
  const look = {
    lines,
    target: undefined,
    isRunning: true,
    startedAtMs: START_MS + (seen.startedAtSeconds ?? 0) * 1000,
    expected,
    clockSeconds,
    nowMs: START_MS + atSeconds * 1000,
  };
  const sight = follower.sight(look);
  const parts = (follower.tells(look).parts ?? []).map(({ name, state, kind }) => [name, state, kind]);
  return { sight: sight === null ? null : sight?.words, parts };
}
const all = [series.lambda, series.sqs, series.gateway];

describe('what YACE v0.67.0 logs, in plain words', () => {
  test.each([
    [
      'a key that does not exist',
      "Couldn't get account Id",
      'operation error STS: GetCallerIdentity, https response error StatusCode: 403, RequestID: 11111111-2222, api error InvalidClientTokenId: The security token included in the request is invalid.',
      expect.stringMatching(/^AWS refuses the access key: it does not exist, was deleted/),
    ],
    [
      'a wrong secret',
      "Couldn't get account Id",
      'operation error STS: GetCallerIdentity, https response error StatusCode: 403, RequestID: 1, api error SignatureDoesNotMatch: The request signature we calculated does not match the signature you provided.',
      'AWS refuses the secret: it does not belong to this access key.',
    ],
    [
      'no key',
      "Couldn't get account Id",
      'operation error STS: GetCallerIdentity, get identity: get credentials: failed to refresh cached credentials, no EC2 IMDS role found, operation error ec2imds: GetMetadata, access disabled to EC2 IMDS via client option',
      'AWS: no access key is set.',
    ],
    [
      'a missing permission',
      "Couldn't describe resources",
      'operation error Resource Groups Tagging API: GetResources, https response error StatusCode: 400, RequestID: , api error AccessDeniedException: User: arn:aws:iam::123456789012:user/x is not authorized to perform: tag:GetResources',
      'AWS knows the access key, but it lacks a permission. Missing: tag:GetResources.',
    ],
    [
      'no network',
      "Couldn't get account Id",
      'operation error STS: GetCallerIdentity, exceeded maximum number of attempts, 5, https response error StatusCode: 0, RequestID: , request send failed, Post "https://sts.eu-west-1.amazonaws.com/": dial tcp: lookup sts.eu-west-1.amazonaws.com: no such host',
      'AWS cannot be reached: check the internet connection and the region.',
    ],
    [
      'nothing that is tagged',
      'No tagged resources made it through filtering',
      'expected to discover resources but none were found',
      'AWS: no resource with a tag was found. Only tagged resources are seen: give them a tag, or check the region.',
    ],
    ['anything else', 'Failed to get metric data', 'boom', 'yace (AWS) reports an error.'],
  ])('%s', (_what, msg, err, words) =>
    expect(see({ lines: line(1, msg, LAMBDA, err), expected: [LAMBDA], atSeconds: 5 }).sight).toEqual(words),
  );
});

describe('each service in each region by itself', () => {
  test('what has series flows, and what is refused or has no tag is told with its reason', () => {
    const lines = [
      ...line(2, "Couldn't describe resources", GATEWAY, denied('apigateway:GET')),
      ...untagged(2, SQS),
    ];
    expect(see({ lines, metrics: [series.lambda], atSeconds: 10 })).toEqual({
      sight: null,
      parts: [
        ['AWS/Lambda in eu-west-1', 'flowing', null],
        ['AWS/SQS in eu-west-1', 'blind', 'untagged'],
        ['AWS/ApiGateway in eu-west-1', 'blind', 'permission-apigateway-get'],
      ],
    });
  });

  test('it needs no memory: a panel that starts late sees the same', () => {
    const lines = untagged(6000, SQS);
    const metrics = [series.lambda, series.gateway];
    const { sight, parts } = see({ lines, metrics, atSeconds: 6100 });
    expect(sight).toBeNull();
    expect(parts[1]).toEqual(['AWS/SQS in eu-west-1', 'blind', 'untagged']);
  });

  test('CloudWatch refuses the values: said without the job, which then says that it came to nothing', () => {
    const lines = [
      ...line(3, 'GetMetricData error', null, denied('cloudwatch:GetMetricData')),
      ...[LAMBDA, SQS, GATEWAY].flatMap((of) => nothingFound(3, of)),
    ];
    const { sight, parts } = see({ lines, metrics: [{ calls: 22 }], atSeconds: 10 });
    expect(sight).toMatch(/Missing: cloudwatch:GetMetricData\.$/);
    expect(parts.map(([, state]) => state)).toEqual(['blind', 'blind', 'blind']);
  });

  test('an error of a job that is not followed is no reason of a quiet part', () => {
    const lines = [
      ...line(2, "Couldn't describe resources", part('CWAgent'), denied('tag:GetResources')),
      ...nothingFound(2, SQS),
    ];
    const { parts } = see({ lines, metrics: [series.lambda, series.gateway], atSeconds: 9 });
    expect(parts.slice(1)).toEqual([
      ['AWS/SQS in eu-west-1', 'idle', 'empty'],
      ['AWS/ApiGateway in eu-west-1', 'flowing', null],
      ['some metrics', 'blind', 'permission-tag-getresources'],
    ]);
  });

  test('a part of the calls is limited: what is missing has no name, and is told', () => {
    const lines = line(3, 'GetMetricData error', null, 'api error Throttling: Rate exceeded');
    expect(see({ lines, metrics: all, atSeconds: 10 }).parts.at(-1)).toEqual([
      'some metrics',
      'blind',
      'limited',
    ]);
  });

  test('series of resources, and of the same letters, are those of no other service', () => {
    const insights = part('ECS/ContainerInsights');
    const ecs = part('AWS/ECS');
    const metrics = [
      'aws_ecs_containerinsights_running_task_count_average{region="eu-west-1"} 1',
      'aws_ecs_info{region="eu-west-1"} 0',
    ];
    const lines = untagged(2, ecs);
    expect(see({ lines, metrics, expected: [ecs, insights], atSeconds: 10 }).parts).toEqual([
      ['AWS/ECS in eu-west-1', 'blind', 'untagged'],
      ['ECS/ContainerInsights in eu-west-1', 'flowing', null],
    ]);
  });

  test('another region has its own', () => {
    const there = part('AWS/Lambda', 'us-east-1');
    const { parts } = see({
      lines: untagged(2, there),
      metrics: [series.lambda],
      expected: [LAMBDA, there],
      atSeconds: 9,
    });
    expect(parts.map(([, state]) => state)).toEqual(['flowing', 'blind']);
  });
});

test('a metric that CloudWatch does not have is told, since nobody else does', () => {
  const expected = [part('AWS/Lambda', 'eu-west-1', ['Invocations', 'Duration', 'Erors'])];
  expect(see({ metrics: [series.lambda], expected, atSeconds: 10 }).parts).toEqual([
    ['AWS/Lambda in eu-west-1', 'flowing', 'metric'],
  ]);
});

describe('nothing there is no fault', () => {
  test('CloudWatch answers and has no data point', () => {
    const { sight, parts } = see({ metrics: [series.nothing], expected: [SQS], atSeconds: 10 });
    expect(parts).toEqual([['AWS/SQS in eu-west-1', 'idle', 'idle']]);
    expect(sight).toBeNull();
  });

  test('counts of 0 are values', () =>
    expect(see({ metrics: [series.sqs], expected: [SQS], atSeconds: 10 }).parts[0]?.[1]).toBe('flowing'));

  test('it has no metric of a tagged resource', () => {
    const { parts } = see({
      lines: nothingFound(2, SQS),
      metrics: [series.lambda, series.gateway],
      atSeconds: 9,
    });
    expect(parts[1]).toEqual(['AWS/SQS in eu-west-1', 'idle', 'empty']);
  });

  test('but of none of all that is asked for is not well', () => {
    const lines = [LAMBDA, SQS, GATEWAY].flatMap((of) => nothingFound(2, of));
    expect(see({ lines, atSeconds: 9 }).sight).toMatch(/is asked and has no series/);
  });

  test('a missing account alias is normal', () => {
    const alias = line(1, "Couldn't get account alias", LAMBDA, denied('iam:ListAccountAliases'), 'WARN');
    expect(see({ lines: alias, metrics: all, atSeconds: 5 }).parts.map(([, state]) => state)).toEqual([
      'flowing',
      'flowing',
      'flowing',
    ]);
  });
});

describe('what is old says nothing of now', () => {
  test('lines of the process before', () => {
    const lines = line(-20, "Couldn't get account Id", LAMBDA, 'InvalidClientTokenId');
    expect(see({ lines, expected: [LAMBDA], atSeconds: 5 }).sight).toBeUndefined();
  });

  test('lines from before it read its configuration again', () => {
    const reload = line(30, 'Reset clients cache', null, '', 'INFO');
    const lines = [...untagged(2, SQS), ...reload];
    expect(see({ lines, expected: [SQS], atSeconds: 32 })).toEqual({
      sight: undefined,
      parts: [['AWS/SQS in eu-west-1', 'pending', null]],
    });
  });

  test('what a reload cut short', () => {
    const lines = line(2, "Couldn't get account Id", SQS, 'operation error STS: context canceled');
    expect(see({ lines, expected: [SQS], atSeconds: 5 }).sight).toBeUndefined();
  });

  test('a cause of an earlier round, once another is told', () => {
    const lines = [
      ...line(5, "Couldn't get account Id", SQS, 'api error InvalidClientTokenId: x'),
      ...line(300, "Couldn't get account Id", SQS, 'The request signature we calculated does not match'),
    ];
    expect(see({ lines, expected: [SQS], atSeconds: 310 }).sight).toMatch(/^AWS refuses the secret/);
  });

  test('an error of yesterday', () => {
    const lines = line(0, "Couldn't get account Id", SQS, 'InvalidClientTokenId');
    expect(see({ lines, expected: [SQS], atSeconds: 86_410 }).sight).toMatch(/^AWS does not answer/);
  });
});

describe('AWS never answers', () => {
  test('the first round is given two minutes before silence counts', () => {
    expect(see({ atSeconds: 110 }).sight).toBeUndefined();
    expect(see({ atSeconds: 125 }).sight).toBe('AWS does not answer: yace waits for its first answer.');
  });

  test('later: a round that does not end leaves the series of the one before', () => {
    const text = [...all, 'yace_cloudwatch_requests_total 22'].join('\n');
    const look = (atSeconds: number) => see({ metrics: [...all, { calls: 22 }], atSeconds }, [[0, text]]);
    expect(look(500).sight).toBeNull();
    expect(look(600).sight).toMatch(
      /^AWS does not answer: yace waits, and its values are those of an earlier/,
    );
    const asks = see({ metrics: [...all, { calls: 44 }], atSeconds: 600 }, [[0, text]]);
    expect(asks.sight).toBeNull();
    // Jobs that make calls of no counter are not judged by it.
    expect(see({ metrics: all, atSeconds: 600 }, [[0, all.join('\n')]]).sight).toBeNull();
  });

  test('nothing is said of an exporter that was never heard', () => {
    const follower = awsEye.follow?.();
    const look = { lines: [], target: undefined, isRunning: true, startedAtMs: 0, expected: [SQS] };
    expect(follower?.sight({ ...look, clockSeconds: 300, nowMs: START_MS })).toBeUndefined();
  });
});

test('of its metrics, counts and calls are read', () => {
  const text = [
    '# HELP yace_cloudwatch_requests_total x',
    'yace_cloudwatch_requests_total{api_name="ListMetrics"} 15',
    'yace_cloudwatch_requests_total{api_name="GetMetricData"} 4',
    'aws_lambda_info{name="x"} 0',
    'aws_lambda_timeout{region="eu-west-1"} 3',
    'aws_lambda_invocations_sum{region="eu-west-1",name="a"} 3',
    'aws_lambda_invocations_sum{region="eu-west-1",name="b"} NaN',
    'aws_lambda_invocations_sum{region="eu-west-1",name="c"} 0',
  ].join('\n');
  const counts = [
    {
      ...{ name: 'aws_lambda_invocations_sum', region: 'eu-west-1', account: '', alias: '', dimensions: '' },
      ...{ series: 3, values: 1, nothing: 1 },
    },
  ];
  expect(parseYaceMetrics(text)).toEqual({ calls: 19, requested: 0, lists: 15, counts });
});

test.each([
  ['AWS/ApiGateway', '4XXError', 'aws_apigateway_4_xxerror_'],
  ['AWS/ApiGateway', '4xx', 'aws_apigateway_4xx_'],
  ['AWS/Glue', 'glue.driver.aggregate.bytesRead', 'aws_glue_driver_aggregate_bytes_read_'],
  ['AWS/ECS', 'CPUUtilization', 'aws_ecs_cpuutilization_'],
  ['ECS/ContainerInsights', 'RunningTaskCount', 'aws_ecs_containerinsights_running_task_count_'],
])('of %s, the series of %s begin with %s', (namespace, metric, prefix) =>
  expect(seriesPrefix(namespace, metric)).toBe(prefix),
);

test.each([
  ['AWS/Lambda', 'aws_lambda_'],
  ['ECS/ContainerInsights', 'aws_ecs_containerinsights_'],
  ['/aws/sagemaker/TrainingJobs', 'aws_sagemaker_trainingjobs_'],
  ['AWS/Usage', 'aws_usage_'],
])('the metrics of %s begin with %s', (namespace, prefix) => expect(metricPrefix(namespace)).toBe(prefix));

describe('what CloudWatch charges', () => {
  const series = (name: string, count: number) => ({
    name,
    region: 'eu-west-1',
    account: '',
    alias: '',
    dimensions: '',
    series: count,
    values: 0,
    nothing: 0,
  });

  test('each statistic at most, each metric at least: 0.0864 dollars a month at one read every 5 minutes', () => {
    const counts = [
      series('aws_lambda_duration_average', 2),
      series('aws_lambda_duration_p95', 2),
      series('aws_sqs_sent_sum', 1),
    ];
    const { least, most } = awsDollars({ ...askedIn(counts), lists: 15 }, 300, prices);
    expect(most).toBeCloseTo(5 * 0.0864, 6);
    expect(least).toBeCloseTo(3 * 0.0864, 6);
  });

  test('lists of metrics beyond a million a month', () => {
    const { least, most } = awsDollars({ ...askedIn([]), lists: 15 * 8 }, 300, prices);
    expect(most).toBeCloseTo((15 * 8 * 8640 - 1_000_000) * 0.00001, 6);
    expect(least).toBe(most);
  });
});
