import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { count } from '@/lib/server/settings/filters/preview';
import { seriesFilter } from '@/lib/server/settings/filters/test';
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
    count(scrape, new Map([['job', 'node-exporter']]), seriesFilter(now), seriesFilter(wanted));

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

  it('shows at most 500 metrics, without control characters, and refuses more than 200,000 series', async () => {
    const many = Array.from({ length: 600 }, (_, i) => `m${i} 1`).join('\n');
    const all = seriesFilter([]);
    const result = await count(`${many}\n{"bad\u0007\u001b[31mname"} 1\n`, new Map(), all, all);
    expect(result).toMatchObject({ offered: 601, kept: 601 });
    expect(result.metrics).toHaveLength(500);
    expect(JSON.stringify(result)).not.toMatch(/\\u00(07|1b)/);
    await expect(count('a 1\n'.repeat(200_001), new Map(), all, all)).rejects.toThrow(
      'more than 200000 series',
    );
  });
});
