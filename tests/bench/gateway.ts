// What the gateway to the engine costs: npm run bench:gateway (about 5 minutes; needs root, a Docker Engine, the tests' images
// and a build). The same change through it and past it, by turns on one stack, and its memory beside that of the others.
import { type Panel, startPanel } from '../support/panel/panel.ts';
import { finishTask } from '../support/stack/pipeline.ts';
import { type TempStack, tempStack } from '../support/stack/stack.ts';
import { onEngine } from './on-engine.ts';
import { median, memoryOf } from './processes.ts';

const ROUNDS = 4;
const CHANGES = 8;
const SERVICES = ['vmagent', 'node-exporter', 'victoria-metrics', 'yace'];
const ACCESS_KEY = `AKIA${'A'.repeat(16)}`;
const MOST_RATIO = 1.05;
const MOST_MB = 40;

/** Recreates YACE, which takes more calls to the engine than any other change of one service. */
async function change(panel: Panel, secretAccessKey: string): Promise<number> {
  const startedAt = performance.now();
  const aws = { enabled: true, accessKeyId: ACCESS_KEY, secretAccessKey, regions: ['eu-west-1'] };
  const sources = {
    ...{ pi: { enabled: true }, containers: { enabled: false } },
    ...{ aws, gcp: { enabled: false, projectId: '' } },
  };
  const response = await panel.request('PUT', '/api/settings', { sources }, { 'if-match': '*' });
  const text = await response.text();
  if (response.status !== 202) throw new Error(`${response.status} ${text}`);
  await finishTask(panel, (JSON.parse(text) as { taskId: string }).taskId, 90_000, 10);
  return performance.now() - startedAt;
}

async function changes(stack: TempStack, host: string, round: string): Promise<number[]> {
  const panel = await startPanel({ ...stack, env: { ...stack.env, DOCKER_HOST: host } });
  try {
    await (round === 'A' ? panel.claim() : panel.login());
    // The first one finds nothing in memory yet.
    await change(panel, `${round.repeat(30)}${'0'.repeat(10)}`);
    const times: number[] = [];
    for (let index = 1; index <= CHANGES; index++)
      times.push(await change(panel, `${round.repeat(30)}${String(index).padStart(10, '0')}`));
    return times;
  } finally {
    await panel.stop();
  }
}

async function mbOf(stack: TempStack, service: string): Promise<number> {
  const { Pid } = (await stack.inspect(service)).State as { Pid: number };
  return memoryOf(Pid).pssMb;
}

await onEngine(async (engine) => {
  const env = { COMPOSE_PROFILES: 'system,local,aws', AWS_ENDPOINT_URL: 'http://127.0.0.1:9' };
  const stack = await tempStack({ name: 'bench-gateway', engine, env });
  if (stack.gateway === null) throw new Error('There is no gateway.');
  stack.write('config/vmagent/targets/yace.yml', '- targets: ["yace:5000"]\n');
  await stack.compose('up', '-d', ...SERVICES);
  const through: number[] = [];
  const past: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    through.push(...(await changes(stack, stack.gateway.host, String.fromCharCode(65 + 2 * round))));
    past.push(...(await changes(stack, engine.host, String.fromCharCode(66 + 2 * round))));
  }
  const ratio = median(through) / median(past);
  const others = await Promise.all(SERVICES.map((service) => mbOf(stack, service)));
  const own = memoryOf(stack.gateway.pid).pssMb;
  const all = others.reduce((sum, mb) => sum + mb, own);
  console.log(
    `A change that recreates YACE, median of ${through.length}: ${Math.round(median(through))} ms through the gateway, ${Math.round(median(past))} ms past it: ${ratio.toFixed(3)}× (at most ${MOST_RATIO}×: ${ratio <= MOST_RATIO ? 'met' : 'MISSED'})`,
  );
  console.log(
    `Memory of the gateway: ${own.toFixed(1)} MB (at most ${MOST_MB}: ${own <= MOST_MB ? 'met' : 'MISSED'}), ${((own / all) * 100).toFixed(1)} % of what it and ${SERVICES.join(', ')} take (${all.toFixed(1)} MB; the panel not counted)`,
  );
});
