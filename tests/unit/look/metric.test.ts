import { describe, expect, test } from 'vitest';
import { ofThisPi } from '@/lib/dashboards/terms/promql';
import { metricDashboard } from '@/lib/server/look/metric';

const value = (labels: Record<string, string>, value = 1) => ({
  labels: { __name__: 'm', cluster: 'attic', job: 'pi', ...labels },
  value,
});
const [course, newest] = [0, 1];
const panelsOf = (metric: string, values = [value({})]) => metricDashboard(metric, values).panels;
const query = (metric: string, values = [value({})]) => panelsOf(metric, values)[course]?.expressions[0];

describe('a metric as a dashboard', () => {
  test('is its course and its newest values, by the labels that tell its series apart', () => {
    const cpus = ['0', '1'].flatMap((cpu) => ['idle', 'user', 'iowait'].map((mode) => value({ cpu, mode })));
    const made = metricDashboard('node_cpu_guest', cpus);
    expect(made.about).toBe('6 series now.');
    expect(made.panels[course]).toMatchObject({
      question: 'How has it moved?',
      expressions: [
        { promql: 'node_cpu_guest{cluster=~"$cluster"}', legend: '{{cluster}} {{cpu}} {{mode}}' },
      ],
    });
    expect(made.panels[newest]).toMatchObject({
      columns: { cluster: 'cluster', cpu: 'cpu', mode: 'mode' },
      expressions: [{ promql: 'sort_desc(node_cpu_guest{cluster=~"$cluster"})' }],
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
    ['process_start_time_seconds', 'count', false],
    ['aws_lambda_invocations_sum', 'count', false],
    ['stackdriver_run_request_count', 'count', false],
    ['stackdriver_monitoring_api_calls_total', 'per-second', true],
    ['up', 'count', false],
  ])('%s is drawn in %s, a rate: %s', (metric, unit, isRate) => {
    expect(panelsOf(metric)[course]?.unit).toBe(unit);
    expect(query(metric)?.promql.startsWith('rate(')).toBe(isRate);
  });

  test('with more series than a chart has room for draws the highest, each by all its labels', () => {
    const many = Array.from({ length: 40 }, (_, at) => value({ path: `"${at}` }, at));
    const drawn = panelsOf('x_total', many)[course];
    expect(drawn?.note).toBe('The 12 that are highest now.');
    const parts = (drawn?.expressions[0].promql ?? '').split(' or ');
    expect(parts).toHaveLength(12);
    expect(parts[0]).toBe(String.raw`rate(x_total{cluster="attic",job="pi",path="\"39"}[5m])`);
  });

  test('without a series is asked for all the same: it may have been there before', () => {
    const empty = metricDashboard('gone', []);
    expect(empty.about).toBe('0 series now.');
    expect(ofThisPi(empty.panels[course]?.expressions[0].promql ?? '', 'attic')).toBe(
      'gone{cluster=~"attic"}',
    );
  });
});
