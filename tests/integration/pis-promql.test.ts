import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SERIES_PER_TARGET } from '@/lib/cost';
import { questions } from '@/lib/server/pis/questions';
import { run } from '../support/run/exec';
import { promtoolBinary } from '../support/stack/debian';

/** The questions for all Pis, evaluated by the engine of Prometheus, which Mimir has too. */
let dir: string;
let program: string;
beforeAll(async () => {
  program = await promtoolBinary();
  dir = mkdtempSync(path.join(tmpdir(), 'weir-pis-'));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const [AGES, SAID, INFOS, DOUBTS, LABELS] = questions;

/** A sample every 30 s. */
const series = (selector: string, values: string) => ({ series: selector, values });

async function expectAnswer(
  question: string | undefined,
  input: object[],
  atSeconds: number,
  wanted: [labels: string, value: number][],
) {
  const file = path.join(dir, 'pis.json');
  const promql_expr_test = [
    {
      expr: question,
      eval_time: `${atSeconds}s`,
      exp_samples: wanted.map(([labels, value]) => ({ labels: `{${labels}}`, value })),
    },
  ];
  const tests = [{ interval: '30s', input_series: input, promql_expr_test }];
  writeFileSync(file, JSON.stringify({ evaluation_interval: '30s', tests }));
  const { code, output } = await run(program, ['test', 'rules', file]);
  expect(code, output).toBe(0);
}

test('the newest of each Pi, also of one that came last days ago, and the series of those that come', async () => {
  // Five days.
  const long = 14_400;
  const kept = 'scrape_samples_post_metric_relabeling';
  await expectAnswer(
    AGES,
    [
      series('up{cluster="attic",job="vmagent",instance="vmagent"}', `1x${long}`),
      series('up{cluster="barn",job="vmagent",instance="vmagent"}', '1x20'),
      series('up{cluster="a\\nb",job="vmagent",instance="vmagent"}', `1x${long}`),
      series('up{job="vmagent",instance="vmagent"}', `1x${long}`),
      series('up{cluster="none",job="node-exporter"}', `1x${long}`),
      // vmagent reads itself every ten minutes here, the last time seven minutes ago; its panel is read more often.
      series('up{cluster="cellar",job="vmagent",instance="vmagent"}', `${'1 _x19 '.repeat(719)}1 _x14`),
      series('up{cluster="cellar",job="weir",instance="weir"}', `1x${long}`),
      series(`${kept}{cluster="attic",job="vmagent"}`, `40x${long}`),
      series(`${kept}{cluster="attic",job="node-exporter"}`, `300x${long}`),
    ],
    long * 30,
    [
      ['of="newest",cluster="attic"', long * 30],
      ['of="newest",cluster="barn"', 600],
      ['of="newest",cluster="a\\nb"', long * 30],
      ['of="newest",cluster="cellar"', long * 30],
      ['of="series",cluster="attic"', 340 + 2 * SERIES_PER_TARGET],
    ],
  );
});

test('what each panel says, in few lines', async () => {
  const verdict = (cluster: string, state: string, value: number) =>
    series(`weir_verdict_state{cluster="${cluster}",job="weir",state="${state}"}`, `${value}x20`);
  const finding = (id: string, severity: string) =>
    series(`weir_finding{cluster="barn",job="weir",id="${id}",severity="${severity}"}`, '1x20');
  await expectAnswer(
    SAID,
    [
      ...[verdict('attic', 'ok', 1), verdict('attic', 'losing', 0)],
      ...[verdict('barn', 'ok', 0), verdict('barn', 'degraded', 1)],
      ...[finding('a', 'waiting'), finding('b', 'warning'), finding('c', 'warning')],
    ],
    600,
    [
      ['of="verdict",cluster="attic",state="ok"', 1],
      ['of="verdict",cluster="barn",state="degraded"', 1],
      ['of="finding",cluster="barn",severity="waiting"', 1],
      ['of="finding",cluster="barn",severity="warning"', 2],
    ],
  );
});

test('which panel it is, its version and its interval; two panels of one name are two lines', async () => {
  const panel = (cluster: string, id: string) =>
    series(`weir_panel_info{cluster="${cluster}",job="weir",panel="${id}",address="http://a:1"}`, '1x20');
  const told = (cluster: string, id: string): [string, number] => [
    `of="panel",cluster="${cluster}",panel="${id}",address="http://a:1"`,
    1,
  ];
  await expectAnswer(
    INFOS,
    [
      series('weir_build_info{cluster="attic",job="weir",version="0.2.0"}', '1x20'),
      series('weir_scrape_interval_seconds{cluster="attic",job="weir"}', '60x20'),
      ...[panel('attic', '1'), panel('barn', '2'), panel('barn', '3')],
    ],
    600,
    [
      ['of="version",cluster="attic",version="0.2.0"', 1],
      ['of="interval",cluster="attic"', 60],
      ...[told('attic', '1'), told('barn', '2'), told('barn', '3')],
    ],
  );
});

test('drops of each kind, and two of one name', async () => {
  const start = (cluster: string, values: string) =>
    series(`process_start_time_seconds{cluster="${cluster}",job="vmagent",instance="vmagent"}`, values);
  const counter = (name: string, cluster: string, values: string, labels = '') =>
    series(`${name}{cluster="${cluster}",job="vmagent"${labels}}`, values);
  const panel = (cluster: string, id: string, values: string) =>
    series(`weir_panel_info{cluster="${cluster}",job="weir",panel="${id}"}`, values);
  const turns = Array.from({ length: 41 }, (_, index) => (index % 2 === 0 ? 1_000 : 2_000)).join(' ');
  await expectAnswer(
    DOUBTS,
    [
      // Restarted twice, the last time a minute ago.
      start('attic', `1000x20 2000x16 3000x2`),
      // Its clock began earlier after a loss of power, and was set right before it was restarted again.
      start('gable', `2000x20 1000x10 3000x8`),
      start('barn', turns),
      series('process_start_time_seconds{cluster="barn",job="node-exporter"}', '5x40'),
      // Each has series of its own, as several of a Kubernetes cluster do.
      series('process_start_time_seconds{cluster="cellar",job="vmagent",instance="a"}', '1000x40'),
      series('process_start_time_seconds{cluster="cellar",job="vmagent",instance="b"}', '2000x40'),
      panel('hall', '1', '1x40'),
      panel('hall', '2', '1x40'),
      // Set up anew: the id before it can still be found.
      panel('inn', '1', '1x32'),
      panel('inn', '2', '_x33 1x6'),
      counter('vmagent_remotewrite_packets_dropped_total', 'attic', '0x40', ',url="1"'),
      counter('vmagent_remotewrite_packets_dropped_total', 'den', '0x30 3x10', ',url="1"'),
      counter('vm_persistentqueue_bytes_dropped_total', 'eaves', '0x30 100x10', ',path="x"'),
      counter('vmagent_hourly_series_limit_rows_dropped_total', 'flat', '0x30 7x10'),
      counter('vmagent_hourly_series_limit_rows_dropped_total', 'den', '0x30 7x10'),
    ],
    1_200,
    [
      ['of="dropped",cluster="den"', 3],
      ['of="dropped",cluster="eaves"', 100],
      ['of="dropped",cluster="flat"', 7],
      ['of="twofold",cluster="barn"', 15],
      ['of="twofold",cluster="hall"', 2],
    ],
  );
});

test('the labels of each Pi: those of now, and of one that is silent the last', async () => {
  const up = (cluster: string, labels: string) => `up{cluster="${cluster}",job="vmagent",${labels}}`;
  await expectAnswer(
    LABELS,
    [
      series(up('attic', 'site="home"'), '1x100'),
      series(up('attic', 'site="farm"'), '_x100 1x100'),
      series(up('barn', 'site="farm"'), '1x20'),
      series('up{cluster="attic",job="node-exporter"}', '1x200'),
    ],
    6000,
    [
      ['__name__="up",of="labels",cluster="attic",job="vmagent",site="farm"', 1],
      ['__name__="up",of="labels",cluster="barn",job="vmagent",site="farm"', 1],
    ],
  );
});
