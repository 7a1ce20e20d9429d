import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answerSchema } from '@/lib/schemas/settings/answer';
import { search } from '@/lib/server/settings/filters/answer';
import { readRules } from '@/lib/server/settings/filters/rules';

const scrape = `# HELP node_load1 1m load average.
# TYPE node_load1 gauge
node_load1 0.21
# HELP node_cpu_seconds_total Seconds the CPUs spent in each mode.
# TYPE node_cpu_seconds_total counter
node_cpu_seconds_total{cpu="0",mode="idle"} 1.5e+06
node_cpu_seconds_total{cpu="0",mode="user"} 12 1700000000000
node_cpu_seconds_total{cpu="1",mode="idle"} NaN
# TYPE took_seconds histogram
# HELP took_seconds How long it took.
took_seconds_bucket{le="+Inf"} 4
took_seconds_sum +Inf
took_seconds_count 4
go_Info -Inf
`;
const { keeps } = readRules([
  { source_labels: ['__name__'], regex: 'node_.*', action: 'keep' },
  { source_labels: ['mode'], regex: 'user', action: 'drop' },
]);
const ask = (query: Partial<Parameters<typeof search>[2]> = {}) =>
  search(scrape, keeps, { q: '', part: 'offered', page: 1, ...query });
const names = async (query: Parameters<typeof ask>[0]) => (await ask(query)).metrics.map(({ name }) => name);

describe('what a target answers', () => {
  it('is its metrics by name, each with what is kept of it, its help and its values', async () => {
    const answer = await ask();
    expect(answer).toMatchObject({ offered: 8, kept: 3, all: 6, matching: 6, page: 1, pages: 1 });
    expect(answer.metrics.map(({ name, series, kept }) => [name, series, kept])).toEqual([
      ['go_Info', 1, 0],
      ['node_cpu_seconds_total', 3, 2],
      ['node_load1', 1, 1],
      ['took_seconds_bucket', 1, 0],
      ['took_seconds_count', 1, 0],
      ['took_seconds_sum', 1, 0],
    ]);
    expect(answer.metrics[1]).toMatchObject({
      type: 'counter',
      help: 'Seconds the CPUs spent in each mode.',
      rows: [
        { labels: 'cpu="0", mode="idle"', value: 1_500_000, atMs: null, isKept: true },
        { labels: 'cpu="0", mode="user"', value: 12, atMs: 1_700_000_000_000, isKept: false },
        { labels: 'cpu="1", mode="idle"', value: 'NaN', atMs: null, isKept: true },
      ],
    });
  });

  it('tells infinities from no number, and takes neither from a label or a name', async () => {
    const values = (await ask()).metrics.map(({ rows }) => rows[0]?.value);
    expect(values).toEqual(['-Inf', 1_500_000, 0.21, 4, 4, '+Inf']);
  });

  it('takes no infinity from an exemplar, and tells one before it', async () => {
    const text =
      'took_seconds_bucket{le="+Inf"} +Inf # {trace="a"} 1\nhigh{a="+Inf"} NaN # {trace="b"} +Inf\n';
    const { metrics } = await search(text, keeps, { q: '', part: 'offered', page: 1 });
    expect(metrics.map(({ rows }) => rows[0]?.value)).toEqual(['NaN', '+Inf']);
  });

  it('keeps no more comments than an answer has families, and ends when nobody waits', async () => {
    const comments = Array.from({ length: 300_000 }, (_, at) => `# HELP m${at} ${'x'.repeat(20)}`).join('\n');
    const { metrics } = await search(`${comments}\nm7 1\nm299999 1\n`, keeps, {
      ...{ q: '', part: 'offered', page: 1 },
    });
    expect(metrics.map(({ name, help }) => [name, help])).toEqual([
      ['m299999', null],
      ['m7', 'x'.repeat(20)],
    ]);
  });

  it('tells about the parts of a histogram under its family', async () => {
    const { metrics } = await ask({ q: 'took' });
    expect(metrics.map(({ type, help }) => [type, help])).toEqual(
      Array(3).fill(['histogram', 'How long it took.']),
    );
  });

  it('is searched by name, help text and labels as they are shown, and by what is kept', async () => {
    expect(await names({ q: 'LOAD AVERAGE' })).toEqual(['node_load1']);
    expect(await names({ q: 'mode="idle"' })).toEqual(['node_cpu_seconds_total']);
    expect((await ask({ q: 'mode="idle"' })).metrics[0]).toMatchObject({ series: 3, matching: 2 });
    expect(await names({ part: 'kept' })).toEqual(['node_cpu_seconds_total', 'node_load1']);
    expect((await ask({ part: 'dropped', q: 'cpu' })).metrics[0]?.rows).toHaveLength(1);
    expect(await ask({ q: 'nothing' })).toMatchObject({ offered: 8, matching: 0, pages: 1, metrics: [] });
  });

  it('is a page of 25 metrics with 20 series each, and the last page where there is no such page', async () => {
    const many = Array.from({ length: 60 }, (_, m) =>
      Array.from({ length: 30 }, (_, s) => `m${String(m).padStart(2, '0')}{s="${s}"} 1`),
    );
    const text = many.flat().join('\n');
    const last = await search(text, keeps, { q: '', part: 'offered', page: 9 });
    expect(last).toMatchObject({ offered: 1_800, matching: 60, page: 3, pages: 3 });
    expect(last.metrics).toHaveLength(10);
    expect(last.metrics[0]).toMatchObject({ name: 'm50', series: 30, matching: 30 });
    expect(last.metrics[0]?.rows).toHaveLength(20);
  });

  it('fits its contract, whatever a target answers', async () => {
    const unit = fc.constantFrom(
      'a',
      '_',
      '{',
      '}',
      '"',
      '\\',
      ',',
      '=',
      ' ',
      '\n',
      '1',
      '#',
      '\0',
      'é',
      'I',
    );
    const part = fc.constantFrom('offered', 'kept', 'dropped');
    await fc.assert(
      fc.asyncProperty(fc.string({ unit, maxLength: 400 }), part, async (text, part) => {
        const found = await search(text, keeps, { q: '', part, page: 1 });
        answerSchema.parse({ state: 'read', readAtMs: 0, unjudged: [], ...found });
      }),
    );
  });
});
