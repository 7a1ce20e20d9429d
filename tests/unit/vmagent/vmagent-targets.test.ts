import { describe, expect, test } from 'vitest';
import { goDurationSeconds, parseTargets } from '@/lib/server/vmagent/targets';

// Items as vmagent 1.79.5 and 1.145.0 write them, key for key.
const item = (over: object) => ({
  discoveredLabels: {
    __address__: 'node:9100',
    __metrics_path__: '/metrics',
    __scheme__: 'http',
    __scrape_interval__: '1m0s',
    __scrape_timeout__: '10s',
    job: 'node-exporter',
  },
  labels: { cluster: 'pi', instance: 'node:9100', job: 'node-exporter' },
  scrapePool: 'node-exporter',
  scrapeUrl: 'http://node:9100/metrics',
  lastError: '',
  lastScrape: '2026-11-22T14:16:28.469Z',
  lastScrapeDuration: 0.003,
  lastSamplesScraped: 552,
  health: 'up',
  ...over,
});
const answer = (...items: object[]) =>
  JSON.stringify({ status: 'success', data: { activeTargets: items, droppedTargets: [] } });

describe('the three states', () => {
  test('up', () =>
    expect(parseTargets(answer(item({})))).toEqual([
      {
        job: 'node-exporter',
        instance: 'node:9100',
        state: 'up',
        lastError: null,
        lastScrapeAtMs: Date.parse('2026-11-22T14:16:28.469Z'),
        durationSeconds: 0.003,
        intervalSeconds: 60,
        timeoutSeconds: 10,
        samples: 552,
      },
    ]));

  test('pending: down with no error and a scrape in 1970 was never scraped', () =>
    expect(
      parseTargets(
        answer(
          item({
            health: 'down',
            lastScrape: '1970-01-01T00:00:00Z',
            lastScrapeDuration: 0,
            lastSamplesScraped: 0,
          }),
        ),
      ),
    ).toMatchObject([{ state: 'pending', lastScrapeAtMs: null, durationSeconds: null, samples: null }]));

  test('down, with the error', () =>
    expect(
      parseTargets(
        answer(item({ health: 'down', lastError: 'connect: connection refused', lastSamplesScraped: 0 })),
      ),
    ).toMatchObject([{ state: 'down', lastError: 'connect: connection refused', samples: null }]));

  test('not yet known is unknown: a version that does not count samples has none to show, not nought', () =>
    expect(parseTargets(answer(item({ lastSamplesScraped: undefined })))).toMatchObject([
      { state: 'up', samples: null },
    ]));

  test('down before the first time of a scrape is known, but with an error, is down', () =>
    expect(
      parseTargets(answer(item({ health: 'down', lastScrape: '1970-01-01T00:00:00Z', lastError: 'boom' }))),
    ).toMatchObject([{ state: 'down' }]));
});

test('control characters and overlong errors do not get through', () => {
  const [target] = parseTargets(
    answer(item({ health: 'down', lastError: `\u001b[31ma\nb${'x'.repeat(900)}` })),
  );
  expect(target?.lastError).toMatch(/^a bx+$/);
  expect(target?.lastError).toHaveLength(500);
});

test('addresses in errors lose their credentials and query', () => {
  const lastError = 'error when scraping "https://me:secret@host/metrics?token=abc": refused';
  const [target] = parseTargets(answer(item({ health: 'down', lastError })));
  expect(target?.lastError).toBe('error when scraping "https://host/metrics": refused');
});

test.each(['', '<html>', '{}', '{"data":{"activeTargets":[{}]}}', 'null'])(
  'the answer %j is refused as unreadable',
  (text) => expect(() => parseTargets(text)).toThrow(/cannot be read/),
);

test.each([
  ['5m0s', 300],
  ['1m', 60],
  ['30s', 30],
  ['1h0m5s', 3605],
  ['500ms', 0.5],
  ['', null],
  ['soon', null],
])('the Go duration %s is %s s', (text, seconds) => expect(goDurationSeconds(text)).toBe(seconds));
