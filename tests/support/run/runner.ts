// The whole test run, after tests/run has installed what it needs: parts, counting, cleaning up.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { ensureCompose } from '../stack/debian.ts';
import { type Engine, engineApiVersion, startOrFindEngine } from '../stack/engine.ts';
import { ensureImages } from '../stack/images.ts';
import { repoDir } from '../stack/stack.ts';
import { cleanUp } from './cleanup.ts';
import { endGroups, run } from './exec.ts';
import { type Count, commandCount, REPORT_VARIABLE, readReport } from './reports.ts';
import { cacheDir, projectPrefix, runDir } from './run-dir.ts';

/** Far longer than a part takes on a quiet machine of two cores; a part that hangs ends all the same. */
const PART_LIMIT_MS = 4_800_000;

const total: Count = { passed: 0, failures: [], skipped: [] };
const times: string[] = [];
let engine: Engine | null = null;
let isCleaning = false;
/** After an interruption nothing more is begun. */
const forever = new Promise<never>(() => {});

// What is no part of the run picks files by a piece of their name.
const PARTS = ['check', 'unit', 'integration', 'e2e'];
const UNITS = ['unit', 'unit-alone', 'components', 'architecture'];
const files = process.argv.slice(2).filter((word) => !PARTS.includes(word));

const secondsSince = (atMs: number) => Math.round((Date.now() - atMs) / 1000);
const say = (text: string) => console.log(`\n== ${text}`);

function add(part: string, startedAt: number, { passed, failures, skipped }: Count): void {
  total.passed += passed;
  total.failures.push(...failures);
  total.skipped.push(...skipped);
  const counts = `${passed} passed, ${failures.length} failed, ${skipped.length} skipped`;
  times.push(`${part}: ${counts}, ${secondsSince(startedAt)} s`);
}

/** One command whose exit code is its verdict. */
async function check(part: string, command: string, args: string[], timeoutMs = 900_000): Promise<boolean> {
  say(part);
  const startedAt = Date.now();
  const { code, output } = await run(command, args, {
    cwd: repoDir,
    isShown: true,
    hasGroup: true,
    timeoutMs,
  });
  add(part, startedAt, commandCount(part, code, output));
  if (isCleaning) await forever;
  return code === 0;
}

interface PartOptions {
  /** Another part prints meanwhile: what this one prints is shown when it has ended. */
  isBeside?: boolean;
  /** Beside that of the run. */
  env?: Record<string, string>;
}

async function tests(
  part: string,
  command: string,
  args: string[],
  { isBeside = false, env }: PartOptions = {},
): Promise<void> {
  if (!isBeside) say(part);
  const startedAt = Date.now();
  const report = path.join(runDir('reports'), `${part.replace(/\W+/g, '-')}.json`);
  const { code, output } = await run(command, [...args, ...files], {
    cwd: repoDir,
    isShown: !isBeside,
    hasGroup: true,
    timeoutMs: PART_LIMIT_MS,
    env: { ...process.env, ...env, [REPORT_VARIABLE]: report },
  });
  if (isBeside) {
    say(part);
    console.log(output);
  }
  add(part, startedAt, readReport(part, report, code, output));
  if (isCleaning) await forever;
}

const reporter = (tool: string) => path.join(import.meta.dirname, `${tool}-reporter.ts`);

function vitest(projects: string[], options?: PartOptions): Promise<void> {
  const which = projects.flatMap((name) => ['--project', name]);
  const reporters = ['--reporter=default', `--reporter=${reporter('vitest')}`];
  const args = ['run', '--passWithNoTests', ...which, ...reporters];
  return tests(projects.join(' + '), 'vitest', args, options);
}

function playwright(options: PartOptions): Promise<void> {
  const reporters = `--reporter=list,${reporter('playwright')}`;
  return tests('browser', 'playwright', ['test', '--pass-with-no-tests', reporters], options);
}

/** The last lines of a run: what failed, by name, and how many. */
function tellSum(): void {
  say('sum');
  for (const line of times) console.log(line);
  for (const name of total.skipped) console.log(`skipped: ${name}`);
  console.log(`${secondsSince(startedAt)} s in all`);
  for (const failure of total.failures) console.log(`failed: ${failure}`);
  const skipped = total.skipped.length ? `, ${total.skipped.length} skipped` : '';
  console.log(`${total.passed} passed, ${total.failures.length} failed${skipped}`);
}

async function interrupted(signal: NodeJS.Signals): Promise<void> {
  if (isCleaning) return;
  isCleaning = true;
  console.log(`\n${signal}: ending what this run started.`);
  await endGroups();
  await cleanUp(engine);
  total.failures.push(`the run as a whole: interrupted by ${signal}`);
  tellSum();
  process.exit(130);
}

/** @returns the environment for what needs an engine that answers, Compose and the images */
async function prepare(): Promise<Record<string, string>> {
  const began = Date.now();
  engine = await startOrFindEngine();
  console.log(`engine: ${engine.host}${engine.isOwn ? ' (started for this run)' : ''}`);
  await ensureImages(engine);
  times.push(`engine and images, beside the parts above: ${secondsSince(began)} s`);
  return {
    DOCKER_HOST: engine.host,
    DOCKER_API_VERSION: (await engineApiVersion(engine.host)) ?? '',
    DOCKER_CONFIG: await ensureCompose(),
  };
}

async function main(parts: string[]): Promise<void> {
  const has = (part: string) => parts.length === 0 || parts.includes(part);
  // Images mostly wait for the network, so they are made while what needs none of them runs.
  const prepared = has('integration') || has('e2e') ? prepare() : undefined;
  prepared?.catch(() => {});
  if (has('check')) {
    await check('biome', 'biome', ['check', '.']);
    await check('next typegen', 'next', ['typegen']);
    await check('tsc', 'tsc', ['--noEmit']);
    await check('knip', 'knip', []);
  }
  if (!prepared) {
    if (has('unit')) await vitest(UNITS);
    return;
  }
  const isBuilt = await check('next build', 'npm', ['run', 'build']);
  // Without a panel every journey would fail for the one reason that is counted already.
  const withBrowser = has('e2e') && isBuilt;
  const withIntegration = has('integration');
  const isBeside = withBrowser || has('unit');
  // Both mostly wait, and the second for scrapes and containers longer than all else takes: they begin as soon as they can.
  const panel = withIntegration && vitest(['panel'], { isBeside });
  const integration = async () => vitest(['integration'], { isBeside, env: await prepared });
  const beside = withIntegration && isBeside ? integration() : undefined;
  beside?.catch(() => {});
  if (has('unit')) await vitest(UNITS);
  await panel;
  say('images');
  const env = await prepared;
  if (withBrowser) await playwright({ env });
  if (withIntegration) await (beside ?? integration());
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(signal, () => void interrupted(signal));

const startedAt = Date.now();
/** What a test makes in the shipped folder would be read by the next, and become part of a build. */
const MADE_BY_TESTS = ['.env', '.weir', 'config', 'backups'].map((name) => `compose/${name}`);
const strewn = MADE_BY_TESTS.filter((name) => !existsSync(path.join(repoDir, name)));
runDir();
console.log(`test run ${projectPrefix()}, cache ${cacheDir()}`);
try {
  await main(process.argv.slice(2).filter((word) => PARTS.includes(word)));
} catch (error) {
  if (!isCleaning) console.error(error);
  total.failures.push(`the run as a whole: ${error instanceof Error ? error.message : error}`);
}
if (!isCleaning) {
  isCleaning = true;
  const left = [...(await cleanUp(engine)), ...strewn.filter((name) => existsSync(path.join(repoDir, name)))];
  total.failures.push(...left.map((what) => `left behind by a test: ${what}`));
  tellSum();
  process.exitCode = total.failures.length || total.passed === 0 ? 1 : 0;
}
