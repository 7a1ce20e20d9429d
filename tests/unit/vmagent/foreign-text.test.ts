import { describe, expect, test } from 'vitest';
import { logWords } from '@/lib/log-words';
import { judge, vmagent } from '@/lib/server/change/steps/validate';
import { diskAwayIn } from '@/lib/server/docker/containers';
import { parseLogLine } from '@/lib/server/docker/log-lines/text';
import { classifyAnswer } from '@/lib/server/remote-write/classify';
import { awsCause } from '@/lib/server/sampler/eye/aws/cause';
import { parseYaceMetrics } from '@/lib/server/sampler/eye/aws/metrics';
import { gcpCause } from '@/lib/server/sampler/eye/gcp/cause';
import { findPersonal, hidePersonal } from '@/lib/server/support/personal';
import { maskShapes } from '@/lib/server/support/shapes';
import { deliveryCause } from '@/lib/server/vmagent/cause';
import { configMessage, crashMessage, deliveryWords } from '@/lib/server/vmagent/log';
import { parseVmagentMetrics } from '@/lib/server/vmagent/metrics';
import { plainText } from '@/lib/server/vmagent/plain-text';
import { readSamples } from '@/lib/server/vmagent/series';
import { goDurationSeconds, parseTargets } from '@/lib/server/vmagent/targets';
import { targetCause } from '@/lib/verdict/terms/target-cause';
import { logLines } from '../../support/fixtures/log-lines';
import { millisecondsOf } from '../../support/run/bounded';

const CHARS = 1_000_000;
/** Linear takes milliseconds, quadratic minutes. */
const LIMIT_MS = 15_000;

/** What has kept such functions busy: a mark again and again, and never what has to follow it. */
const PUMPS = [
  'http://',
  'https://a@',
  'http://h?',
  '\u001b[',
  'response body="',
  'response body: . (Similar 1 ',
  're-sending the block in ',
  'unexpected status code received ',
  'secret-url" during retry #1',
  '; try -enableTCP6 command-line flag',
  'lookup a on ',
  'label name too ',
  '"msg":"a\\',
  '\\"token\\":\\"',
  '\\\\',
  'x-a-',
  'token=',
  'a@a.',
  'Permission a.',
  'project',
  'aws_a{b="',
  'level=',
  'a=b ',
  '1',
  '0.',
  ' ',
  '\t',
  ':',
  '{',
  '"',
];

const asLog = (text: string) => logLines([{ atMs: 1, msg: text, err: text }]);
const target = (lastError: string) => ({
  labels: { job: lastError.slice(0, 1000), instance: 'i' },
  lastError,
  lastScrape: '2026-01-01T00:00:00Z',
  lastScrapeDuration: 1,
  health: 'down',
});
const grafana = {
  kind: 'grafana-cloud' as const,
  url: new URL('https://a.example/'),
  username: '1',
  secret: 'x',
};
const answer = (body: string) => ({
  status: 401,
  contentType: body.slice(0, 4096),
  body: body.slice(0, 4096),
});
const personal = (text: string) => {
  const texts = [text, 'mail to somebody@example.net from 192.0.2.7'];
  return hidePersonal(texts, findPersonal(texts, []), ['email-address', 'ip-address', 'host-name']);
};

const FUNCTIONS: Record<string, (text: string) => unknown> = {
  'the last error of a target': (text) =>
    parseTargets(JSON.stringify({ data: { activeTargets: [target(text)] } })),
  'a duration': (text) => goDurationSeconds(text),
  'any text that is shown': (text) => plainText(text, 500),
  'a line of a log': (text) => parseLogLine(`2026-01-01T00:00:00.1Z ${text}`, 'stderr', 0),
  'a line of a log on the page': (text) => logWords(text),
  'vmagent on a delivery that failed': (text) => [
    deliveryWords(asLog(`couldn't send a block ${text}`), false, null),
    deliveryWords(asLog(`unexpected status code received x: 503; response body ${text}`), false, 503),
    deliveryWords(asLog(`was rejected (skipping the block) ${text}`), true, 400),
  ],
  'vmagent on a configuration': (text) => configMessage(asLog(`cannot read "x" on SIGHUP: ${text}`)),
  'the engine on a start that failed': (text) => diskAwayIn(`failed to mount local volume: mount /${text}`),
  'vmagent on its end': (text) => crashMessage(asLog(text), 0),
  'the cause of a delivery that failed': (text) =>
    (['network', 'rejected', 'unauthorised', 'rate-limited', 'server-error'] as const).map((kind) =>
      deliveryCause(kind, text),
    ),
  'the cause of a scrape that failed': (text) => targetCause(text),
  'the metrics of vmagent': (text) => parseVmagentMetrics(text),
  'the metrics of YACE': (text) => parseYaceMetrics(text),
  'the metrics of a target': (text) => [...readSamples(text)].length,
  'what AWS says': (text) => awsCause(text),
  'what Google says': (text) => gcpCause(text),
  'what a destination answers': (text) => classifyAnswer(grafana, answer(text)),
  'what a program says of its configuration': (text) => {
    expect(() => judge(vmagent, { exitCode: 1, output: text })).toThrow();
  },
  'what looks like a secret': (text) => maskShapes(text),
  'what says who somebody is': (text) => personal(text),
};

describe('1 MB of foreign text is read in time linear in its length', () => {
  test.each(Object.entries(FUNCTIONS))(
    '%s',
    (_name, read) => {
      const endless = PUMPS.filter((pump) => {
        const text = pump.repeat(CHARS / pump.length);
        return millisecondsOf(() => read(text), LIMIT_MS) === Number.POSITIVE_INFINITY;
      });
      expect(endless).toEqual([]);
    },
    300_000,
  );

  test('a line of a target with more labels than anything has', () => {
    const text = `a{${'a="",'.repeat(CHARS / 5)}} 1`;
    expect(millisecondsOf(() => [...readSamples(text)], LIMIT_MS)).toBeLessThan(LIMIT_MS);
  });

  test('what is not seen is no part of it, and no character is cut in two', () => {
    expect(plainText('a\u061cb\u2028c\u200bd\u{e0041}e', 100)).toBe('a b c d e');
    expect(plainText('ab\u{1f600}', 3)).toBe('ab');
  });

  test('the answer of a target that once stopped the panel for half a minute', () => {
    const text = 'http://'.repeat(40_000);
    expect(millisecondsOf(() => plainText(text, 500), LIMIT_MS)).toBeLessThan(LIMIT_MS);
  });
});
