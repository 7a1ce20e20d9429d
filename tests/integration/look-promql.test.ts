import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dashboards } from '@/lib/dashboards/dashboards';
import { pipelineDashboard } from '@/lib/dashboards/pipeline/dashboard';
import { AS_SHIPPED } from '@/lib/dashboards/terms/movable';
import { ofAllPis, ofThisPi } from '@/lib/dashboards/terms/promql';
import { type Ask, gridOf } from '@/lib/server/destination/question';
import { expressionDashboard } from '@/lib/server/look/expression';
import { countOf, highestOf, metricDashboard } from '@/lib/server/look/metric';
import { PIS } from '@/lib/server/look/pis';
import { readPanels } from '@/lib/server/look/read-panels';
import { METRICS } from '@/lib/server/look/stored';
import { run } from '../support/run/exec';
import { promtoolBinary } from '../support/stack/debian';

/** What Look asks a destination outside, by the parser and the engine of Prometheus, which Mimir has too. */
let dir: string;
let program: string;
beforeAll(async () => {
  program = await promtoolBinary();
  dir = mkdtempSync(path.join(tmpdir(), 'weir-look-'));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const HOURS = [1, 6, 24, 168, 336];
const NAME = String.raw`a.c" or \up|(`;

/** Every expression as it is asked: over each span, of all Pis and of one with a name that is hard to write. */
async function asked(): Promise<string[]> {
  const found = new Set<string>([PIS, ofAllPis(METRICS), ofThisPi(METRICS, NAME)]);
  const many = Array.from({ length: 20 }, (_, at) => ({ labels: { path: `${NAME}${at}\n` }, value: at }));
  const ask: Ask = async ({ parameters }) => {
    found.add(parameters.query ?? '');
    return [];
  };
  for (const hours of HOURS) {
    const grid = gridOf(hours, Math.max(30, Math.ceil((hours * 3600) / 240)), Date.now());
    for (const ofMetric of [countOf, highestOf]) found.add(ofThisPi(ofMetric('up'), NAME));
    const metrics = ['up', 'x_bytes_total'].flatMap((name) =>
      [[], many].map((all) => metricDashboard(name, all.length, all, { type: null, help: null })),
    );
    const expressions = [many, Array.from({ length: 20 }, () => many).flat()].map((newest) =>
      expressionDashboard('sum by (path) (up{cluster=~"$cluster"}) # of all', newest),
    );
    for (const { panels } of [...dashboards, ...metrics, ...expressions]) {
      await readPanels(panels, { ask, grid, ofPis: ofAllPis, own: AS_SHIPPED });
      await readPanels(panels, { ask, grid, ofPis: (promql) => ofThisPi(promql, NAME), own: AS_SHIPPED });
    }
  }
  return [...found];
}

test('every expression is taken by promtool, and evaluated without an error', async () => {
  const all = await asked();
  expect(all.length).toBeGreaterThan(150);
  // Of what there is nothing nothing comes, so each has to be evaluated.
  const promql_expr_test = all.map((expr) => ({ expr, eval_time: '20m', exp_samples: [] }));
  const file = path.join(dir, 'look.json');
  const tests = [{ interval: '1m', input_series: [], promql_expr_test }];
  // JSON is YAML.
  writeFileSync(file, JSON.stringify({ evaluation_interval: '1m', tests }));
  const { code, output } = await run(program, ['test', 'rules', file]);
  expect(code, output).toBe(0);
});

test('the table of findings has the address of each panel that tells it, and no finding is missing', async () => {
  const table = pipelineDashboard.panels.find(({ id }) => id === 'findings');
  const one = (labels: string) => ({ series: labels, values: '1x20' });
  const found = (cluster: string) => `{cluster="${cluster}",id="pi-hot",severity="warning"}`;
  const info = (cluster: string, id: string, address: string) =>
    one(`weir_panel_info{cluster="${cluster}",id="${id}",address="${address}"}`);
  const input_series = [
    ...['attic', 'cellar', 'barn', 'twins'].map((cluster) => one(`weir_finding${found(cluster)}`)),
    info('attic', 'a', 'http://attic:3000'),
    // It does not tell its address, and another is too old to tell anything.
    info('cellar', 'c', ''),
    // Two Pis under one name.
    ...['1', '2'].map((id) => info('twins', id, `http://twin-${id}:3000`)),
    // So that which of them is named is of no matter here.
    one('up{cluster="twins"}'),
  ];
  const expr = ofAllPis(table?.expressions[0].promql ?? '');
  const attic = '{cluster="attic",id="pi-hot",severity="warning",address="http://attic:3000"}';
  const exp_samples = [attic, found('cellar'), found('barn')].map((labels) => ({ labels, value: 1 }));
  const clusters = ['attic', 'barn', 'cellar', 'twins'].map((name) => `{cluster="${name}"}`);
  const promql_expr_test = [
    { expr: `(${expr}) unless on (cluster) up`, eval_time: '20m', exp_samples },
    {
      expr: `count by (cluster) (${expr})`,
      eval_time: '20m',
      exp_samples: clusters.map((labels) => ({ labels, value: 1 })),
    },
  ];
  const file = path.join(dir, 'findings.json');
  writeFileSync(
    file,
    JSON.stringify({
      evaluation_interval: '1m',
      tests: [{ interval: '1m', input_series, promql_expr_test }],
    }),
  );
  const { code, output } = await run(program, ['test', 'rules', file]);
  expect(code, output).toBe(0);
});

test('a dashboard of one Pi has no other, whatever its name', async () => {
  const of = (cluster: string, value: number) => ({
    series: `up{job="vmagent",cluster=${JSON.stringify(cluster)}}`,
    values: `${value}x20`,
  });
  const expr = ofThisPi('sum (up{cluster=~"$cluster"})', NAME);
  const promql_expr_test = [{ expr, eval_time: '20m', exp_samples: [{ labels: '{}', value: 7 }] }];
  const tests = [{ interval: '1m', input_series: [of(NAME, 7), of('abc', 1)], promql_expr_test }];
  const file = path.join(dir, 'one.json');
  writeFileSync(file, JSON.stringify({ evaluation_interval: '1m', tests }));
  const { code, output } = await run(program, ['test', 'rules', file]);
  expect(code, output).toBe(0);
});
