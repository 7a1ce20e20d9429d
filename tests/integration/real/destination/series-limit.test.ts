import { afterEach, expect, test } from 'vitest';
import type { FakeExporter } from '../../../support/drills/exporter';
import type { Lane } from '../../../support/drills/lane';
import { openLoneLane } from '../../../support/drills/lone-lane';
import { FakeSeriesLimit } from '../../../support/fakes/fake-series-limit';
import { waitFor } from '../../../support/run/exec';

/**
 * A source that grows beyond Grafana Cloud's limit of active series, in small: the limit is a fake before a real
 * VictoriaMetrics, vmagent is real. What it does then, with a brake above the limit and with one below.
 */
const MOST = 100;
const GROWN = 300;
/** As at Grafana Cloud, where a retry a minute finds it unchanged. */
const ACTIVE_SECONDS = 20 * 60;
const FLAGS = ['-remoteWrite.maxRowsPerBlock=50', '-remoteWrite.retryMaxInterval=4s'];

let lane: Lane;
let limit: FakeSeriesLimit;

const job = ({ target }: FakeExporter) =>
  `- job_name: thing\n  scrape_interval: 2s\n  static_configs: [{targets: ["${target}"]}]\n`;

async function openWith(brakeSeries: number): Promise<void> {
  lane = await openLoneLane({
    name: 'series-limit',
    kind: 'grafana-cloud',
    flags: FLAGS,
    jobs: job,
    env: { REMOTE_WRITE_MAX_SERIES: String(brakeSeries) },
  });
  limit = new FakeSeriesLimit(MOST, ACTIVE_SECONDS);
  lane.gate.limit = limit;
}
afterEach(() => lane?.close());

const grow = () => {
  const lines = Array.from({ length: GROWN }, (_, index) => `drill_grown{n="${index}"} 1`);
  lane.thing.page = { status: 200, body: `${lines.join('\n')}\n` };
};
const given = () => lane.beat.beats.length;
/** Waits for so many beats more. */
const beats = (more: number) => {
  const wanted = given() + more;
  return waitFor('beats', () => given() >= wanted, { timeoutMs: 300_000 });
};

/** Numbers of beats at the destination. */
async function arrived(): Promise<Set<number>> {
  const [first] = lane.beat.beats;
  const match = `drill_beat{cluster="${lane.name}",job="beat"}`;
  const samples = await lane.store.samples(match, first?.atMs ?? 0, Date.now());
  return new Set(samples.map(({ value }) => value));
}

/** Numbers from `first` to `last` that are not there. */
const missing = async (first: number, last: number) => {
  const there = await arrived();
  return Array.from({ length: last - first + 1 }, (_, at) => first + at).filter((one) => !there.has(one));
};

test('a brake above the limit: one refused block holds up the data of every source, until the limit is raised; nothing is lost', async () => {
  await openWith(20_000);
  const first = given() + 1;
  grow();
  await waitFor('a refusal', () => limit.refused > 0);
  const refusedAt = given();
  await lane.viewer.found('waiting-series-limit', 120_000);
  await beats(10);
  const there = await arrived();
  // What was on its way with the refused block is taken; what came later is behind it.
  expect([...there].filter((number) => number > refusedAt + 5)).toEqual([]);
  const last = given();
  lane.gate.limit = null;
  await waitFor('what waited', async () => (await missing(first, last)).length === 0, { everyMs: 1000 });
});

test('a brake below it: new series are given up by vmagent, nothing is refused, and all others arrive', async () => {
  await openWith(MOST - 10);
  await beats(2);
  const first = given() + 1;
  grow();
  await lane.viewer.found('losing-series-brake', 120_000);
  await beats(5);
  const last = given();
  await waitFor('all beats', async () => (await missing(first, last)).length === 0, { everyMs: 1000 });
  expect(limit.refused).toBe(0);
});
