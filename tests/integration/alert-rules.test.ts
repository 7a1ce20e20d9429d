import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dashboards } from '@/lib/dashboards/dashboards';
import { ruleGroups, summaryOf } from '@/lib/dashboards/rule-groups';
import type { AlertRule } from '@/lib/dashboards/terms/shape';
import { type AlertCase, alertCases } from '../support/cases/alert-cases';
import { mustRun, run } from '../support/run/exec';
import { promtoolBinary } from '../support/stack/debian';

/** The rules that ship, evaluated by the real promtool. */
const FILE = path.resolve('compose/alerts/weir.yaml');
const rules = dashboards.flatMap((one) => one.rules);

let dir: string;
let program: string;
beforeAll(async () => {
  program = await promtoolBinary();
  dir = mkdtempSync(path.join(tmpdir(), 'weir-rules-'));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** `metric{a="b"}` of a Pi. */
const ofPi = (series: string, cluster: string) =>
  series.includes('{') ? series.replace('{', `{cluster="${cluster}",`) : `${series}{cluster="${cluster}"}`;

const input = (series: AlertCase['fires'], cluster: string) =>
  Object.entries(series).map(([name, values]) => ({ series: ofPi(name, cluster), values }));

/** The template with the labels filled in. */
const filled = (text: string, labels: Record<string, string>) =>
  text.replace(/\{\{ \$labels\.(\w+) \}\}/g, (_, name: string) => labels[name] ?? '');

function alertOf(rule: AlertRule, { labels, isOfAll }: AlertCase) {
  const { severity, description, finding } = rule;
  const all = { ...labels, ...(isOfAll ? {} : { cluster: 'attic' }), severity };
  const texts = { summary: filled(summaryOf(rule), all), description: filled(description, all) };
  return { exp_labels: all, exp_annotations: { ...texts, ...(finding ? { finding } : {}) } };
}

async function promtool(name: string, at: number, series: object[], alerts: object[]) {
  const file = path.join(dir, `${name}.json`);
  const alert_rule_test = [{ eval_time: `${at}m`, alertname: name, exp_alerts: alerts }];
  const tests = [{ interval: '1m', input_series: series, alert_rule_test }];
  // JSON is YAML.
  writeFileSync(file, JSON.stringify({ rule_files: [FILE], evaluation_interval: '1m', tests }));
  const { code, output } = await run(program, ['test', 'rules', file]);
  expect(code, output).toBe(0);
}

const caseOf = (rule: AlertRule): AlertCase => {
  const found = alertCases[rule.name];
  if (!found) throw new Error(`The rule ${rule.name} has no case.`);
  return found;
};

test('promtool takes the file, with every rule in it', async () => {
  expect(await mustRun(program, ['check', 'rules', FILE])).toContain(`${rules.length} rules found`);
  expect(Object.keys(alertCases).toSorted()).toEqual(rules.map(({ name }) => name).toSorted());
});

test.each(['least', 'most'] as const)('promtool takes each rule at the %s of its number', async (end) => {
  const moved = rules.flatMap(({ limit }) => (typeof limit === 'number' ? [] : [[limit.name, limit[end]]]));
  const own = { off: [], limits: Object.fromEntries(moved) };
  const file = path.join(dir, `${end}.yml`);
  writeFileSync(file, JSON.stringify({ groups: ruleGroups(own) }));
  expect(await mustRun(program, ['check', 'rules', file])).toContain(`${rules.length} rules found`);
  expect(moved.length).toBeGreaterThan(10);
});

test.each(rules)('$name fires, for the Pi that it is about', async (rule) => {
  const { fires, silent, at, isOfAll, ...rest } = caseOf(rule);
  const other = isOfAll ? [] : input(silent, 'cellar');
  const alert = alertOf(rule, { fires, silent, at, isOfAll, ...rest });
  await promtool(rule.name, at, [...input(fires, 'attic'), ...other], [alert]);
});

test.each(rules)('$name does not fire where it is nearly as bad', async (rule) => {
  const { silent, at } = caseOf(rule);
  await promtool(rule.name, at, input(silent, 'cellar'), []);
});

test.each(rules.filter(({ forMinutes }) => forMinutes > 0))(
  '$name does not fire before $forMinutes minutes',
  async (rule) => {
    const { fires } = caseOf(rule);
    await promtool(rule.name, rule.forMinutes - 1, input(fires, 'attic'), []);
  },
);
