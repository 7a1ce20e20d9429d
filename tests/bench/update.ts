// One update on trial for ten minutes, as the page begins it: how long it took, and by what it was judged: npm run bench:update
// (about 12 minutes; needs a Docker Engine, the tests' images and a build).

import type { Task } from '../../lib/schemas/task.ts';
import { startPanel } from '../support/panel/panel.ts';
import { cleanUp } from '../support/run/cleanup.ts';
import { waitFor } from '../support/run/exec.ts';
import { ensureCompose } from '../support/stack/debian.ts';
import { pointedAt, startDestination } from '../support/stack/destination.ts';
import { engineApiVersion, ensureEngine } from '../support/stack/engine.ts';
import { localImages } from '../support/stack/images.ts';
import { finishTask } from '../support/stack/pipeline.ts';
import { tempStack } from '../support/stack/stack.ts';
import { makeVersion, removeImages } from '../support/stack/versions.ts';

/** Longer than the trial, its download and a way back. */
const LIMIT_MS = 900_000;
const HOME = 'victoriametrics/vmagent';
const [EARLIER, NEWER] = [`${HOME}:v0.1.1`, `${HOME}:v0.1.2`];

const engine = await ensureEngine();
process.env.DOCKER_HOST = engine.host;
process.env.DOCKER_API_VERSION = (await engineApiVersion(engine.host)) ?? '';
process.env.DOCKER_CONFIG = await ensureCompose();

interface Counted {
  requests: number;
  dropped: number;
  series: Record<string, number>;
}

/** What vmagent says itself, and not the panel. */
async function counted(vmagent: string): Promise<Counted> {
  const metrics = await (await fetch(`${vmagent}/metrics`)).text();
  const sum = (pattern: RegExp) =>
    [...metrics.matchAll(pattern)].reduce((total, [, value]) => total + Number(value), 0);
  const { data } = (await (await fetch(`${vmagent}/api/v1/targets`)).json()) as {
    data: { activeTargets: { labels: { job: string }; lastSamplesScraped: number }[] };
  };
  return {
    requests: sum(/^vmagent_remotewrite_requests_total\{.*status_code="2XX"\} (\d+)$/gm),
    dropped: sum(/^vmagent_remotewrite_packets_dropped_total\{.*\} (\d+)$/gm),
    series: Object.fromEntries(
      data.activeTargets.map(({ labels, lastSamplesScraped }) => [labels.job, lastSamplesScraped]),
    ),
  };
}

const seconds = (fromMs: number | null, toMs: number | null) =>
  Math.round(((toMs ?? 0) - (fromMs ?? 0)) / 1000);

function show(task: Task, before: Counted, after: Counted): void {
  console.log(`${task.title}: ${task.state} after ${seconds(task.startedAtMs, task.finishedAtMs)} s`);
  for (const { label, startedAtMs, finishedAtMs } of task.steps)
    console.log(`  ${label}: ${seconds(startedAtMs, finishedAtMs)} s`);
  console.log(task.outcome ?? task.error?.message);
  console.log(`by vmagent itself: ${after.requests} requests taken, ${after.dropped} blocks dropped`);
  for (const [job, had] of Object.entries(before.series)) {
    const has = after.series[job] ?? 0;
    const percent = had === 0 ? 0 : ((has - had) / had) * 100;
    console.log(`  ${job}: ${had} series before, ${has} after (${percent.toFixed(1)} %)`);
  }
}

try {
  const { VMAGENT_IMAGE: image = '' } = await localImages(engine);
  for (const version of [EARLIER, NEWER]) await makeVersion(engine, image, version);
  const stack = await tempStack({ name: 'bench-update', engine, gateway: { VMAGENT_IMAGE: EARLIER } });
  const destination = await startDestination(engine);
  stack.setEnv({
    COMPOSE_PROFILES: 'system',
    ...pointedAt(destination),
    VMAGENT_IMAGE: EARLIER,
  });
  await stack.compose('up', '-d', 'vmagent', 'node-exporter');
  const vmagent = stack.env.WEIR_VMAGENT_URL ?? '';
  const panel = await startPanel(stack);
  try {
    await panel.claim();
    const isWhole = async () => Object.values((await counted(vmagent)).series).every((one) => one > 0);
    await waitFor('a scrape of each target', isWhole, { timeoutMs: 120_000 });
    const before = await counted(vmagent);
    const wish = { service: 'vmagent', tag: NEWER.slice(HOME.length + 1) };
    const answer = await panel.request('POST', '/api/updates', wish, { 'if-match': '*' });
    const { taskId } = (await answer.json()) as { taskId: string };
    const task = await finishTask(panel, taskId, LIMIT_MS, 1000).catch(() =>
      panel.json<Task>('GET', `/api/tasks/${taskId}`),
    );
    show(task, before, await counted(vmagent));
  } finally {
    await panel.stop();
  }
} finally {
  await cleanUp(engine);
  // An own engine has gone with all that it had.
  const made = engine.isOwn ? [] : ['weir-kept/*:*-bench-update-*', EARLIER, NEWER];
  for (const image of made) await removeImages(engine, image);
}
