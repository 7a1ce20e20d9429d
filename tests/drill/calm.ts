// A healthy stack for N minutes (21 unless told): compose/up on a fresh copy of the repository, the pipeline launched in
// its own containers, and nothing touched after that. Prints what an open page was told, and which alert rules fired in a
// real vmalert; each finding is a false alarm, and each alert that is not about the machine itself:
// npm run drill:calm [MINUTES] (needs a Docker Engine and the tests' images).
import { loadavg } from 'node:os';
import type { Events } from '../../lib/schemas/event.ts';
import { becomesCalm, type Calm, watchCalm } from '../support/panel/calm.ts';
import { cleanUp } from '../support/run/cleanup.ts';
import { sleep } from '../support/run/exec.ts';
import { type Clone, cloneRepository } from '../support/stack/clone.ts';
import { ensureCompose } from '../support/stack/debian.ts';
import { queryVictoria } from '../support/stack/destination.ts';
import { engineApiVersion, ensureEngine } from '../support/stack/engine.ts';
import { ensureImages } from '../support/stack/images.ts';
import { PI_ONLY } from '../support/stack/pipeline.ts';
import { alertsOf, type RunningProcess, startVmalert } from '../support/stack/vmagent-process.ts';
import { startClone } from './start-clone.ts';

const MINUTES = Number(process.argv[2] ?? 21);
const CLUSTER = 'calm';

/** The least value of `up` and the samples of it that arrived, for each job. */
async function arrived(clone: Clone): Promise<string> {
  const database = `http://127.0.0.1:${clone.env.VICTORIA_METRICS_PORT}`;
  const ask = (query: string) =>
    queryVictoria(database, `sort(${query}(up{cluster="${CLUSTER}"}[${MINUTES}m]))`);
  const [least, counts] = [await ask('min_over_time'), await ask('count_over_time')];
  const line = ({ metric, value }: (typeof counts)[number]) =>
    `${metric.job} ${value} (least ${least.find((one) => one.metric.job === metric.job)?.value ?? '?'})`;
  return counts.map(line).join(', ');
}

function report(calm: Calm, events: Events['events']): string {
  const { snapshots, seconds, longestGapSeconds, states, alarms, isCut } = calm;
  const told = alarms.map(
    ({ id, severity, title, evidence, fromSeconds, seconds: lasted }) =>
      `- ${id} (${severity}), ${fromSeconds.toFixed(0)} s in, for ${lasted.toFixed(0)} s: ${title}${evidence ? ` [${evidence}]` : ''}`,
  );
  return [
    `${(seconds / 60).toFixed(1)} minutes, ${snapshots} snapshots, at most ${longestGapSeconds.toFixed(1)} s apart${isCut ? ', cut off by the panel' : ''}.`,
    `Verdicts: ${JSON.stringify(states)}.`,
    `${alarms.length} findings.`,
    ...told,
    'Events, newest first:',
    ...events.map(
      ({ subject, severity, title, fromMs, toMs }) =>
        `- ${subject} (${severity}), ${new Date(fromMs).toISOString()}, ${toMs === null ? 'lasts' : `${(toMs - fromMs) / 1000} s`}: ${title}`,
    ),
  ].join('\n');
}

const engine = await ensureEngine();
process.env.DOCKER_API_VERSION = (await engineApiVersion(engine.host)) ?? '';
process.env.DOCKER_CONFIG = await ensureCompose();
await ensureImages(engine);
const clone = await cloneRepository('calm');
let vmalert: RunningProcess | undefined;
try {
  const sources = { ...PI_ONLY, containers: { enabled: true } };
  const owner = await startClone(clone, { cluster: CLUSTER, sources });
  await becomesCalm(owner);
  const watch = await watchCalm(owner);
  const store = `http://127.0.0.1:${clone.env.VICTORIA_METRICS_PORT}`;
  vmalert = await startVmalert('trixie', 'compose/alerts/weir.yaml', store);
  const fired = new Set<string>();
  for (let minute = 1; minute <= MINUTES; minute++) {
    await sleep(60_000);
    for (const { name, state, labels } of await alertsOf(vmalert))
      if (state === 'firing') fired.add(`${labels.alertgroup}: ${name}`);
    const load = loadavg()[0]?.toFixed(1);
    console.error(`${minute} min, load ${load}, ${(await arrived(clone)) || 'nothing arrived'}`);
  }
  const calm = await watch.stop();
  const { events } = await owner.json<Events>('GET', '/api/events');
  console.log(report(calm, events));
  console.log(`Samples of up: ${await arrived(clone)}.`);
  console.log(`Alerts that fired: ${[...fired].join(', ') || 'none'}.`);
  const isPipeline = [...fired].some((one) => one.startsWith('weir-pipeline'));
  process.exitCode = calm.alarms.length > 0 || calm.isCut || isPipeline ? 1 : 0;
} finally {
  await vmalert?.stop();
  await clone.remove();
  await cleanUp(engine);
}
