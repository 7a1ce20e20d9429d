import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { count } from '@/lib/server/settings/filters/preview';
import { readRules } from '@/lib/server/settings/filters/rules';
import { readSamples } from '@/lib/server/vmagent/series';

const scrape = `# HELP node_load1 1m load average.
# TYPE node_load1 gauge
node_load1 0.21
node_cpu_seconds_total{cpu="0",mode="idle"} 1.5e+06
node_cpu_seconds_total{cpu="0",mode="user"} 12 1700000000000
node_cpu_seconds_total{cpu="1", mode="idle",} NaN
node_disk_info{device="a\\"b\\\\c\\nd}",path="/,{x}"} 1 # {trace="x"} 1
{"quoted.name",k="v"} 3
broken{a="b 1
{} 1
novalue{a="b"}

go_goroutines 7`;

const series = (text: string) => [...readSamples(text)].map(({ series }) => Object.fromEntries(series));

describe('readSamples', () => {
  it('reads names and labels as vmagent does, and passes over what is none', () => {
    expect(series(scrape)).toEqual([
      { __name__: 'node_load1' },
      { __name__: 'node_cpu_seconds_total', cpu: '0', mode: 'idle' },
      { __name__: 'node_cpu_seconds_total', cpu: '0', mode: 'user' },
      { __name__: 'node_cpu_seconds_total', cpu: '1', mode: 'idle' },
      { __name__: 'node_disk_info', device: 'a"b\\c\nd}', path: '/,{x}' },
      { __name__: 'quoted.name', k: 'v' },
      { __name__: 'go_goroutines' },
    ]);
  });

  it('never throws and never takes long, whatever a target answers', () => {
    const unit = fc.constantFrom('a', '_', '{', '}', '"', '\\', ',', '=', ' ', '\n', '1', '#', '\0', 'é');
    fc.assert(fc.property(fc.string({ unit, maxLength: 400 }), (text) => series(text).length >= 0));
    expect(series(`a{${'x="\\"",'.repeat(50_000)}`)).toEqual([]);
  });
});

describe('count', () => {
  const rule = (action: string, regex: unknown, labels = ['__name__']) => ({
    source_labels: labels,
    regex,
    action,
  });
  const preview = (now: unknown[], wanted: unknown[]) =>
    count(scrape, new Map([['job', 'node-exporter']]), readRules(now).keeps, readRules(wanted).keeps);

  it('tells offered, kept and kept now, most series first', async () => {
    const result = await preview(
      [rule('keep', 'node_.*')],
      [rule('keep', 'node_.*'), rule('drop', 'idle', ['mode'])],
    );
    expect(result).toMatchObject({ offered: 7, keptNow: 5, kept: 3 });
    expect(result.metrics.slice(0, 2)).toEqual([
      { name: 'node_cpu_seconds_total', series: 3, kept: 1 },
      { name: 'go_goroutines', series: 1, kept: 0 },
    ]);
  });

  it('knows the other ways to write a rule by hand, and leaves out those that do not choose', async () => {
    expect(await preview([], [rule('keep', '0;idle', ['cpu', 'mode'])])).toMatchObject({
      keptNow: 7,
      kept: 1,
    });
    expect(await preview([], [{ ...rule('keep', '0/user', ['cpu', 'mode']), separator: '/' }])).toMatchObject(
      { kept: 1 },
    );
    expect(await preview([], [{ action: 'drop_metrics', regex: ['go_.*', 'node_load1'] }])).toMatchObject({
      kept: 5,
    });
    expect(
      await preview(
        [],
        [
          { action: 'labeldrop', regex: 'cpu' },
          { ...rule('drop', '.*'), if: '{a="b"}' },
        ],
      ),
    ).toMatchObject({ kept: 7 });
    expect(await preview([], [rule('keep', 'node-exporter', ['job'])])).toMatchObject({ kept: 7 });
    expect(await preview([], [rule('keep', '(?!x)')])).toMatchObject({ kept: 7 });
  });

  it('names every rule that it cannot judge, and judges the others', () => {
    const items = [
      rule('drop', '(?!x)'),
      { ...rule('drop', '.*'), if: '{a="b"}' },
      { action: 'Drop_If_Equal', source_labels: ['a', 'b'] },
      { target_label: 'device', replacement: 'x' },
      { target_label: 'mode', replacement: 'x' },
      { action: 'labeldrop', regex: 'cpu' },
      rule('drop', 'node\\b.*'),
      rule('keep', '\\bidle\\b', ['mode']),
      { action: 'labeldrop', regex: 'cpu' },
      null,
    ];
    const { keeps, unjudged } = readRules(items);
    expect(unjudged).toEqual([
      expect.stringMatching(/^Rule 1 \(drop\): Look-ahead/),
      'Rule 2 (drop): It has a condition of its own.',
      'Rule 3 (drop_if_equal): It compares labels with each other.',
      'Rule 5 (replace): It changes labels that a later rule looks at.',
      'Rule 6 (labeldrop): It changes labels that a later rule looks at.',
      expect.stringMatching(/^Rule 7 \(drop\): vmagent misreads/),
    ]);
    expect(keeps(new Map([['mode', 'idle']]))).toBe(true);
    expect(keeps(new Map([['mode', 'idleness']]))).toBe(false);
  });

  it('refuses a label that is too long to be tried', () => {
    const { keeps } = readRules([rule('drop', '.*x')]);
    expect(() => keeps(new Map([['__name__', 'a'.repeat(20_000)]]))).toThrow('more than 16384 characters');
  });

  it('shows at most 500 metrics, without control characters, and refuses more than 200,000 series', async () => {
    const many = Array.from({ length: 600 }, (_, i) => `m${i} 1`).join('\n');
    const all = readRules([]).keeps;
    const result = await count(`${many}\n{"bad\u0007\u001b[31mname"} 1\n`, new Map(), all, all);
    expect(result).toMatchObject({ offered: 601, kept: 601 });
    expect(result.metrics).toHaveLength(500);
    expect(JSON.stringify(result)).not.toMatch(/\\u00(07|1b)/);
    await expect(count('a 1\n'.repeat(200_001), new Map(), all, all)).rejects.toThrow(
      'more than 200000 series',
    );
  });
});
