import { describe, expect, test } from 'vitest';
import { aggregationMessage, configMessage, crashMessage, deliveryWords } from '@/lib/server/vmagent/log';
import { logLines } from '../../support/fixtures/log-lines';

const line = (msg: string, level = 'warn', atMs = 1000) => logLines([{ atMs, level, msg }]);

describe('the destination’s words, as vmagent 1.79.5, 1.112.0 and 1.145.0 log them', () => {
  test.each([
    [
      'no answer',
      `couldn't send a block with size 12091 bytes to "1:secret-url": Post "http://127.0.0.1:18828/api/v1/write": dial tcp4 127.0.0.1:18828: connect: connection refused; try -enableTCP6 command-line flag for dialing ipv6 addresses; re-sending the block in 2.000 seconds`,
      null,
      'dial tcp4 127.0.0.1:18828: connect: connection refused',
      2,
    ],
    [
      'a refused token',
      `unexpected status code received after sending a block with size 17427 bytes to "1:secret-url" during retry #1: 401; response body="invalid token: authentication error"; re-sending the block in 2.144 seconds`,
      401,
      'invalid token: authentication error',
      2.144,
    ],
    [
      'a destination that asks for patience, in the words of 1.150',
      `unexpected status code received after sending a block with size 9 bytes to "1:secret-url" during retry #3: 429; response body=""; re-sending the block in 1m0.5s`,
      429,
      null,
      60.5,
    ],
  ])('%s', (_what, msg, statusCode, message, retrySeconds) =>
    expect(deliveryWords(line(msg), false, statusCode)).toEqual({ message, retrySeconds, saidAtMs: 1000 }),
  );

  test('an answer of another status, or none, is not this failure’s', () => {
    const msg = `unexpected status code received after sending a block with size 9 bytes to "1:secret-url" during retry #3: 503; response body="x"; re-sending the block in 8s`;
    expect(deliveryWords(line(msg), false, 401)).toBeNull();
    expect(deliveryWords(line(msg), false, null)).toBeNull();
  });

  test.each([
    [
      '1.79',
      `sending a block with size 277 bytes to "1:secret-url" was rejected (skipping the block): status code 400; response body: err-mimir-sample-out-of-order\nfoo "quoted"`,
    ],
    [
      '1.145',
      `sending a block with size 291 bytes to "1:secret-url" was rejected (skipping the block): status code 400; response body: err-mimir-sample-out-of-order\nfoo "quoted". (Similar 0 log messages were dropped due to throttling)`,
    ],
  ])('a rejected block of %s', (_version, msg) =>
    expect(deliveryWords(line(msg, 'error'), true, 400)?.message).toBe(
      'err-mimir-sample-out-of-order foo "quoted"',
    ),
  );

  test('the newest counts, and a retry is no rejection', () => {
    const lines = [
      ...line(
        'couldn\'t send a block with size 1 bytes to "1:secret-url": first; re-sending the block in 1.000 seconds',
      ),
      ...line(
        'couldn\'t send a block with size 1 bytes to "1:secret-url": second; re-sending the block in 1.000 seconds',
      ),
      { atMs: 1, stream: 'stderr' as const, level: 'unknown' as const, text: 'not JSON' },
      { atMs: 1, stream: 'stderr' as const, level: 'unknown' as const, text: '{"half": ' },
    ];
    expect(deliveryWords(lines, false, null)).toEqual({ message: 'second', retrySeconds: 1, saidAtMs: 1000 });
    expect(deliveryWords(lines, true, 400)).toBeNull();
  });

  test('an overlong or coloured answer is cut and cleaned', () => {
    const msg = `unexpected status code received after sending a block to "1:secret-url" during retry #1: 500; response body="\u001b[31m${'x'.repeat(900)}"; re-sending`;
    expect(deliveryWords(line(msg), false, 500)?.message).not.toContain('\u001b');
    expect(deliveryWords(line(msg), false, 500)?.message?.length).toBeLessThanOrEqual(300);
  });
});

describe('a refused config', () => {
  const msg =
    'cannot read "r.yml" on SIGHUP: cannot parse Prometheus config from "r.yml": cannot unmarshal data: yaml: unmarshal errors:\n  line 3: field bogus not found in type promscrape.ScrapeConfig; pass -promscrape.config.strictParse=false command-line flag for ignoring unknown fields in yaml config; continuing with the previous config';
  const words =
    'cannot parse Prometheus config from "r.yml": cannot unmarshal data: yaml: unmarshal errors: line 3: field bogus not found in type promscrape.ScrapeConfig';

  test('in the words that name the line', () =>
    expect(configMessage(line(msg, 'error'))?.replaceAll(/ +/g, ' ')).toBe(words));
  test('an older refusal is not this one', () =>
    expect(configMessage(line(msg, 'error', 1000), 2000)).toBeNull());
});

test('why a list of aggregations was refused, as vmagent 1.149 logs it, without its advice', () => {
  const msg =
    'cannot reload -remoteWrite.streamAggr.config="/etc/vmagent/aggregation.yml"; continue using the previously loaded config; error: cannot load -remoteWrite.streamAggr.config="/etc/vmagent/aggregation.yml": cannot initialize aggregators from "/etc/vmagent/aggregation.yml": cannot initialize aggregator #0: missing `interval` option; see https://docs.victoriametrics.com/victoriametrics/stream-aggregation/#stream-aggregation-config';
  const words =
    'cannot initialize aggregators from "/etc/vmagent/aggregation.yml": cannot initialize aggregator #0: missing `interval` option';
  expect(aggregationMessage(line(msg, 'error'))).toBe(words);
  expect(aggregationMessage(line(msg, 'error', 1000), 2000)).toBeNull();
  expect(configMessage(line(msg, 'error'))).toBeNull();
});

test('the last words before an end by itself, unless they are too old', () => {
  const msg =
    'FATAL: cannot write 9 bytes to "/vmagentdata/x": write /vmagentdata/x: no space left on device';
  expect(crashMessage(line(msg, 'panic'), 500)).toMatch(/^cannot write 9 bytes .*no space left on device$/);
  expect(crashMessage(line(msg, 'panic'), 2000)).toBeNull();
  expect(crashMessage(line(msg, 'error'), 500)).toBeNull();
});
