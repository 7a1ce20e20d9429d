import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parseByteSize } from '@/lib/server/vmagent/byte-size';
import { parseVmagentMetrics } from '@/lib/server/vmagent/metrics';

const fixture = (version: string) =>
  readFileSync(new URL(`../../fixtures/vmagent/vmagent-${version}.txt`, import.meta.url), 'utf8');

describe('what a real vmagent exposes', () => {
  test('1.79.5, whose destination is away: no config result, no free space, nothing delivered', () => {
    expect(parseVmagentMetrics(fixture('1.79.5'))).toEqual({
      version: null,
      startedAtMs: 1795356982_000,
      configOk: null,
      configLoadedAtMs: null,
      configReloads: 0,
      configErrors: null,
      aggregationOk: null,
      aggregationLoadedAtMs: null,
      aggregationErrors: null,
      delivered: 0,
      refused: new Map(),
      networkErrors: 2,
      retries: 1,
      rejectedBlocks: 0,
      bytesSent: 12091,
      bytesAnswered: null,
      dials: null,
      rowsQueued: 532,
      bytesQueued: 12366,
      bytesRead: 0,
      pendingBytes: 275,
      queuePath: '/vmagentdata/persistent-queue/1_1D0541FD1C8AEB86',
      overflowBytes: 0,
      overflowBlocks: 0,
      freeDiskBytes: null,
      maxDiskUsageBytes: 2 ** 30,
      requestSeconds: 0.001241605,
      requests: 2,
      brakedRows: null,
      brakeSeries: null,
      activeSeries: null,
      aggregatedSamples: null,
    });
  });

  test('the count of series, its limit and what was thrown away at it', () => {
    const lines =
      'vmagent_hourly_series_limit_current_series 9512\nvmagent_hourly_series_limit_max_series 20000\nvmagent_hourly_series_limit_rows_dropped_total 7\n';
    expect(parseVmagentMetrics(fixture('1.145.0') + lines)).toMatchObject({
      activeSeries: 9512,
      brakeSeries: 20_000,
      brakedRows: 7,
    });
  });

  test('1.112.0, which got 2XX, 401 and 400 in turn', () => {
    expect(parseVmagentMetrics(fixture('1.112.0'))).toMatchObject({
      configOk: true,
      configLoadedAtMs: 1795357498_000,
      configErrors: 0,
      delivered: 2,
      refused: new Map([
        [400, 1],
        [401, 1],
      ]),
      networkErrors: 0,
      retries: 1,
      rejectedBlocks: 1,
      freeDiskBytes: null,
      maxDiskUsageBytes: 2 ** 30,
    });
  });

  test('1.145.0, delivering, with the free space of the buffer', () => {
    expect(parseVmagentMetrics(fixture('1.145.0'))).toMatchObject({
      configOk: true,
      delivered: 4,
      refused: new Map(),
      rejectedBlocks: 0,
      rowsQueued: 1700,
      bytesQueued: 37703,
      bytesRead: 0,
      pendingBytes: 0,
      freeDiskBytes: 2 ** 30,
    });
  });

  test('the brake on series, where it is set', () => {
    const text = [
      'vmagent_remotewrite_bytes_sent_total{url="1"} 5',
      'vmagent_hourly_series_limit_rows_dropped_total 1234',
      'vmagent_hourly_series_limit_max_series 20000',
    ].join('\n');
    expect(parseVmagentMetrics(text)).toMatchObject({ brakedRows: 1234, brakeSeries: 20_000 });
  });

  test('the file of aggregations, refused once', () => {
    const text = [
      'vmagent_remotewrite_bytes_sent_total{url="1"} 5',
      'vmagent_streamaggr_config_reload_successful{path="/etc/vmagent/aggregation.yml"} 0',
      'vmagent_streamaggr_config_reload_success_timestamp_seconds{path="/etc/vmagent/aggregation.yml"} 1795357498',
      'vmagent_streamaggr_config_reloads_errors_total{path="/etc/vmagent/aggregation.yml"} 1',
      'vm_streamaggr_matched_samples_total{outputs="total",name="none",path="a.yml",url="1",position="1"} 368',
      'vm_streamaggr_matched_samples_total{outputs="avg",name="none",path="a.yml",url="1",position="2"} 2',
    ].join('\n');
    expect(parseVmagentMetrics(text)).toMatchObject({
      aggregationOk: false,
      aggregationLoadedAtMs: 1795357498_000,
      aggregationErrors: 1,
      aggregatedSamples: 370,
    });
  });

  test('1.149.0 adds a name label to the queue and has a version', () => {
    const text = [
      'vm_app_version{version="vmagent-20260805-tags-v1.149.0-0-gabcdef", short_version="v1.149.0"} 1',
      'vmagent_remotewrite_pending_data_bytes{path="/vmagentdata/persistent-queue/1_A",url="1:secret-url"} 10',
      'vm_persistentqueue_bytes_dropped_total{path="/vmagentdata/persistent-queue/1_A",name="1:secret-url"} 512',
    ].join('\n');
    expect(parseVmagentMetrics(text)).toMatchObject({
      version: 'v1.149.0',
      pendingBytes: 10,
      overflowBytes: 512,
    });
  });
});

describe('not yet known is not failed', () => {
  const config = (values: Record<string, number>) =>
    ['vmagent_remotewrite_pending_data_bytes{path="a"} 0']
      .concat(Object.entries(values).map(([name, value]) => `vm_promscrape_config_${name} ${value}`))
      .join('\n');
  const young = {
    last_reload_successful: 0,
    last_reload_success_timestamp_seconds: 0,
    reloads_total: 0,
    reloads_errors_total: 0,
  };

  test.each([
    ['before vmagent has read its file: unknown', {}, null],
    [
      'a first load that went well',
      { last_reload_successful: 1, last_reload_success_timestamp_seconds: 9 },
      true,
    ],
    ['a first load that failed', { reloads_errors_total: 1 }, false],
    [
      'a later load that failed',
      { last_reload_success_timestamp_seconds: 9, reloads_errors_total: 1 },
      false,
    ],
    ['a later load that failed, errors not counted', { last_reload_success_timestamp_seconds: 9 }, false],
  ])('%s', (_what, over, configOk) =>
    expect(parseVmagentMetrics(config({ ...young, ...over }))?.configOk).toBe(configOk),
  );
});

describe('hostile or odd text', () => {
  test('the queues of several URLs are added up', () => {
    const text =
      'vmagent_remotewrite_pending_data_bytes{path="a",url="1"} 3\nvmagent_remotewrite_pending_data_bytes{path="b",url="2"} 4';
    expect(parseVmagentMetrics(text)?.pendingBytes).toBe(7);
  });

  test.each([
    ['another program', 'go_goroutines 7\nup 1\n'],
    ['nothing', ''],
    ['a web page', '<html><body>vmagent_remotewrite_</body></html>'],
    ['half a line', 'vmagent_remotewrite_pending_data_bytes{path="a"'],
    ['no number', 'vmagent_remotewrite_pending_data_bytes{path="a",url="1"} NaN'],
  ])('%s is not vmagent', (_what, text) => expect(parseVmagentMetrics(text)).toBeNull());

  test('a name that every object has is no metric', () => {
    const text = 'vm_app_constructor 1\nvmagent_remotewrite_bytes_sent_total{url="1"} 5\nconstructor 4';
    expect(parseVmagentMetrics(text)?.bytesSent).toBe(5);
  });

  test('a status code that is none is left out', () => {
    const text =
      'vmagent_remotewrite_bytes_sent_total{url="1"} 5\nvmagent_remotewrite_requests_total{url="1",status_code="__proto__"} 9';
    expect(parseVmagentMetrics(text)?.refused.size).toBe(0);
  });
});

test.each([
  ['1GiB', 2 ** 30],
  ['500MB', 5e8],
  ['536870912', 536_870_912],
  ['0', 0],
  ['1.5GB', 1.5e9],
  ['1e9', 1e9],
  ['', null],
  ['lots', null],
])('the size %s is %s', (text, bytes) => expect(parseByteSize(text)).toBe(bytes));
