import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newestQuery, OF_ANY } from '@/lib/server/destination/newest';
import { run } from '../support/run/exec';
import { promtoolBinary } from '../support/stack/debian';

/** The question for destinations outside, evaluated by the engine of Prometheus, which Mimir has too. */
let dir: string;
let program: string;
beforeAll(async () => {
  program = await promtoolBinary();
  dir = mkdtempSync(path.join(tmpdir(), 'weir-newest-'));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const series = (name: string, job: string, values: string, instance = 'a:1') => ({
  series: `${name}{cluster="pi",job="${job}",instance="${instance}"}`,
  values,
});

/** Samples every 15 s. */
async function expectNewest(input: object[], atSeconds: number, wanted: [string, string, number][]) {
  const file = path.join(dir, 'newest.json');
  const promql_expr_test = [
    {
      expr: newestQuery('pi', ['pi'], OF_ANY),
      eval_time: `${atSeconds}s`,
      exp_samples: wanted.map(([job, of, value]) => ({ labels: `{job="${job}", of="${of}"}`, value })),
    },
  ];
  writeFileSync(
    file,
    JSON.stringify({
      evaluation_interval: '15s',
      tests: [{ interval: '15s', input_series: input, promql_expr_test }],
    }),
  );
  const { code, output } = await run(program, ['test', 'rules', file]);
  expect(code, output).toBe(0);
}

test('many metrics of an instance, and several instances, are one line a job', async () => {
  const input = [
    series('up', 'vmagent', '1x40'),
    series('process_cpu_seconds_total', 'vmagent', '1x40'),
    series('up', 'node-exporter', '1x40'),
    series('up', 'node-exporter', '1x40', 'b:2'),
    series('node_load1', 'node-exporter', '1x40'),
    series('node_load5', 'node-exporter', '1x40'),
    series('node_load1', 'node-exporter', '1x40', 'b:2'),
  ];
  await expectNewest(input, 310, [
    ['vmagent', 'scrape', 300],
    ['node-exporter', 'scrape', 300],
    ['node-exporter', 'own', 300],
  ]);
});

test('what came last half an hour ago is found, own series to the minute, and of another Pi nothing', async () => {
  const input = [
    series('up', 'vmagent', '1x240'),
    series('up', 'node-exporter', '1x10'),
    series('node_load1', 'node-exporter', '1x10'),
    { series: 'up{cluster="barn",job="node-exporter"}', values: '1x240' },
  ];
  await expectNewest(input, 1_815, [
    ['vmagent', 'scrape', 1_815],
    ['node-exporter', 'scrape', 150],
    ['node-exporter', 'own', 180],
  ]);
});
