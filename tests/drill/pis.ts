// Three whole stacks on one engine that write to one destination outside, and what the page of all Pis says of each: all
// well, one that can deliver nothing and comes back, one that is taken down, and two of one name. Ends with an error where
// it is wrong: npm run drill:pis (some 25 minutes; needs a Docker Engine and the tests' images).
import type { PiRow, PisView } from '../../lib/schemas/look/pis.ts';
import type { OwnerClient } from '../support/panel/panel.ts';
import { cleanUp } from '../support/run/cleanup.ts';
import { waitFor } from '../support/run/exec.ts';
import { type Clone, cloneRepository } from '../support/stack/clone.ts';
import { ensureCompose } from '../support/stack/debian.ts';
import { type Destination, startDestination } from '../support/stack/destination.ts';
import { engineApiVersion, ensureEngine } from '../support/stack/engine.ts';
import { ensureImages } from '../support/stack/images.ts';
import { finishTask, PI_ONLY } from '../support/stack/pipeline.ts';
import { startClone } from './start-clone.ts';

const NAMES = ['attic', 'barn', 'cellar'] as const;
type Name = (typeof NAMES)[number];
const READ_TOKEN = 'glc_test_reads';
const PHASE_MS = 1_200_000;

const startedAtMs = Date.now();
const say = (words: string) =>
  console.log(`${((Date.now() - startedAtMs) / 60_000).toFixed(1)} min: ${words}`);
const tokenOf = (name: Name) => `glc_test_${name}`;

async function startStack(name: Name, destination: Destination) {
  const clone = await cloneRepository(`pis-${name}`);
  clones.push(clone);
  const { url, instanceId } = destination;
  const owner = await startClone(clone, {
    destination: { kind: 'grafana-cloud', url, instanceId, token: tokenOf(name) },
    sources: PI_ONLY,
    cluster: name,
    timeoutMs: 300_000,
  });
  return { clone, owner };
}

async function change(owner: OwnerClient, body: object): Promise<void> {
  const answer = await owner.request('PUT', '/api/settings', body, { 'if-match': '*' });
  if (answer.status !== 202)
    throw new Error(`The settings answered ${answer.status}: ${await answer.text()}`);
  await finishTask(owner, ((await answer.json()) as { taskId: string }).taskId);
}

const words = ({ name, state, reason, isTwofold }: PiRow) =>
  `${name} ${state}${reason ? ` (${reason})` : ''}${isTwofold ? ', twofold' : ''}`;
let last = '';

/** Waits until the page of the first panel says it, and tells each change on the way. */
async function until(what: string, isSo: (rows: Map<string, PiRow>) => boolean): Promise<void> {
  const look = async () => {
    const view = await first.json<PisView>('GET', '/api/pis');
    if (view.state !== 'read') return say(`the page: ${view.state}`);
    const told = view.pis.map(words).join('; ');
    if (told !== last) say(told);
    last = told;
    return isSo(new Map(view.pis.map((row) => [row.name, row])));
  };
  await waitFor(what, look, { timeoutMs: PHASE_MS, everyMs: 5_000 });
  say(`as it should be: ${what}`);
}

const clones: Clone[] = [];
let first: OwnerClient;
let destination: Destination | undefined;
const engine = await ensureEngine();
try {
  process.env.DOCKER_API_VERSION = (await engineApiVersion(engine.host)) ?? '';
  process.env.DOCKER_CONFIG = await ensureCompose();
  await ensureImages(engine);
  destination = await startDestination(engine, { token: tokenOf('attic') });
  const outside = destination;
  await outside.accept(...NAMES.map(tokenOf), READ_TOKEN);
  const attic = await startStack('attic', outside);
  await startStack('barn', outside);
  const cellar = await startStack('cellar', outside);
  first = attic.owner;
  await change(first, { proof: { isOn: true, username: '', token: READ_TOKEN } });

  const is = (rows: Map<string, PiRow>, name: Name, state: PiRow['state']) => rows.get(name)?.state === state;
  const others = (rows: Map<string, PiRow>, ...but: Name[]) =>
    NAMES.filter((name) => !but.includes(name)).every((name) => is(rows, name, 'arriving'));
  await until('all three arrive', (rows) => rows.size === 3 && others(rows));

  await outside.accept(...NAMES.filter((name) => name !== 'barn').map(tokenOf), READ_TOKEN);
  const cutAtMs = Date.now();
  await until(
    'barn is late, the others arrive',
    (rows) => is(rows, 'barn', 'waiting') && others(rows, 'barn'),
  );
  const down = await cellar.clone.command('down');
  if (down.code !== 0) throw new Error(`compose/down: ${down.stderr}`);
  await until('barn and cellar are silent', (rows) =>
    ['barn', 'cellar'].every((name) => is(rows, name as Name, 'silent')),
  );

  await outside.accept(...NAMES.map(tokenOf), READ_TOKEN);
  await until('barn arrives again', (rows) => others(rows, 'cellar'));
  const minutes = Math.ceil((Date.now() - cutAtMs) / 60_000);
  const counts = await outside.query(`count_over_time(up{job="vmagent",cluster=~"attic|barn"}[${minutes}m])`);
  say(
    `samples of up in ${minutes} min: ${counts.map(({ metric, value }) => `${metric.cluster} ${value}`).join(', ')}`,
  );
  const [most, least] = [
    Math.max(...counts.map(({ value }) => value)),
    Math.min(...counts.map(({ value }) => value)),
  ];
  if (counts.length !== 2 || most - least > 2) throw new Error('What barn had collected did not all arrive.');

  const up = await cellar.clone.command('up');
  if (up.code !== 0) throw new Error(`compose/up again: ${up.stderr}`);
  await until('cellar arrives again', (rows) => others(rows));
  await change(cellar.owner, { labels: { cluster: 'attic' } });
  await until('two send as attic', (rows) => rows.get('attic')?.isTwofold === true);
} finally {
  for (const clone of clones) await clone.remove();
  await destination?.remove();
  await cleanUp(engine);
}
