import { describe, expect, test } from 'vitest';
import { configMessage, deliveryMessage } from '@/lib/server/vmagent/log';
import { logLines } from '../support/log-lines';

const line = (msg: string, level = 'warn', atMs = 1000) => logLines([{ atMs, level, msg }]);

describe('the destination’s words, as vmagent 1.79.5, 1.112.0 and 1.145.0 log them', () => {
  test.each([
    [
      'no answer',
      `couldn't send a block with size 12091 bytes to "1:secret-url": Post "http://127.0.0.1:18828/api/v1/write": dial tcp4 127.0.0.1:18828: connect: connection refused; try -enableTCP6 command-line flag for dialing ipv6 addresses; re-sending the block in 2.000 seconds`,
      'dial tcp4 127.0.0.1:18828: connect: connection refused',
    ],
    [
      'a refused token',
      `unexpected status code received after sending a block with size 17427 bytes to "1:secret-url" during retry #1: 401; response body="invalid token: authentication error"; re-sending the block in 2.144 seconds`,
      'invalid token: authentication error',
    ],
  ])('%s', (_what, msg, words) => expect(deliveryMessage(line(msg), false)).toBe(words));

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
    expect(deliveryMessage(line(msg, 'error'), true)).toBe('err-mimir-sample-out-of-order foo "quoted"'),
  );

  test('the newest counts, and a retry is no rejection', () => {
    const lines = [
      ...line(
        'couldn\'t send a block with size 1 bytes to "1:secret-url": first; re-sending the block in 1 s',
      ),
      ...line(
        'couldn\'t send a block with size 1 bytes to "1:secret-url": second; re-sending the block in 1 s',
      ),
      { atMs: 1, stream: 'stderr' as const, level: 'unknown' as const, text: 'not JSON' },
      { atMs: 1, stream: 'stderr' as const, level: 'unknown' as const, text: '{"half": ' },
    ];
    expect(deliveryMessage(lines, false)).toBe('second');
    expect(deliveryMessage(lines, true)).toBeNull();
  });

  test('an overlong or coloured answer is cut and cleaned', () => {
    const msg = `unexpected status code received after sending a block to "1:secret-url": 500; response body="\u001b[31m${'x'.repeat(900)}"; re-sending`;
    expect(deliveryMessage(line(msg), false)).not.toContain('\u001b');
    expect(deliveryMessage(line(msg), false)?.length).toBeLessThanOrEqual(300);
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
