// Kills the panel's transaction with SIGKILL at random moments of every kind of apply, and during the recovery from
// such a kill: npm run drill [RUNS] (240 unless told, about 20 minutes; needs a Docker Engine and the tests' images).
import { cleanUp } from '../support/cleanup.ts';
import { ensureCompose } from '../support/debian.ts';
import { engineApiVersion, ensureEngine } from '../support/engine.ts';
import { bundleDriver } from './bundle.ts';
import { duration, firstStart, type Strike, strike } from './drill.ts';
import { type Kind, kinds } from './kinds.ts';
import { drillStack } from './stack.ts';

const RUNS = Number(process.argv[2] ?? 240);
const WORKERS = 2;
/** Share of runs in which the recovery is killed as well. */
const SECOND = 0.2;

function table(strikes: Strike[]): string {
  const phases = ['before', 'check', 'write', 'act', 'verify', 'put back', 'ended'];
  const cell = (some: Strike[]) => {
    if (some.length === 0) return '–';
    const count = (outcome: string) => some.filter((one) => one.outcome === outcome).length;
    const bad = some.length - count('before') - count('after');
    return `${count('before')}/${count('after')}${bad > 0 ? ` **${bad} bad**` : ''}`;
  };
  const row = (kind: Kind) =>
    `| ${kind} | ${phases.map((phase) => cell(strikes.filter((one) => one.kind === kind && one.phase === phase))).join(' | ')} |`;
  const sum = phases.map((phase) => cell(strikes.filter((one) => one.phase === phase)));
  return [
    'Killed at each step; the cells are "as before / as after" of the files when everything was settled.',
    '',
    `| kind | ${phases.join(' | ')} |`,
    `| --- |${' --- |'.repeat(phases.length)}`,
    ...kinds.map(row),
    `| all | ${sum.join(' | ')} |`,
  ].join('\n');
}

async function worker(driver: string, index: number, strikes: Strike[]): Promise<void> {
  const stack = await drillStack(`drill${index}`);
  try {
    await firstStart(driver, stack);
    let round = index * 100_000;
    const longest = new Map<Kind, number>();
    while (strikes.length < RUNS) {
      const kind = kinds[Math.floor(Math.random() * kinds.length)] ?? 'reload';
      const known = longest.get(kind) ?? (await duration(driver, stack, kind, ++round));
      longest.set(kind, known);
      const delayMs = Math.random() * known * 1.05;
      const secondMs = Math.random() < SECOND ? 400 + Math.random() * 1500 : null;
      const result = await strike(driver, stack, { kind, round: ++round, delayMs, secondMs });
      strikes.push(result);
      const isBad = result.outcome !== 'before' && result.outcome !== 'after';
      const note = `${result.kind} at ${result.phase} (${Math.round(delayMs)} of ${Math.round(known)} ms): ${result.outcome}`;
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
