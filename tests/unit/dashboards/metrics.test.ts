import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { dashboards } from '@/lib/dashboards/dashboards';
import { expressionOf } from '@/lib/dashboards/terms/promql';
import { awsServices } from '@/lib/pipeline/sources/aws/services';
import { gcpServices } from '@/lib/pipeline/sources/gcp/services';
import { seriesPrefix } from '@/lib/server/sampler/eye/aws/metrics';

/** How the metrics of a job begin; `process_…` is of the job that its selector names. */
const BEGINNINGS: [job: string, names: RegExp][] = [
  ['vmagent', /^(?:vm|vmagent)_/],
  ['yace', /^(?:aws|yace)_/],
  ['stackdriver-exporter', /^stackdriver_/],
  ['node-exporter', /^node_/],
  ['cadvisor', /^(?:container|machine|cadvisor)_/],
  ['weir', /^weir_/],
];
/** Made for each target, after the filter. */
const OF_TARGETS = /^(?:up|scrape_\w+)$/;

interface Relabel {
  source_labels: string[];
  regex: string;
  action: 'keep' | 'drop';
}
interface Config {
  scrape_configs: { job_name: string; metric_relabel_configs: Relabel[] }[];
}

const shipped = (file: string) => readFileSync(`compose/config.example/${file}`, 'utf8');
const jobs = new Map(
  (parse(shipped('vmagent/prometheus.yml')) as Config).scrape_configs.map((job) => [
    job.job_name,
    job.metric_relabel_configs,
  ]),
);

function isKept(job: string, metric: string): boolean {
  const filter = jobs.get(job);
  if (!filter) throw new Error(`There is no job ${job}.`);
  return filter.every(({ source_labels, regex, action }) => {
    expect(source_labels).toEqual(['__name__']);
    return new RegExp(`^(?:${regex})$`).test(metric) === (action === 'keep');
  });
}

const promqls = dashboards.flatMap(({ panels, rules }) => [
  ...panels.flatMap(({ expressions }) => expressions.map(({ promql }) => promql)),
  ...rules.map((rule) => expressionOf(rule)),
]);
/** Names of metrics, each with the job that its selector names. */
const used = [
  ...new Set(
    promqls.flatMap((promql) =>
      [
        ...promql.matchAll(
          /\b((?:vm|vmagent|aws|yace|stackdriver|node|container|machine|weir|process|scrape)_\w+|up)\b(?:\{([^}]*)\})?/g,
        ),
      ].map(([, name = '', matchers = '']) => `${name} ${matchers.match(/\bjob="([^"]+)"/)?.[1] ?? ''}`),
    ),
  ),
].map((text) => text.split(' ') as [name: string, job: string]);
const names = [...new Set(used.map(([name]) => name))];
const beginning = (start: string) => names.filter((name) => name.startsWith(start));

test('every metric passes the filter of its job, as it ships', () => {
  const dropped = used.filter(([name, named]) => {
    if (OF_TARGETS.test(name)) return false;
    const job = BEGINNINGS.find(([, begins]) => begins.test(name))?.[0] ?? named;
    return !isKept(job, name);
  });
  expect(dropped).toEqual([]);
  expect(names.length).toBeGreaterThan(60);
  // It sees what a filter drops.
  expect(isKept('node-exporter', 'node_md_disks')).toBe(false);
  expect(isKept('vmagent', 'vmagent_remotewrite_duration_seconds_bucket')).toBe(false);
});

test('metrics of AWS are those of the services that a press switches on, by YACE’s own naming', () => {
  const asked = awsServices.flatMap(({ namespace, metrics }) =>
    metrics.flatMap(({ name, statistics }) =>
      statistics.map((statistic) => `${seriesPrefix(namespace, name)}${statistic.toLowerCase()}`),
    ),
  );
  const unknown = beginning('aws_').filter((name) => !asked.includes(name));
  expect(unknown).toEqual([]);
  expect(beginning('aws_').length).toBeGreaterThan(10);
});

test('metrics of Google Cloud are those of its services, by the exporter’s own naming', () => {
  const snake = (prefix: string) => prefix.replace(/[^a-z0-9]/g, '_');
  const asked = gcpServices.flatMap(({ prefixes }) => prefixes.map(snake));
  const own = ['stackdriver_monitoring_last_scrape_error'];
  const unknown = beginning('stackdriver_').filter(
    (name) => !own.includes(name) && !asked.some((metric) => name.endsWith(`_${metric}`)),
  );
  expect(unknown).toEqual([]);
  expect(beginning('stackdriver_').length).toBeGreaterThan(4);
});

test('metrics of vmagent and of the panel are those that they have', () => {
  const vmagent = readFileSync('tests/fixtures/vmagent/vmagent-1.145.0.txt', 'utf8');
  const panel = readFileSync('lib/server/metrics/registry.ts', 'utf8');
  const limiter = readFileSync('lib/server/vmagent/metrics.ts', 'utf8');
  const missing = [
    ...beginning('vm').filter((name) => !`${vmagent}${limiter}`.includes(name)),
    ...beginning('weir_').filter((name) => !panel.includes(`'${name}'`)),
  ];
  expect(missing).toEqual([]);
});
