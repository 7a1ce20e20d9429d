import { describe, expect, it, test } from 'vitest';
import { afterAggregation, uses } from '@/lib/dashboards/affected';
import { selectorsOf } from '@/lib/dashboards/terms/selectors';
import { affectedBy, withAffected } from '@/lib/server/settings/affected';
import { watchDashboards } from '@/lib/server/settings/filters/emptied';
import { shippedTexts } from '../../support/fixtures/shipped-texts';

describe('what an expression asks for', () => {
  it.each([
    ['up', [{ metric: 'up', matchers: [], op: null, by: [] }]],
    [
      '1 - avg by (cluster) (rate(x_total{mode="idle",a!~"b|c\\"}"}[5m] offset 1h))',
      [
        {
          metric: 'x_total',
          matchers: [
            { label: 'mode', op: '=', value: 'idle' },
            { label: 'a', op: '!~', value: 'b|c"}' },
          ],
          op: 'avg',
          by: ['cluster'],
        },
      ],
    ],
    [
      'topk(10, sum by (a, b) (x)) / on (a) group_left (b) (y > bool 0) or time() * 0',
      [
        { metric: 'x', matchers: [], op: 'sum', by: ['a', 'b'] },
        { metric: 'y', matchers: [], op: null, by: [] },
      ],
    ],
    [
      'absent_over_time(x{}[1d:1m]) and z',
      [
        { metric: 'x', matchers: [], op: null, by: [] },
        { metric: 'z', matchers: [], op: null, by: [] },
      ],
    ],
  ])('%s', (promql, expected) => expect(selectorsOf(promql)).toEqual(expected));
});

describe('an aggregation', () => {
  const rule = { job: 'node-exporter', metric: 'x', without: ['cpu'], like: 'sum' };
  it.each([
    ['sum by (mode) (rate(x[5m]))', 'same'],
    ['sum by (cpu) (rate(x[5m]))', 'other'],
    ['avg by (mode) (rate(x[5m]))', 'other'],
    ['x', 'other'],
    ['sum(x{cpu="0"})', 'empty'],
    ['sum(x{cpu!="0"})', 'other'],
    ['sum(x{cpu!=""})', 'empty'],
    ['sum(y{cpu="0"})', 'none'],
    ['x{job="cadvisor"}', 'none'],
  ])('%s gives the %s', (promql, expected) => {
    const [selector] = selectorsOf(promql);
    expect(selector && afterAggregation(selector, rule)).toBe(expected);
  });

  it('of the time of all processors makes something else of what is an average of them', () => {
    const found = affectedBy({ ...rule, metric: 'node_cpu_seconds_total' }, uses());
    expect(found.empty).toEqual([]);
    expect(found.other.map(({ name }) => name)).toEqual([
      'Pi host: How busy is the processor?',
      'Pi host: How many programs want a processor, for each that there is?',
    ]);
  });

  it('of one of two that are matched by their labels may leave the two without each other', () => {
    const memory = { job: 'cadvisor', metric: 'container_memory_working_set_bytes', without: ['id'] };
    const names = affectedBy({ ...memory, like: 'max' }, uses()).other.map(({ name }) => name);
    expect(names).toContain('WeirContainerMemoryNearLimit');
  });

  it('without what a panel asks for empties it', () => {
    const found = affectedBy({ ...rule, metric: 'node_cpu_seconds_total', without: ['mode'] }, uses());
    expect(found.empty).toHaveLength(2);
  });
});

test('a filter empties what finds nothing any more, and nothing that found nothing before', () => {
  const cpu = (mode: string) =>
    new Map([
      ['__name__', 'node_cpu_seconds_total'],
      ['mode', mode],
      ['job', 'node-exporter'],
    ]);
  const watch = watchDashboards(uses());
  watch.see(cpu('idle'), true, false);
  watch.see(cpu('user'), true, true);
  watch.see(new Map([['__name__', 'node_hwmon_in_lcrit_alarm_volts']]), false, false);
  expect(watch.words()).toMatch(
    /^Empties 2 panels \(Pi host: How busy is the processor\?; Pi host: How many programs/,
  );
  const kept = watchDashboards(uses());
  kept.see(cpu('idle'), true, true);
  expect(kept.words()).toBeNull();
});

test('the preview of a change says it of what is new alone, and how long it takes', () => {
  const item = (metric: string, without: string, seconds = 120) =>
    `- match: '${metric}{job="node-exporter"}'\n  interval: ${seconds}s\n  staleness_interval: ${5 * seconds}s\n  without: [${without}]\n  outputs: [total_prometheus]\n  keep_metric_names: true\n`;
  const [cpu, network] = [item('node_cpu_seconds_total', 'mode'), item('node_intr_total', 'cpu')];
  const notes = (before: string, after: string) => {
    const texts = shippedTexts({ 'vmagent-aggregation': after });
    const edited = { texts, title: '', problems: [] };
    return withAffected(edited, shippedTexts({ 'vmagent-aggregation': before }), uses()).notes ?? [];
  };
  const wait =
    'What is aggregated has a gap of up to 4 min, until a whole interval has ended. For about 5 min queries find the series of before, too.';
  expect(notes('[]\n', cpu)).toEqual([
    'node_cpu_seconds_total without mode empties 2 panels (Pi host: How busy is the processor?; Pi host: How many programs want a processor, for each that there is?).',
    wait,
  ]);
  expect(notes(cpu, cpu + network)).toEqual([wait]);
  expect(notes(cpu, '[]\n')).toEqual([
    'node_cpu_seconds_total is no longer aggregated: its series are sent as they are scraped.',
    'For about 5 min queries find the series of before, too.',
  ]);
  expect(notes(cpu, cpu)).toEqual([]);
  expect(notes('[]\n', item('node_cpu_seconds_total', 'cpu', 600))).toContain(
    'node_cpu_seconds_total comes every 10 min: panels and alert rules that look back 5 min have gaps.',
  );
  expect(notes('[]\n', item('node_intr_total', 'cpu', 600)).join()).not.toContain('comes every');
});

test('every panel and every rule asks for something, but for rules that are off', () => {
  expect(uses().filter(({ selectors }) => selectors.length === 0)).toEqual([]);
  expect(
    uses()
      .filter(({ kind }) => kind === 'rule')
      .map(({ name }) => name),
  ).toContain('WeirDrift');
  expect(uses(['WeirDrift']).map(({ name }) => name)).not.toContain('WeirDrift');
});
