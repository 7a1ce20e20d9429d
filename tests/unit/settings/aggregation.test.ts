import { describe, expect, it, test } from 'vitest';
import { newRule } from '@/components/settings/aggregation/aggregation-forms';
import type { AggregationRule } from '@/lib/schemas/settings/aggregation';
import { newIssues } from '@/lib/schemas/settings/new-issues';
import { settingsInputSchema } from '@/lib/schemas/settings/settings';
import { changeTexts } from '@/lib/server/settings/sections/change-texts';
import { settingsView } from '@/lib/server/settings/sections/settings-view';
import { shippedFacts, shippedTexts } from '../../support/fixtures/shipped-texts';

const cpu: AggregationRule = {
  job: 'node-exporter',
  metric: 'node_cpu_seconds_total',
  without: ['cpu'],
  how: 'counter',
  intervalSeconds: 120,
};
const fans: AggregationRule = { ...cpu, metric: 'node_hwmon_fan_rpm', without: ['sensor'], how: 'max' };

const listed = (text: string) => shippedTexts({ 'vmagent-aggregation': text });
const view = (texts = shippedTexts()) => settingsView(texts, shippedFacts).aggregation;
function change(rules: readonly unknown[], texts = shippedTexts()) {
  const input = settingsInputSchema.parse({ aggregation: { rules } });
  const { texts: after, title, problems } = changeTexts(input, texts, shippedFacts);
  return { text: after.get('vmagent-aggregation') ?? '', after, title, problems };
}
const fieldsOf = (rules: readonly unknown[]) => change(rules).problems.map(({ field }) => field);

const HEAD = (shippedTexts().get('vmagent-aggregation') ?? '').replace('[]\n', '');
const CPU = `- match: 'node_cpu_seconds_total{job="node-exporter"}'
  interval: 120s
  staleness_interval: 600s
  without: [cpu]
  outputs: [total_prometheus]
  keep_metric_names: true
`;

describe('the list of aggregations', () => {
  it('gets a rule, is read as what was written, and is empty again without it', () => {
    const { text, after, title, problems } = change([cpu]);
    expect(problems).toEqual([]);
    expect(title).toBe('Aggregation: node_cpu_seconds_total without cpu');
    expect(text).toBe(`${HEAD}${CPU}`);
    expect(view(after)).toEqual({ rules: [cpu], handWritten: [] });
    expect(change([cpu], after).text).toBe(text);
    const emptied = change([], after);
    expect(emptied.title).toBe('Aggregation: node_cpu_seconds_total as it is scraped');
    expect(emptied.text).toBe(`${HEAD}[]\n`);
  });

  it('keeps its source from being scraped so seldom that an interval has one scrape alone', () => {
    const { after } = change([cpu]);
    const every = (intervalSeconds: number) => {
      const input = settingsInputSchema.parse({ scrape: { 'node-exporter': { intervalSeconds } } });
      return changeTexts(input, after, shippedFacts).problems;
    };
    expect(every(30)).toEqual([]);
    expect(every(90)).toMatchObject([
      { field: 'scrape.node-exporter.intervalSeconds', message: 'Use at most 60 s.' },
    ]);
  });

  it('has none of a metric that a hand has aggregated, nor of what vmagent says of a scrape', () => {
    const by = (match: string) => listed(`${match}\n  interval: 5m\n  by: [job]\n  outputs: [max]\n`);
    const field = 'aggregation.rules.0.metric';
    for (const match of ['- match: node_cpu_seconds_total', `- match: 'node_cpu_seconds_total{a="b"}'`])
      expect(change([cpu], by(match)).problems).toMatchObject([{ field }]);
    expect(change([cpu], listed('- interval: 5m\n  by: [job]\n  outputs: [max]\n')).problems).toMatchObject([
      { field },
    ]);
    expect(change([cpu], by('- match: node_cpu_guest_seconds_total')).problems).toEqual([]);
    expect(
      fieldsOf([
        { ...fans, metric: 'up' },
        { ...fans, metric: 'scrape_duration_seconds' },
      ]),
    ).toEqual([field, 'aggregation.rules.1.metric']);
  });

  it('adds up the newest of each series, and no sample twice', () => {
    const { text, after } = change([{ ...fans, how: 'sum' }]);
    expect(text).toContain('  interval: 120s\n  dedup_interval: 120s\n');
    expect(text).toContain('outputs: [sum_samples]');
    expect(view(after).rules).toEqual([{ ...fans, how: 'sum' }]);
  });

  it('keeps what a hand has written, with its comment and in its place, and names it', () => {
    const own = `# mine\n- match: '{__name__=~"own_.*"}'\n  interval: 5m\n  by: [job]\n  outputs: [max]\n`;
    const texts = listed(`${own}${CPU}# last\n- match: up\n  interval: 1m\n  outputs: [count_series]\n`);
    expect(view(texts)).toEqual({ rules: [cpu], handWritten: ['{__name__=~"own_.*"}', 'up'] });
    const { text } = change([{ ...cpu, intervalSeconds: 240 }, fans], texts);
    expect(
      text.startsWith(`${own}- match: 'node_cpu_seconds_total{job="node-exporter"}'\n  interval: 240s\n`),
    ).toBe(true);
    expect(text).toContain('# last\n- match: up\n');
    expect(view(shippedTexts({ 'vmagent-aggregation': text })).rules).toHaveLength(2);
    expect(change([], texts).text).toBe(
      text.slice(0, own.length) + texts.get('vmagent-aggregation')?.slice(own.length + CPU.length),
    );
  });

  it.each([
    ['comments alone', '# nothing\n'],
    ['nothing', ''],
    ['no line break at the end', '[]'],
    ['Windows lines', '# nothing\r\n[]\r\n'],
  ])('is written into a file of %s', (_, text) => {
    const result = change([cpu], listed(text));
    expect(result.problems).toEqual([]);
    expect(view(result.after).rules).toEqual([cpu]);
  });

  it('is locked where the file holds something else', () => {
    const { locked } = settingsView(listed('rules: []\n'), shippedFacts);
    expect(locked.aggregation).toMatch(/aggregation\.yml does not hold a list/);
  });
});

describe('a rule', () => {
  test.each<[string, Partial<AggregationRule>, string]>([
    ['takes no label away', { without: [] }, ''],
    ['takes the source away', { without: ['job'] }, 'without.0'],
    ['takes the name of the Pi away', { without: ['cpu', 'cluster'] }, 'without.1'],
    ['takes the limits of a histogram away', { metric: 'x_bucket', without: ['le'] }, 'without.0'],
    ['adds counters up as values', { how: 'sum' }, 'how'],
    ['averages a histogram', { metric: 'x_bucket', how: 'avg' }, 'how'],
    ['names a pattern', { metric: 'node_.*' }, 'metric'],
    ['is shorter than two scrapes', { intervalSeconds: 119 }, 'intervalSeconds'],
    ['is of a job that is not there', { job: 'weir' }, 'job'],
  ])('is refused that %s', (_, over, field) => {
    const texts = shippedTexts({
      'vmagent-config': (shippedTexts().get('vmagent-config') ?? '').replace(
        'job_name: weir',
        'job_name: other',
      ),
    });
    const { problems } = change([{ ...cpu, ...over }], texts);
    expect(problems.map((problem) => problem.field)).toEqual([`aggregation.rules.0${field && `.${field}`}`]);
  });

  it('is refused where another has its metric', () =>
    expect(fieldsOf([cpu, { ...cpu, without: ['mode'] }])).toEqual(['aggregation.rules.1.metric']));
});

test.each([
  ['node_cpu_seconds_total', null, 'counter'],
  ['node_vmstat_pgfault', null, 'counter'],
  ['node_vmstat_pgfault', 'gauge', 'avg'],
  ['container_fs_inodes_total', null, 'avg'],
  ['go_gc_duration_seconds', 'summary', 'avg'],
  ['go_gc_duration_seconds_sum', 'summary', 'counter'],
  ['http_seconds_bucket', 'histogram', 'counter'],
])('a new rule for %s, by its exporter %s, begins as %s, which may be saved', (metric, type, how) => {
  const begun = newRule(
    { revision: '', ...settingsView(shippedTexts(), shippedFacts) },
    'node-exporter',
    metric,
    type,
  );
  expect(begun.how).toBe(how);
  const fields = fieldsOf([{ ...begun, without: ['cpu'], intervalSeconds: Number(begun.intervalSeconds) }]);
  expect(fields).not.toContain('aggregation.rules.0.how');
});

test('a saved rule whose labels are all taken out of the form is not complete, as a new one is not', () => {
  const saved = { aggregation: { rules: [cpu, fans], handWritten: [] } };
  const issues = (rules: readonly unknown[]) =>
    newIssues(settingsInputSchema.parse({ aggregation: { rules } }), () => saved);
  expect(issues([cpu, fans])).toEqual([]);
  expect(issues([{ ...cpu, without: [] }, fans])).toMatchObject([{ message: 'Name at least one label.' }]);
  expect(issues([{ ...cpu, without: ['cpu', 'job'] }, fans])).toHaveLength(1);
});

test('a rule that is changed keeps the comments between its lines', () => {
  const by = (interval: string, without: string) =>
    `${HEAD}# Above.\n- match: 'node_hwmon_fan_rpm{job="node-exporter"}'\n  interval: ${interval} # as often as that\n  # because of the noise\n  without: [${without}]\n  outputs: [max]\n  keep_metric_names: true\n`;
  const changed = { ...fans, intervalSeconds: 300, without: ['sensor', 'chip'] };
  expect(change([changed], listed(by('120s', 'sensor'))).text).toBe(by('300s', 'sensor, chip'));
});
