// Kills the panel's transaction with SIGKILL in every phase of every kind of change, before a step at the file system
// or at a moment, both drawn by lot, and during the recovery from such a kill: npm run drill [RUNS] [KIND…] (240 of all
// kinds unless told, about 30 minutes; needs a Docker Engine and the tests' images).
import { cleanUp } from '../support/run/cleanup.ts';
import { ensureCompose } from '../support/stack/debian.ts';
import { engineApiVersion, ensureEngine } from '../support/stack/engine.ts';
import { bundleDriver } from './bundle.ts';
import { measure, type Sizes, type Strike, startOnce, strike } from './drill.ts';
import { type FaultPoint, phases } from './fault-point.ts';
import { type Kind, kinds } from './kinds.ts';
import { drillStack } from './stack.ts';

const RUNS = Number(process.argv[2] ?? 240);
const wanted = process.argv.length > 3 ? kinds.filter((kind) => process.argv.includes(kind, 3)) : kinds;
const WORKERS = 2;
/** Share of runs in which the recovery is killed as well. */
const SECOND = 0.2;

function table(strikes: Strike[]): string {
  const columns = [...phases, 'ended'];
  const cell = (some: Strike[]) => {
    if (some.length === 0) return '–';
    const count = (outcome: string) => some.filter((one) => one.outcome === outcome).length;
    const bad = some.length - count('before') - count('after');
    return `${count('before')}/${count('after')}${bad > 0 ? ` **${bad} bad**` : ''}`;
  };
  const row = (kind: Kind) =>
    `| ${kind} | ${columns.map((phase) => cell(strikes.filter((one) => one.kind === kind && one.phase === phase))).join(' | ')} |`;
  const sum = columns.map((phase) => cell(strikes.filter((one) => one.phase === phase)));
  return [
    'Killed at each step; the cells are "as before / as after" of the files when everything was settled.',
    '',
    `| kind | ${columns.join(' | ')} |`,
    `| --- |${' --- |'.repeat(columns.length)}`,
    ...wanted.map(row),
    `| all | ${sum.join(' | ')} |`,
  ].join('\n');
}

const any = <T>(list: readonly T[]): T => {
  const one = list[Math.floor(Math.random() * list.length)];
  if (one === undefined) throw new Error('Nothing to choose from.');
  return one;
};

/** Each phase as often as the others, by its files as often as by its time. */
function lot(known: Map<Kind, Sizes>): { kind: Kind; point: FaultPoint } {
  const phase = any(phases.filter((one) => [...known.values()].some((sizes) => sizes[one])));
  const able = [...known].flatMap(([kind, sizes]) => (sizes[phase] ? [{ kind, size: sizes[phase] }] : []));
  const { kind, size } = any(able);
  const unit = size.files > 0 && Math.random() < 0.5 ? 'files' : 'ms';
  const at = unit === 'files' ? 1 + Math.floor(Math.random() * size.files) : Math.random() * size.ms;
  return { kind, point: { phase, unit, at } };
}

async function worker(driver: string, index: number, strikes: Strike[]): Promise<void> {
  const stack = await drillStack(`drill${index}`);
  try {
    await startOnce(driver, stack);
    let round = index * 100_000;
    const known = new Map<Kind, Sizes>();
    for (const kind of wanted) known.set(kind, await measure(driver, stack, kind, ++round));
    while (strikes.length < RUNS) {
      const { kind, point } = lot(known);
      const secondMs = Math.random() < SECOND ? 400 + Math.random() * 1500 : null;
      const result = await strike(driver, stack, { kind, round: ++round, point, secondMs });
      strikes.push(result);
      const isBad = result.outcome !== 'before' && result.outcome !== 'after';
      const where = `${point.phase} at ${Math.round(point.at)} ${point.unit}`;
      const note = `${kind}, meant for ${where}, killed in ${result.phase}: ${result.outcome}`;
      if (isBad || strikes.length % 10 === 0) console.error(`${strikes.length}: ${note}`);
    }
  } finally {
    await stack.remove();
  }
}

const engine = await ensureEngine();
process.env.DOCKER_HOST = engine.host;
process.env.DOCKER_API_VERSION = (await engineApiVersion(engine.host)) ?? '';
process.env.DOCKER_CONFIG = await ensureCompose();
const strikes: Strike[] = [];
try {
  const driver = await bundleDriver();
  await Promise.all(Array.from({ length: WORKERS }, (_, index) => worker(driver, index + 1, strikes)));
} finally {
  await cleanUp(engine);
}
const settle = strikes.map(({ settleMs }) => settleMs).sort((a, b) => a - b);
const bad = strikes.filter(({ outcome }) => outcome !== 'before' && outcome !== 'after');
console.log(table(strikes));
console.log(
  `\n${strikes.length} kills, ${bad.length} with something wrong. From the next start to settled: median ` +
    `${Math.round(settle[Math.floor(settle.length / 2)] ?? 0)} ms, longest ${Math.round(settle.at(-1) ?? 0)} ms.`,
);
for (const { kind, phase, outcome } of bad) console.log(`- ${kind} at ${phase}: ${outcome}`);
process.exitCode = bad.length > 0 ? 1 : 0;
