// Kills the engine and the panel together at a moment drawn by lot, two of three times in the middle of a change, then
// starts both and does nothing else: npm run drill:cuts [CUTS] (30 unless told, about 20 minutes; needs root, a build and
// the tests' images). Every second one is a power cut, as far as that can be had: every program in a container is killed
// too, and what lies in memory, as /run does, is gone. What the disk had not yet written then is not part of it.
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { Changes } from '../../lib/schemas/revision.ts';
import type { Status } from '../../lib/schemas/status.ts';
import { type Panel, startPanel } from '../support/panel/panel.ts';
import { cleanUp } from '../support/run/cleanup.ts';
import { sleep, waitFor } from '../support/run/exec.ts';
import { isAlive } from '../support/run/run-dir.ts';
import { queryVictoria } from '../support/stack/destination.ts';
import { startSecondEngine, unmountUnder } from '../support/stack/engine.ts';
import { ensureImages } from '../support/stack/images.ts';
import { launchPipeline } from '../support/stack/pipeline.ts';
import { tempStack } from '../support/stack/stack.ts';

const CUTS = Number(process.argv[2] ?? 30);
const SERVICES = ['node-exporter', 'victoria-metrics', 'vmagent'];
/** The longest change takes about as long as this. */
const LONGEST_CHANGE_MS = 8000;
const BACK_MS = 180_000;
const ASKING_MS = 5000;

const engine = await startSecondEngine();
await ensureImages(engine);
const stack = await tempStack({ name: 'cuts', engine });
const engineDir = path.dirname(engine.host.replace('unix://', ''));
let panel: Panel = await startPanel(stack);

/** Every process below the engine: its containerd, their shims, and the programs in containers. */
function processesOfEngine(): number[] {
  const parents = new Map<number, number>();
  const roots = new Set<number>();
  for (const name of readdirSync('/proc').filter((one) => /^\d+$/.test(one))) {
    try {
      const pid = Number(name);
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      parents.set(pid, Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]));
      if (readFileSync(`/proc/${name}/cmdline`, 'utf8').includes(engineDir)) roots.add(pid);
    } catch {
      // It has ended meanwhile.
    }
  }
  const isBelow = (pid: number | undefined): boolean =>
    pid !== undefined && pid > 1 && (roots.has(pid) || isBelow(parents.get(pid)));
  return [...parents.keys()].filter(isBelow);
}

async function cut(isPower: boolean): Promise<void> {
  if (!isPower) {
    process.kill(panel.pid, 'SIGKILL');
    await engine.kill();
    return;
  }
  const pids = [panel.pid, ...processesOfEngine()];
  for (const pid of pids) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It has ended meanwhile.
    }
  }
  await waitFor('the end of all', () => pids.every((pid) => !isAlive(pid)), { timeoutMs: 30_000 });
  await unmountUnder(engineDir);
  rmSync(path.join(engineDir, 'exec'), { recursive: true, force: true });
  rmSync(path.join(engineDir, 'docker.pid'), { force: true });
}

/** One that vmagent reloads, one that recreates vmagent, one that recreates two services. */
const changes = (round: number): object[] => [
  { labels: { cluster: 'test-pi', round: String(round) } },
  { buffer: { maxBytes: 2 ** 30 + round * 2 ** 20 } },
  { buffer: { maxBytes: 2 ** 30 + round * 2 ** 20 }, retention: { days: 14 + round } },
];

async function beginChange(round: number): Promise<string> {
  const body = changes(round)[round % 3] ?? {};
  const answer = await panel.request('PUT', '/api/settings', body, { 'if-match': '*' });
  if (answer.status !== 202)
    throw new Error(`The settings answered ${answer.status}: ${await answer.text()}`);
  return Object.keys(body).join(' and ');
}

const newest = async () => {
  const store = `http://127.0.0.1:${stack.ports.VICTORIA_METRICS_PORT}`;
  const late = sleep(ASKING_MS).then(() => []);
  const found = await Promise.race([queryVictoria(store, 'timestamp(up{job="node-exporter"})'), late]);
  return found[0]?.value ?? 0;
};

/** What is not as it was. */
async function faults(sinceSeconds: number): Promise<string[]> {
  const found: string[] = [];
  const rows = (await engine.docker('ps', '-a', '--format', '{{.Names}} {{.State}}'))
    .split('\n')
    .filter(Boolean);
  const wanted = SERVICES.map((name) => `${stack.project}-${name}-1 running`);
  if (rows.sort().join() !== wanted.sort().join()) found.push(`containers: ${rows.join(', ')}`);
  const { unsettled, handEdits, drift, unseen } = await panel.json<Changes>('GET', '/api/changes');
  if (unsettled) found.push(unsettled);
  if (handEdits.length + drift.length + unseen.length > 0)
    found.push(JSON.stringify({ handEdits, drift, unseen }));
  if (existsSync(path.join(stack.stateDir, 'apply.json'))) found.push('the journal is still there');
  const { verdict } = await panel.json<Status>('GET', '/api/status');
  if (!['ok', 'degraded'].includes(verdict.state))
    found.push(`${verdict.state}: ${verdict.findings.map(({ title }) => title).join(' ')}`);
  if ((await newest()) < sinceSeconds) found.push('nothing has arrived since');
  return found;
}

const seconds: number[] = [];
const bad: string[] = [];
try {
  await panel.claim();
  await launchPipeline(panel);
  await waitFor('a sample', async () => (await newest()) > 0, { timeoutMs: 120_000 });
  for (let round = 1; round <= CUTS; round++) {
    const during = round % 3 === 0 ? 'nothing' : await beginChange(round);
    const afterMs = Math.random() * LONGEST_CHANGE_MS;
    await sleep(afterMs);
    const isPower = round % 2 === 0;
    await cut(isPower);
    const startedAtMs = Date.now();
    await engine.start();
    panel = await startPanel(stack);
    await panel.login();
    let left: string[] = [];
    const isBack = async () => {
      left = await faults(startedAtMs / 1000).catch((error) => [String(error)]);
      return left.length === 0;
    };
    const found = await waitFor('all', isBack, { timeoutMs: BACK_MS }).catch(() => false);
    const took = (Date.now() - startedAtMs) / 1000;
    const what = `${round}: ${isPower ? 'power cut' : 'crash'} ${(afterMs / 1000).toFixed(1)} s into ${during}`;
    if (found) seconds.push(took);
    else bad.push(`${what}: ${left.join('; ')}`);
    console.log(`${what}: ${found ? `all is back after ${took.toFixed(0)} s` : left.join('; ')}`);
  }
} finally {
  await panel.stop().catch(() => undefined);
  await stack.remove();
  await cleanUp(engine);
}
seconds.sort((a, b) => a - b);
console.log(
  `${CUTS} cuts, ${bad.length} with something left. Back after ${seconds[Math.floor(seconds.length / 2)]?.toFixed(0)} s in the middle, ${seconds.at(-1)?.toFixed(0)} s at most.`,
);
process.exitCode = bad.length > 0 ? 1 : 0;
