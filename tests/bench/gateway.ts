// What the gateway to the engine costs: npm run bench:gateway (about 6 minutes; needs root, a Docker Engine, the tests' images
// and a build). The same change through it and past it, by turns on one stack, and its memory beside that of the others.
import path from 'node:path';
import { type Panel, startPanel } from '../support/panel/panel.ts';
import { sleep } from '../support/run/exec.ts';
import { ensureCompose } from '../support/stack/debian.ts';
import { finishTask } from '../support/stack/pipeline.ts';
import { repoDir, type TempStack, tempStack } from '../support/stack/stack.ts';
import { onEngine } from './on-engine.ts';
import { median, memoryOf } from './processes.ts';

const ROUNDS = 3;
const CHANGES = 5;
const SERVICES = ['vmagent', 'node-exporter', 'victoria-metrics'];
/** The panel has read everything once. */
const STEADY_MS = 15_000;
const MOST_RATIO = 1.05;
const MOST_MB = 40;

/** Recreates the store, which takes as many calls to the engine as any change of one service. */
async function change(panel: Panel, days: number): Promise<number> {
  const startedAt = performance.now();
  const response = await panel.request('PUT', '/api/settings', { retention: { days } }, { 'if-match': '*' });
  const text = await response.text();
  if (response.status !== 202) throw new Error(`${response.status} ${text}`);
  await finishTask(panel, (JSON.parse(text) as { taskId: string }).taskId, 90_000, 10);
  return performance.now() - startedAt;
}

async function changes(stack: TempStack, host: string, round: number): Promise<number[]> {
  const panel = await startPanel({ ...stack, env: { ...stack.env, DOCKER_HOST: host } });
  try {
    await (round === 0 ? panel.claim() : panel.login());
    const times: number[] = [];
    for (let index = 0; index <= CHANGES; index++)
      times.push(await change(panel, 20 + index + (round % 2) * 20));
    // The first one finds nothing in memory yet.
    return times.slice(1);
  } finally {
    await panel.stop();
  }
}

async function mbOf(stack: TempStack, service: string): Promise<number> {
  const { Pid } = (await stack.inspect(service)).State as { Pid: number };
  return memoryOf(Pid).pssMb;
}

await onEngine(async (engine) => {
  process.env.DOCKER_CONFIG = await ensureCompose();
  const env = { COMPOSE_PROFILES: 'system,local' };
  const builtGateway = path.join(repoDir, '.next/standalone/gateway.mjs');
  const stack = await tempStack({ name: 'bench-gateway', engine, env, builtGateway });
  if (stack.gateway === null) throw new Error('There is no gateway.');
  await stack.compose('up', '-d', ...SERVICES);
  const through: number[] = [];
  const past: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    through.push(...(await changes(stack, stack.gateway.host, 2 * round)));
    past.push(...(await changes(stack, engine.host, 2 * round + 1)));
  }
  const ratio = median(through) / median(past);
  const panel = await startPanel(stack);
  await panel.login();
  await sleep(STEADY_MS);
  const others = await Promise.all(SERVICES.map((service) => mbOf(stack, service)));
  const own = memoryOf(stack.gateway.pid).pssMb;
  const all = others.reduce((sum, mb) => sum + mb, own + memoryOf(panel.pid).pssMb);
  await panel.stop();
  console.log(
    `A change that recreates the store, median of ${through.length}: ${Math.round(median(through))} ms through the gateway, ${Math.round(median(past))} ms past it: ${ratio.toFixed(3)}× (at most ${MOST_RATIO}×: ${ratio <= MOST_RATIO ? 'met' : 'MISSED'})`,
  );
  console.log(
    `Memory of the gateway: ${own.toFixed(1)} MB (at most ${MOST_MB}: ${own <= MOST_MB ? 'met' : 'MISSED'}), ${((own / all) * 100).toFixed(1)} % of what it, the panel, ${SERVICES.join(', ')} take (${all.toFixed(1)} MB)`,
  );
});
