import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AggregationRule } from '@/lib/schemas/settings/aggregation';
import { previewApply } from '@/lib/server/change/preview';
import { recoverApply } from '@/lib/server/change/recover';
import { addAggregation } from '@/lib/server/change/tidy-up';
import { startServiceAction } from '@/lib/server/containers/service-actions';
import { previewAggregation } from '@/lib/server/settings/filters/aggregated';
import { changeTexts } from '@/lib/server/settings/sections/change-texts';
import { readChangeFacts } from '@/lib/server/settings/sections/facts';
import { readMetrics } from '@/lib/server/vmagent/client';
import { applied, editOf, ended } from '../../../support/panel/apply';
import { forgetProcessState } from '../../../support/panel/route-call';
import { waitFor } from '../../../support/run/exec';
import { queryVictoria } from '../../../support/stack/destination';
import { type TempStack, tempStack } from '../../../support/stack/stack';

const FILE = 'config/vmagent/aggregation.yml';
const METRIC = 'node_cpu_seconds_total';
const cpu: AggregationRule = {
  job: 'node-exporter',
  metric: METRIC,
  without: ['cpu'],
  how: 'counter',
  intervalSeconds: 10,
};
const targets: AggregationRule = {
  ...cpu,
  job: 'vmagent',
  metric: 'vm_promscrape_targets',
  without: ['type'],
  how: 'sum',
};
let stack: TempStack;

beforeAll(async () => {
  stack = await tempStack({ name: 'aggregation', isQuick: true, env: { COMPOSE_PROFILES: 'system,local' } });
  Object.assign(process.env, stack.env, { WEIR_LOG_LEVEL: 'silent' });
  forgetProcessState();
  await recoverApply();
  await stack.compose('up', '-d', 'vmagent', 'node-exporter', 'victoria-metrics');
  await waitFor('series of this machine', async () => (await count(METRIC, 20)) > 0, { timeoutMs: 90_000 });
});
afterAll(() => stack?.remove());

const query = async (promql: string) =>
  (await queryVictoria(`http://127.0.0.1:${stack.ports.VICTORIA_METRICS_PORT}`, promql))[0]?.value ?? 0;
/** Series with a value in the last seconds. */
const count = (selector: string, seconds: number) => query(`count(last_over_time(${selector}[${seconds}s]))`);
const set = async (rules: AggregationRule[]) => {
  const facts = await readChangeFacts();
  return applied((current) => changeTexts({ aggregation: { rules } }, current, facts));
};
const look = async ({ job, metric, without }: AggregationRule) => {
  const found = await previewAggregation({ body: { job, metric, without, mayCost: false } });
  if (found.state !== 'read' || found.metric === null) throw new Error(`${metric} is not offered.`);
  return found.metric;
};
const container = async () => {
  const { Id, State } = (await stack.inspect('vmagent')) as { Id: string; State: { StartedAt: string } };
  return `${Id} ${State.StartedAt}`;
};

test('an empty list ships, and vmagent has read it', async () => {
  expect(await readMetrics()).toMatchObject({ aggregationOk: true });
  expect(stack.read(FILE)).toMatch(/^\[\]$/m);
});

test('what was previewed is what arrives, by a reload: series fall, rates and sums stay what they are', async () => {
  const [cpus, byType] = [await look(cpu), await look(targets)];
  expect(cpus.labels.map(({ name }) => name).sort()).toEqual(['cpu', 'mode']);
  expect(await count(METRIC, 20)).toBe(cpus.series);
  const [modes, cores] = [cpus.after, cpus.series / cpus.after];
  const sum = 'sum(last_over_time(vm_promscrape_targets[25s]))';
  // vmagent itself and node-exporter, once both have been scraped.
  const all = 2;
  await waitFor('both targets', async () => (await query(sum)) === all, { timeoutMs: 90_000 });
  const before = await container();
  const preview = await previewApply(async (current) =>
    changeTexts({ aggregation: { rules: [cpu, targets] } }, current, await readChangeFacts()),
  );
  expect(preview.effects).toEqual([{ kind: 'reload', service: 'vmagent' }]);

  const task = await set([cpu, targets]);
  expect(task).toMatchObject({ state: 'succeeded', error: null });
  expect(task.outcome).toContain('vmagent confirms the new aggregation.');
  expect(await container()).toBe(before);
  const isMade = async (metric: string, label: string) =>
    (await count(`${metric}{${label}=""}`, 25)) > 0 && (await count(`${metric}{${label}!=""}`, 25)) === 0;
  const isDone = async () => (await isMade(METRIC, 'cpu')) && (await isMade('vm_promscrape_targets', 'type'));
  await waitFor('the series that are left', isDone, { timeoutMs: 90_000 });
  expect(await count(METRIC, 25)).toBe(modes);
  expect(await count(`${METRIC}{cluster!="",job="node-exporter",instance!="",mode!=""}`, 25)).toBe(modes);
  // All modes of a core together grow by one second a second.
  const rate = `sum(rate(${METRIC}{cpu=""}[1m]))`;
  await waitFor('the rate of all cores', async () => Math.abs((await query(rate)) - cores) < cores / 4, {
    timeoutMs: 90_000,
  });
  expect(await count('vm_promscrape_targets', 25)).toBe(byType.after);
  expect(byType.after).toBeLessThan(byType.series);
  expect(await query(sum)).toBe(all);
  // vmagent counts series before it aggregates, so this says that the count is not what is sent.
  expect((await readMetrics()).aggregatedSamples).toBeGreaterThan(0);
});

test('a list that vmagent refuses is no change: it is said in its words, and nothing was written', async () => {
  const before = stack.read(FILE);
  const task = await applied(editOf({ 'vmagent-aggregation': () => '- match: up\n' }));
  expect(task).toMatchObject({ state: 'failed', error: { code: 'invalid-stack' } });
  expect(task.error?.message).toContain('missing `interval` option');
  expect(task.error?.hint).toContain('config/vmagent/aggregation.yml');
  expect(stack.read(FILE)).toBe(before);
});

test('one that is broken by hand keeps the earlier one at work, and the reload says so', async () => {
  const good = stack.read(FILE);
  stack.write(FILE, '- match: up\n');
  const { taskId } = startServiceAction('vmagent', 'reload');
  const task = await ended(taskId);
  expect(task).toMatchObject({ state: 'failed', error: { code: 'verify-failed' } });
  expect(task.error?.message).toContain('missing `interval` option');
  expect(await readMetrics()).toMatchObject({ aggregationOk: false, configOk: true });
  const atMs = Date.now();
  await waitFor(
    'a later value without the label',
    async () => {
      return (await query(`max(timestamp(${METRIC}{cpu=""}))`)) * 1000 > atMs;
    },
    { timeoutMs: 60_000 },
  );
  stack.write(FILE, good);
  expect(await ended(startServiceAction('vmagent', 'reload').taskId)).toMatchObject({ state: 'succeeded' });
  expect(await readMetrics()).toMatchObject({ aggregationOk: true });
});

test('without rules every series is sent again', async () => {
  expect(await set([])).toMatchObject({ state: 'succeeded' });
  await waitFor('series of each core', async () => (await count(`${METRIC}{cpu!=""}`, 20)) > 0, {
    timeoutMs: 60_000,
  });
});

test('a stack of an earlier Weir, whose vmagent cannot start without the file, gets it from the panel', async () => {
  rmSync(path.join(stack.dir, FILE));
  await stack.compose('restart', 'vmagent').catch(() => undefined);
  await waitFor(
    'a vmagent that ends again',
    async () => {
      const { RestartCount } = (await stack.inspect('vmagent')) as { RestartCount: number };
      return RestartCount > 0;
    },
    { timeoutMs: 60_000 },
  );
  await addAggregation();
  expect(readFileSync(path.join(stack.dir, FILE), 'utf8')).toMatch(/^\[\]$/m);
  await waitFor('vmagent', async () => (await readMetrics()).aggregationOk === true, { timeoutMs: 90_000 });
});
