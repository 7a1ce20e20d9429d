import { describe, expect, test } from 'vitest';
import * as yace from '@/lib/server/sampler/sources/aws';
import { START_MS } from '../../support/fakes/fake-ports';
import { logLines } from '../../support/fixtures/log-lines';

const { NO_YACE_MEMORY, parseYaceMetrics, yaceStep } = yace;
const yaceBlindness = (...given: Parameters<typeof yace.yaceBlindness>) =>
  yace.yaceBlindness(...given)?.words ?? null;
const metrics = (requested: number) => ({ requested, errors: 0, series: 0 });
const blind = yaceStep(NO_YACE_MEMORY, metrics(0), START_MS);
const says = (msg: string, err: string, level = 'ERROR') => logLines([{ atMs: START_MS, level, msg, err }]);

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
    expect(yaceBlindness(blind, says(msg, err), 300, START_MS + 5000)).toEqual(words),
  );
});

describe('blind or not', () => {
  const refused = says("Couldn't get account Id", 'InvalidClientTokenId');

  test('the first round is given a minute before silence counts', () => {
    expect(yaceBlindness(blind, [], 300, START_MS + 50_000)).toBeNull();
    expect(yaceBlindness(blind, [], 300, START_MS + 70_000)).toMatch(/asked CloudWatch for nothing yet/);
  });

  test('series of jobs that do without GetMetricData are a sign of life', () => {
    const memory = yaceStep(NO_YACE_MEMORY, { requested: 0, errors: 0, series: 12 }, START_MS);
    expect(yaceBlindness(memory, [], 300, START_MS + 900_000)).toBeNull();
  });

  test('a missing account alias is normal', () =>
    expect(
      yaceBlindness(blind, says("Couldn't get account alias", 'AccessDenied', 'WARN'), 300, START_MS + 5000),
    ).toBeNull());

  test('while it asks CloudWatch, an error of one job is not blindness', () =>
    expect(
      yaceBlindness(yaceStep(blind, metrics(40), START_MS + 5000), refused, 300, START_MS + 9000),
    ).toBeNull());

  test('a key that is revoked later shows after a round without a request', () => {
    const had = { ...metrics(40), series: 12 };
    const memory = yaceStep(yaceStep(NO_YACE_MEMORY, had, START_MS), had, START_MS + 400_000);
    const lines = logLines([
      { atMs: START_MS + 600_000, msg: "Couldn't get account Id", err: 'InvalidClientTokenId' },
    ]);
    expect(yaceBlindness(memory, lines, 300, START_MS + 400_000)).toBeNull();
    expect(yaceBlindness(memory, lines, 300, START_MS + 620_000)).toMatch(/^AWS refuses the access key/);
  });

  test('an error of yesterday is no reason today', () =>
    expect(
      yaceBlindness({ ...blind, sinceMs: START_MS + 86_400_000 }, refused, 300, START_MS + 86_410_000),
    ).toBeNull());

  test('after a restart its counters begin anew', () => {
    const memory = yaceStep(yaceStep(NO_YACE_MEMORY, metrics(40), START_MS), metrics(0), START_MS + 5000);
    expect(memory).toMatchObject({ grewAtMs: null, sinceMs: START_MS + 5000 });
  });

  test('nothing is said of an exporter that was never asked', () =>
    expect(yaceBlindness(NO_YACE_MEMORY, refused, 300, START_MS)).toBeNull());
});

test('reads its own counters and leaves the rest', () =>
  expect(
    parseYaceMetrics(
      [
        '# HELP yace_cloudwatch_requests_total x',
        'yace_cloudwatch_getmetricdata_metrics_requested_total 25',
        'yace_cloudwatch_request_errors{api_name="ListMetrics"} 2',
        'yace_cloudwatch_request_errors{api_name="GetMetricData"} 1',
        'aws_lambda_info{name="x"} 0',
        'aws_lambda_invocations_sum{name="arn:aws:lambda:x"} 3',
      ].join('\n'),
    ),
  ).toEqual({ requested: 25, errors: 3, series: 1 }));

describe('series that were there and are gone', () => {
  const memoryAfter = (...rounds: [atSeconds: number, requested: number, series: number][]) =>
    rounds.reduce(
      (memory, [at, requested, series]) =>
        yaceStep(memory, { requested, errors: 0, series }, START_MS + at * 1000),
      NO_YACE_MEMORY,
    );
  const words = (memory: ReturnType<typeof memoryAfter>, atSeconds: number) =>
    yaceBlindness(memory, [], 300, START_MS + atSeconds * 1000);

  test('are told once a whole round has ended without any', () => {
    const memory = memoryAfter([0, 25, 12], [300, 50, 0], [600, 75, 0]);
    expect(words(memory, 665)).toBe('AWS: CloudWatch no longer has any series; there were 12.');
  });

  test('are not told while a reload has emptied it and the next round is under way', () => {
    expect(words(memoryAfter([0, 25, 12], [60, 25, 0]), 70)).toBeNull();
    expect(words(memoryAfter([0, 25, 12], [60, 25, 0], [65, 50, 0]), 70)).toBeNull();
    expect(words(memoryAfter([0, 25, 12], [60, 25, 0], [65, 50, 0], [125, 50, 12]), 130)).toBeNull();
  });

  test('a source that gives nothing does not count as good: it asks and asks, and there never are any', () => {
    expect(words(memoryAfter([0, 25, 0], [300, 50, 0]), 305)).toMatch(/is asked and has no series/);
    const often = [0, 30, 60, 90, 120].map((at): [number, number, number] => [at, at + 25, 0]);
    expect(words(memoryAfter(...often), 125)).toMatch(/is asked and has no series/);
  });

  test('an error of the permission to ask for values is named, although the counter grows', () => {
    const memory = memoryAfter([0, 25, 0], [30, 50, 0], [60, 75, 0]);
    const denied = 'api error AccessDenied: User: x is not authorized to perform: cloudwatch:GetMetricData';
    const lines = logLines([{ atMs: START_MS + 61_000, msg: 'GetMetricData error', err: denied }]);
    expect(yaceBlindness(memory, lines, 30, START_MS + 65_000)).toMatch(/Missing: cloudwatch:GetMetricData/);
  });
});
