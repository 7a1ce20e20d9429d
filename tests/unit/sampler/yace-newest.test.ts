import { expect, test } from 'vitest';
import { awsEye } from '@/lib/server/sampler/eye/aws/aws';
import { START_MS } from '../../support/fakes/fake-ports';

const LAMBDA = 'aws_lambda_invocations_sum{region="eu-west-1"} 3';
const SQS = 'aws_sqs_number_of_messages_sent_sum{region="eu-west-1"} 0';
const expected = ['AWS/Lambda', 'AWS/SQS'].map((service) => ({
  ...{ service, place: 'eu-west-1', name: service, metrics: [] },
}));

/** Seconds at which the newest values came, part by part. @param rounds what was heard: at which second, calls so far, series */
function newestAfter(rounds: readonly [atSeconds: number, calls: number, series: readonly string[]][]) {
  const follower = awsEye.follow?.();
  let nowMs = START_MS;
  for (const [atSeconds, calls, series] of rounds) {
    nowMs = START_MS + atSeconds * 1000;
    const counter = `yace_cloudwatch_requests_total{api_name="ListMetrics"} ${calls}`;
    follower?.asks.hear([counter, ...series].join('\n'), nowMs);
  }
  const look = { lines: [], target: undefined, isRunning: true, startedAtMs: START_MS, clockSeconds: 300 };
  const { parts = [] } = follower?.tells({ ...look, expected, nowMs }) ?? {};
  return parts.map(({ newestAtMs }) => newestAtMs && (newestAtMs - START_MS) / 1000);
}

test('how old the values of a round are that is older than the panel is not known', () => {
  expect(
    newestAfter([
      [340, 20, []],
      [400, 20, [LAMBDA, SQS]],
    ]),
  ).toEqual([undefined, undefined]);
});

test('the newest values are of the round that was seen to call; a part without series has none', () => {
  expect(
    newestAfter([
      [280, 10, []],
      [340, 20, [LAMBDA]],
      [400, 20, [LAMBDA]],
    ]),
  ).toEqual([340, undefined]);
});
