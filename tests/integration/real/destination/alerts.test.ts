import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { pipelineDashboard } from '@/lib/dashboards/pipeline/dashboard';
import { type PanelFacts, renderMetrics } from '@/lib/server/metrics/registry';
import { FakeExporter } from '../../../support/drills/exporter';
import { FakeDestination } from '../../../support/fakes/fake-destination';
import { sleep, waitFor } from '../../../support/run/exec';
import { freePort } from '../../../support/run/ports';
import {
  alertsOf,
  type RunningProcess,
  startVictoriaMetrics,
  startVmagent,
  startVmalert,
  type VmagentProcess,
} from '../../../support/stack/vmagent-process';

/**
 * Each rule of the pipeline fires in a drill of its own: a real vmagent for each fault, all of them as so many Pis at one
 * real VictoriaMetrics, and a real vmalert. In time-lapse: a minute of the rules is two seconds, and scrapes come each
 * second; that they wait as long as they say is what promtool’s tests are about.
 */
const SECONDS_A_MINUTE = 2;
const MINUTES = { m: 1, h: 60, d: 1440 };

const inTimeLapse = (promql: string) =>
  promql.replace(
    /\b(\d+)([mhd])\b/g,
    (_, count: string, unit: 'm' | 'h' | 'd') => `${Number(count) * MINUTES[unit] * SECONDS_A_MINUTE}s`,
  );

interface Rules {
  groups: { name: string; interval: string; rules: { expr: string; for?: string }[] }[];
}

/** The rules of the pipeline as they ship. */
function rulesInTimeLapse(): string {
  const { groups } = parse(readFileSync('compose/alerts/weir.yaml', 'utf8')) as Rules;
  const ofPipeline = groups.filter(({ name }) => name === `weir-${pipelineDashboard.id}`);
  return stringify({
    groups: ofPipeline.map((group) => ({
      ...group,
      interval: inTimeLapse(group.interval),
      rules: group.rules.map((rule) => ({
        ...rule,
        expr: inTimeLapse(rule.expr),
        ...(rule.for && { for: inTimeLapse(rule.for) }),
      })),
    })),
  });
}

interface Config {
  scrape_configs: { job_name: string; metric_relabel_configs: object[] }[];
}
/** What of a job is kept, as shipped. */
const filterOf = (job: string) =>
  (
    parse(readFileSync('compose/config.example/vmagent/prometheus.yml', 'utf8')) as Config
  ).scrape_configs.find(({ job_name }) => job_name === job)?.metric_relabel_configs;

interface Pi {
  vmagent: VmagentProcess;
  gate: FakeDestination;
  /** Replaces the targets beside vmagent itself. @param seriesLimit of each of their jobs */
  scrapes(jobs: Record<string, string>, seriesLimit?: number): Promise<void>;
  reload(): Promise<void>;
  restart(): Promise<void>;
}

let dir: string;
let store: RunningProcess;
let vmalert: RunningProcess;
const closes: (() => unknown)[] = [];
let isOver = false;
const aggregationOf = (name: string) => path.join(dir, `${name}-aggregation.yml`);

async function startPi(name: string, flags: string[] = []): Promise<Pi> {
  const gate = new FakeDestination(store.url);
  await gate.open();
  const port = await freePort();
  const config = path.join(dir, `${name}.yml`);
  const write = (jobs: Record<string, string>, seriesLimit?: number) =>
    writeFileSync(
      config,
      stringify({
        global: { scrape_interval: '1s', external_labels: { cluster: name } },
        scrape_configs: Object.entries({ vmagent: `127.0.0.1:${port}`, ...jobs }).map(([job, target]) => ({
          job_name: job,
          static_configs: [{ targets: [target] }],
          metric_relabel_configs: filterOf(job),
          ...(job in jobs && seriesLimit !== undefined && { series_limit: seriesLimit }),
        })),
      }),
    );
  write({});
  writeFileSync(aggregationOf(name), '[]');
  const own = [`-promscrape.config=${config}`, `-remoteWrite.streamAggr.config=${aggregationOf(name)}`];
  const start = () => startVmagent('trixie', port, gate.url, [...own, ...flags]);
  const pi: Pi = {
    vmagent: await start(),
    gate,
    scrapes: (jobs, seriesLimit) => {
      write(jobs, seriesLimit);
      return pi.reload();
    },
    reload: async () => {
      await fetch(`${pi.vmagent.url}/-/reload`, { method: 'POST' });
    },
    restart: async () => {
      await pi.vmagent.stop();
      pi.vmagent = await start();
    },
  };
  closes.push(
    () => pi.vmagent.stop(),
    () => gate.close(),
  );
  return pi;
}

/** What ever fired, by Pi. */
const fired = new Map<string, Set<string>>();

async function look(): Promise<void> {
  for (const { name, state, labels } of await alertsOf(vmalert)) {
    if (state !== 'firing') continue;
    const cluster = labels.cluster ?? 'none';
    fired.set(cluster, (fired.get(cluster) ?? new Set()).add(name));
  }
}

const firedOf = (cluster: string) => [...(fired.get(cluster) ?? [])].toSorted();

/** What the panel exports of a pipeline that all is wrong with. */
const TOLD: PanelFacts = {
  version: '0.1.0',
  panel: { id: '0123456789abcdef', address: '' },
  scrapeIntervalSeconds: 60,
  deliveryState: 'waiting',
  buffer: { bytes: 60, capBytes: 100, secondsToFull: 3600, secondsToDrain: null, offlineSeconds: 3600 },
  verdictState: 'losing',
  findings: [
    { id: 'source-blind-aws', severity: 'warning' },
    { id: 'config-drift', severity: 'warning' },
  ],
  incidents: [],
  applyResults: [],
  tickSeconds: 0.1,
  viewers: 0,
  vmagentRequests: 1,
};

/** By the name of the Pi: what is done to it, and what then fires. */
interface Drill {
  flags?: string[];
  fault(pi: Pi): Promise<unknown>;
  rules: string[];
}

/** Refuses now and then, until the test ends. */
async function stumble({ gate }: Pi): Promise<void> {
  while (!isOver) {
    // Short enough for the second try, a second later, to be taken mostly: each further one waits twice as long.
    gate.answer = { status: 503, body: 'not now' };
    await sleep(500);
    gate.answer = null;
    await sleep(1000);
  }
}

/** Many series, named by the test. */
async function exporter(body: string): Promise<string> {
  const fake = await new FakeExporter().open('127.0.0.1');
  fake.page = { status: 200, body };
  closes.push(() => fake.close());
  return fake.target;
}
const seriesOf = (count: number) =>
  Array.from({ length: count }, (_, index) => `drill_many{number="${index}"} 1\n`).join('');

const drills: Record<string, Drill> = {
  well: { fault: async () => {}, rules: [] },
  silent: { fault: (pi) => pi.vmagent.stop(), rules: ['WeirPiSilent'] },
  failing: {
    fault: async (pi) => void stumble(pi),
    rules: ['WeirRemoteWriteFailing'],
  },
  refused: {
    fault: async ({ gate }) => {
      gate.answer = { status: 400, body: 'out of order sample' };
      await sleep(3000);
      gate.answer = null;
    },
    rules: ['WeirRemoteWriteDropping'],
  },
  down: {
    fault: async (pi) => pi.scrapes({ 'node-exporter': `127.0.0.1:${await freePort()}` }),
    rules: ['WeirTargetDown'],
  },
  broken: {
    fault: async (pi) => {
      writeFileSync(path.join(dir, 'broken.yml'), 'scrape_configs: nonsense');
      await pi.reload();
    },
    rules: ['WeirReloadFailed'],
  },
  lost: {
    fault: async (pi) => {
      writeFileSync(aggregationOf('lost'), '- match: no_interval');
      await pi.reload();
    },
    rules: ['WeirReloadFailed'],
  },
  near: {
    flags: ['-remoteWrite.maxHourlySeries=4000'],
    // Beside some 150 of vmagent itself.
    fault: async (pi) => pi.scrapes({ many: await exporter(seriesOf(3700)) }),
    rules: ['WeirSeriesLimitNear'],
  },
  over: {
    flags: ['-remoteWrite.maxHourlySeries=1000'],
    fault: async (pi) => pi.scrapes({ many: await exporter(seriesOf(1500)) }),
    rules: ['WeirSeriesDropped', 'WeirSeriesLimitNear'],
  },
  limited: {
    fault: async (pi) => pi.scrapes({ many: await exporter(seriesOf(500)) }, 300),
    rules: ['WeirSeriesLimitReached'],
  },
  restarting: {
    fault: async (pi) => {
      for (let count = 0; count < 5; count += 1) {
        await pi.restart();
        await sleep(SECONDS_A_MINUTE * 2000);
      }
    },
    rules: ['WeirVmagentRestarts'],
  },
  told: {
    fault: async (pi) => pi.scrapes({ weir: await exporter(await renderMetrics(TOLD)) }),
    rules: ['WeirBufferFilling', 'WeirBufferFullSoon', 'WeirDataLost', 'WeirDrift', 'WeirSourceBlind'],
  },
};

async function alertsOn(url: string): Promise<RunningProcess> {
  const file = path.join(dir, 'rules.yml');
  writeFileSync(file, rulesInTimeLapse());
  const started = await startVmalert('trixie', file, url, [
    '-rule.evalDelay=0s',
    // An instant query looks back so far: not five minutes.
    `-datasource.queryStep=${5 * SECONDS_A_MINUTE}s`,
  ]);
  closes.push(() => started.stop());
  return started;
}

beforeAll(async () => {
  dir = mkdtempSync(path.join(tmpdir(), 'weir-alerts-'));
  store = await startVictoriaMetrics('trixie');
  closes.push(() => store.stop());
});
afterAll(async () => {
  isOver = true;
  await Promise.all(closes.map((close) => close()));
  rmSync(dir, { recursive: true, force: true });
});

describe('in a drill of its own', () => {
  test('where nothing of any Pi is there, one rule fires', async () => {
    const empty = await startVictoriaMetrics('trixie');
    closes.push(() => empty.stop());
    vmalert = await alertsOn(empty.url);
    await waitFor(
      'the alert',
      async () => {
        await look();
        return firedOf('none').length > 0;
      },
      { everyMs: 1000 },
    );
    expect(firedOf('none')).toEqual(['WeirNoPi']);
    fired.clear();
  });

  test('each rule of the pipeline fires for the Pi that it is about, and no other', async () => {
    vmalert = await alertsOn(store.url);
    const pis = await Promise.all(
      Object.entries(drills).map(async ([name, { flags }]) => [name, await startPi(name, flags)] as const),
    );
    // A minute of good health first.
    await sleep(SECONDS_A_MINUTE * 1000);
    await Promise.all(pis.map(([name, pi]) => drills[name]?.fault(pi)));
    const isMissing = () =>
      Object.entries(drills).flatMap(([name, { rules }]) =>
        rules.filter((rule) => !fired.get(name)?.has(rule)).map((rule) => `${name}: ${rule}`),
      );
    await waitFor(
      'every alert',
      async () => {
        await look();
        return isMissing().length === 0;
      },
      { timeoutMs: 50_000, everyMs: 1000 },
    ).catch(() => {});
    expect(isMissing()).toEqual([]);
    for (const [name, { rules }] of Object.entries(drills)) expect(firedOf(name), name).toEqual(rules);
    const tried = Object.values(drills).flatMap(({ rules }) => rules);
    const all = pipelineDashboard.rules.map(({ name }) => name);
    expect(all.filter((name) => !tried.includes(name))).toEqual([
      'WeirNoPi',
      // One block more or less within ten seconds is a tenth of the time.
      'WeirRemoteWriteSaturated',
      // A buffer of vmagent is at least 500 MB.
      'WeirBufferDropping',
    ]);
  });
});
