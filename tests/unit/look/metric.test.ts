import { describe, expect, test } from 'vitest';
import { ofThisPi } from '@/lib/dashboards/terms/promql';
import { metricDashboard } from '@/lib/server/look/metric';
import type { Family } from '@/lib/server/vmagent/families';

const value = (labels: Record<string, string>, value = 1) => ({
  labels: { __name__: 'm', cluster: 'attic', job: 'pi', ...labels },
  value,
});
const [course, newest] = [0, 1];
const untold = { type: null, help: null };
const panelsOf = (metric: string, values = [value({})], count = values.length, said: Family = untold) =>
  metricDashboard(metric, count, values, said).panels;
const query = (metric: string, values = [value({})]) => panelsOf(metric, values)[course]?.expressions[0];

describe('a metric as a dashboard', () => {
  test('is its course and its newest values, by the labels that tell its series apart', () => {
    const cpus = ['0', '1'].flatMap((cpu) => ['idle', 'user', 'iowait'].map((mode) => value({ cpu, mode })));
    const made = metricDashboard('node_cpu_guest', 6, cpus, untold);
    expect(made.about).toBe('6 series now.');
    expect(made.panels[course]).toMatchObject({
      question: 'How has it moved?',
      expressions: [{ promql: 'node_cpu_guest{cluster=~"$cluster"}', legend: '{{cluster}} {{*}}' }],
    });
    expect(made.panels[newest]).toMatchObject({
      columns: { cluster: 'cluster', cpu: 'cpu', mode: 'mode' },
      expressions: [{ promql: 'sort_desc(topk(50, node_cpu_guest{cluster=~"$cluster"}))' }],
    });
  });

  test('of one series has its job, and a label that only some series have counts', () => {
    expect(panelsOf('up')[newest]).toMatchObject({ columns: { cluster: 'cluster', job: 'job' } });
    const some = [value({}), value({ zone: 'a' })];
    expect(panelsOf('up', some)[newest]).toMatchObject({ columns: { cluster: 'cluster', zone: 'zone' } });
  });

  test.each([
    ['node_network_receive_bytes_total', 'bytes-per-second', true],
    ['node_context_switches_total', 'per-second', true],
    ['took_seconds_bucket', 'per-second', true],
    ['node_memory_MemAvailable_bytes', 'bytes', false],
    ['scrape_duration_seconds', 'seconds', false],
    ['aws_lambda_invocations_sum', 'count', false],
    ['stackdriver_run_request_count', 'count', false],
    ['stackdriver_monitoring_api_calls_total', 'per-second', true],
    ['up', 'count', false],
    ['vmagent_block_size_bytes_count', 'per-second', true],
    ['vmagent_block_size_bytes_bucket', 'per-second', true],
    ['vmagent_block_size_bytes_sum', 'bytes-per-second', true],
    ['aws_applicationelb_processed_bytes_sample_count', 'count', false],
    ['stackdriver_run_sent_bytes_count', 'bytes', false],
    ['node_vmstat_pgfault', 'per-second', true],
    ['node_netstat_Tcp_InSegs', 'per-second', true],
    ['node_netstat_Tcp_CurrEstab', 'count', false],
    ['container_memory_failcnt', 'per-second', true],
    ['container_network_tcp_usage_total', 'count', false],
    ['container_fs_inodes_total', 'count', false],
  ])('%s is drawn in %s, a rate: %s', (metric, unit, isRate) => {
    expect(panelsOf(metric)[course]?.unit).toBe(unit);
    expect(query(metric)?.promql.startsWith('rate(')).toBe(isRate);
  });

  test.each(['process_start_time_seconds', 'container_last_seen', 'node_textfile_mtime_seconds'])(
    '%s is a moment where its values are some',
    (metric) => {
      expect(panelsOf(metric, [value({}, 1_764_504_000)])[course]?.unit).toBe('moment');
      expect(panelsOf(metric, [value({}, 90)])[course]?.unit).toBe('seconds');
    },
  );

  test.each([
    ['node_netstat_Tcp_InSegs', 'gauge', false],
    ['aws_lambda_invocations_sum', 'counter', true],
    ['container_fs_inodes_total', 'gauge', false],
    ['requests', 'counter', true],
    ['took_seconds_bucket', 'histogram', true],
    ['took_seconds_count', 'summary', true],
    ['took_seconds', 'summary', false],
    ['x_total', 'unknown', true],
    ['x', 'hostile', false],
  ])('%s that its exporter calls a %s is no matter of its name; a rate: %s', (metric, type, isRate) => {
    const [drawn] = panelsOf(metric, [value({})], 1, { type, help: null });
    expect(drawn?.expressions[0].promql.startsWith('rate(')).toBe(isRate);
  });

  test.each([
    ['How long it took', 'How long it took. 1 series now.'],
    ['How long did it take?', 'How long did it take? 1 series now.'],
    [null, '1 series now.'],
  ])('says what its exporter says of it: %s', (help, about) => {
    expect(metricDashboard('x', 1, [value({})], { type: null, help }).about).toBe(about);
  });

  test('with more series than a chart has room for draws those that stand out now, by what is drawn', () => {
    const many = Array.from({ length: 50 }, (_, at) => value({ path: `"${at}` }, at));
    const [drawn, listed] = panelsOf('x_total', many, 3_000);
    expect(drawn?.note).toBe('The 12 that grow fastest now, of 3,000.');
    expect(drawn?.expressions[0].promql).toBe(
      'rate(x_total{cluster=~"$cluster"}[5m]) and topk(12, rate(x_total{cluster=~"$cluster"}[5m] @ end()))',
    );
    expect(listed?.note).toBe('The 50 that are highest now, of 3,000.');
    expect(panelsOf('x', many, 3_000)[course]).toMatchObject({
      note: 'The 12 that are highest now, of 3,000.',
      expressions: [{ promql: 'x{cluster=~"$cluster"} and topk(12, x{cluster=~"$cluster"} @ end())' }],
    });
  });

  test('whose values are no numbers has its count, and why nothing is drawn', () => {
    const why = 'Its values are no numbers, or too large to be drawn.';
    expect(metricDashboard('x', 3, [], untold).about).toBe('3 series now.');
    expect(panelsOf('x', [], 3)).toMatchObject([{ emptyWhen: why }, { emptyWhen: why }]);
    expect(panelsOf('x', [value({})], 3)[newest]?.note).toBe(
      '2 series have a value that is no number, or too large.',
    );
  });

  test('without a series is asked for all the same: it may have been there before', () => {
    const empty = metricDashboard('gone', 0, [], untold);
    expect(empty.about).toBe('0 series now.');
    expect(ofThisPi(empty.panels[course]?.expressions[0].promql ?? '', 'attic')).toBe(
      'gone{cluster=~"attic"}',
    );
  });
});
