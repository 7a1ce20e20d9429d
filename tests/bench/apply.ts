// How long changes take, from the request to what the component itself says: npm run bench:apply (about 4 minutes;
// needs a Docker Engine, the tests' images and a build).

import { type Panel, startPanel } from '../support/panel/panel.ts';
import { cleanUp } from '../support/run/cleanup.ts';
import { sleep, waitFor } from '../support/run/exec.ts';
import { ensureCompose } from '../support/stack/debian.ts';
import { pointedAt, startDestination } from '../support/stack/destination.ts';
import { engineApiVersion, ensureEngine } from '../support/stack/engine.ts';
import { finishTask } from '../support/stack/pipeline.ts';
import { tempStack } from '../support/stack/stack.ts';
import { median } from './processes.ts';

const INTERVALS = 20;
const TOKENS = 7;
const KEYS = 15;
const ACCESS_KEY = `AKIA${'A'.repeat(16)}`;

interface Timing {
  /** Until the component itself shows the change. */
  shownMs: number;
  /** Until the panel says that it is verified. */
  verifiedMs: number;
}

const engine = await ensureEngine();
process.env.DOCKER_HOST = engine.host;
process.env.DOCKER_API_VERSION = (await engineApiVersion(engine.host)) ?? '';
process.env.DOCKER_CONFIG = await ensureCompose();

async function save(panel: Panel, body: unknown): Promise<string> {
  const response = await panel.request('PUT', '/api/settings', body, { 'if-match': '*' });
  const text = await response.text();
  if (response.status !== 202) throw new Error(`${response.status} ${text}`);
  return (JSON.parse(text) as { taskId: string }).taskId;
}

async function timed(panel: Panel, body: unknown, isShown: () => Promise<boolean>): Promise<Timing> {
  const startedAt = performance.now();
  const taskId = await save(panel, body);
  const shown = waitFor('the component', isShown, { everyMs: 20, timeoutMs: 90_000 }).then(
    () => performance.now() - startedAt,
  );
  await finishTask(panel, taskId, 90_000, 10);
  return { verifiedMs: performance.now() - startedAt, shownMs: await shown };
}

async function series(count: number, one: (index: number) => Promise<Timing>): Promise<Timing[]> {
  const all: Timing[] = [];
  for (let index = 0; index < count; index++) {
    all.push(await one(index));
    await sleep(500);
  }
  return all;
}

const said = (timings: Timing[], pick: (timing: Timing) => number) => {
  const values = timings.map(pick).sort((a, b) => a - b);
  const ms = (value = Number.NaN) => `${Math.round(value)} ms`;
  return `median ${ms(median(values))}, fastest ${ms(values[0])}, slowest ${ms(values.at(-1))}`;
};

try {
  const stack = await tempStack({ name: 'bench-apply', engine });
  const destination = await startDestination(engine);
  stack.setEnv({
    COMPOSE_PROFILES: 'system,aws',
    ...pointedAt(destination),
    AWS_ACCESS_KEY_ID: ACCESS_KEY,
    AWS_SECRET_ACCESS_KEY: 'b'.repeat(40),
    AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
  });
  stack.write('config/vmagent/targets/yace.yml', '- targets: ["yace:5000"]\n');
  await stack.compose('up', '-d', 'vmagent', 'node-exporter', 'yace');
  const vmagent = stack.env.WEIR_VMAGENT_URL;
  const ask = async (route: string) => (await fetch(`${vmagent}${route}`)).text();
  const counter = async (pattern: RegExp) =>
    Number((await ask('/metrics')).match(pattern)?.[1] ?? Number.NaN);
  const delivered = () => counter(/^vmagent_remotewrite_requests_total\{.*status_code="2XX"\} (\d+)$/m);
  const dropped = () => counter(/^vmagent_remotewrite_packets_dropped_total\{.*\} (\d+)$/m);
  const startedAt = () => counter(/^process_start_time_seconds (\S+)$/m);
  await waitFor('the first delivery', async () => (await delivered()) > 0, { timeoutMs: 90_000 });
  const panel = await startPanel(stack);
  try {
    await panel.claim();
    const process = await startedAt();
    const begunMs = Date.now();
    const intervals = await series(INTERVALS, (index) => {
      const seconds = 31 + index;
      const body = { scrape: { 'node-exporter': { intervalSeconds: seconds, timeoutSeconds: null } } };
      return timed(panel, body, async () => (await ask('/config')).includes(`scrape_interval: ${seconds}s`));
    });
    console.log(
      `scrape interval, request to vmagent's own /config: ${said(intervals, ({ shownMs }) => shownMs)}`,
    );
    console.log(
      `                 request to verified in the panel: ${said(intervals, ({ verifiedMs }) => verifiedMs)}`,
    );

    const tokens = await series(TOKENS, async (index) => {
      const token = `glc_rotated_${index}`;
      // The old token is dead from here on, so each 2XX is the new one's.
      await destination.accept(token);
      const before = await delivered();
      const body = {
        destination: {
          kind: 'grafana-cloud',
          url: destination.url,
          instanceId: destination.instanceId,
          token,
        },
      };
      return timed(panel, body, async () => (await delivered()) > before);
    });
    console.log(
      `token, request to the next 2XX (counters are up to 1 s old): ${said(tokens, ({ shownMs }) => shownMs)}`,
    );
    console.log(`       request to verified in the panel: ${said(tokens, ({ verifiedMs }) => verifiedMs)}`);
    console.log(
      `restarts of vmagent: ${(await startedAt()) === process ? 'none' : 'SOME'}; dropped blocks: ${await dropped()}`,
    );
    const span = `${Math.round((Date.now() - begunMs) / 1000)}s`;
    const failed = await destination.scalar(`count(min_over_time(up[${span}]) == 0)`);
    console.log(`targets with a failed scrape meanwhile: ${failed ?? 'none'}`);

    const sources = (secretAccessKey: string) => ({
      sources: {
        pi: { enabled: true },
        containers: { enabled: false },
        aws: { enabled: true, accessKeyId: ACCESS_KEY, secretAccessKey, regions: ['eu-west-1'] },
        gcp: { enabled: false, projectId: '' },
      },
    });
    const secretOf = (letter: string, index: number) => `${letter.repeat(38)}${10 + index}`;
    // The regions change with the first one, and only then.
    await finishTask(panel, await save(panel, sources(secretOf('x', 0))));
    const ours: Timing[] = [];
    const theirs: number[] = [];
    for (let index = 0; index < KEYS; index++) {
      // Nobody asks the engine meanwhile: each question would slow down the answer.
      ours.push(await timed(panel, sources(secretOf('c', index)), async () => true));
      stack.setEnv({ AWS_SECRET_ACCESS_KEY: secretOf('d', index) });
      const startedAt = performance.now();
      await stack.compose('up', '-d', 'vmagent', 'node-exporter', 'yace');
      theirs.push(performance.now() - startedAt);
    }
    console.log(
      `YACE recreated, request to verified in the panel: ${said(ours, ({ verifiedMs }) => verifiedMs)}`,
    );
    console.log(
      `                docker compose up -d for the same change: median ${Math.round(median(theirs))} ms`,
    );
  } finally {
    await panel.stop();
  }
} finally {
  await cleanUp(engine);
}
