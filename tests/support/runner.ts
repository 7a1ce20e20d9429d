// The whole test run, after tests/run has installed what it needs: parts, counting, cleaning up.
import path from 'node:path';
import { cleanUp } from './cleanup.ts';
import { ensureCompose } from './debian.ts';
import { type Engine, engineApiVersion, startOrFindEngine } from './engine.ts';
import { endGroups, run } from './exec.ts';
import { ensureImages } from './images.ts';
import { type Count, playwrightCount, vitestCount } from './reports.ts';
import { cacheDir, projectPrefix, runDir } from './run-dir.ts';
import { repoDir } from './stack.ts';

/** Far longer than a part takes on a quiet machine of two cores; a part that hangs ends all the same. */
const PART_LIMIT_MS = 2_400_000;

const total = { passed: 0, failed: 0, skipped: [] as string[], failures: [] as string[] };
const times: string[] = [];
let engine: Engine | null = null;
let isCleaning = false;

// What is no part of the run picks files by a piece of their name.
const PARTS = ['check', 'unit', 'integration', 'e2e'];
const files = process.argv.slice(2).filter((word) => !PARTS.includes(word));

const say = (text: string) => console.log(`\n== ${text}`);

function add(part: string, startedAt: number, count: Count): void {
  total.passed += count.passed;
  total.failed += count.failed;
  total.skipped.push(...count.skipped);
  total.failures.push(...count.failures);
  const seconds = Math.round((Date.now() - startedAt) / 1000);
  times.push(
    `${part}: ${count.passed} passed, ${count.failed} failed, ${count.skipped.length} skipped, ${seconds} s`,
  );
}

/** One command whose exit code is its verdict. */
async function check(part: string, command: string, args: string[], timeoutMs = 300_000): Promise<boolean> {
  say(part);
  const startedAt = Date.now();
  const { code } = await run(command, args, { cwd: repoDir, isShown: true, hasGroup: true, timeoutMs });
  const isGood = code === 0;
  add(part, startedAt, { passed: isGood ? 1 : 0, failed: isGood ? 0 : 1, skipped: [], failures: [] });
  return isGood;
}

/** @param isBeside another part prints meanwhile: what this one prints is shown when it has ended */
async function vitest(projects: string[], isBeside = false): Promise<void> {
  const part = projects.join(' + ');
  if (!isBeside) say(part);
  const startedAt = Date.now();
  const report = path.join(runDir('reports'), `${projects.join('-')}.json`);
  const { code, stdout, stderr } = await run(
    'vitest',
    [
      'run',
      '--passWithNoTests',
      ...projects.flatMap((name) => ['--project', name]),
      ...files,
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
    ],
    { cwd: repoDir, isShown: !isBeside, hasGroup: true, timeoutMs: PART_LIMIT_MS },
  );
  if (isBeside) {
    say(part);
    console.log(stdout + stderr);
  }
  add(part, startedAt, vitestCount(report, code));
}

async function playwright(): Promise<void> {
  say('browser');
  const startedAt = Date.now();
  const report = path.join(runDir('reports'), 'e2e.json');
  const { code } = await run(
    'playwright',
    ['test', ...files, '--pass-with-no-tests', '--reporter=list,json'],
    {
      cwd: repoDir,
      isShown: true,
      hasGroup: true,
      timeoutMs: PART_LIMIT_MS,
      env: { ...process.env, PLAYWRIGHT_JSON_OUTPUT_NAME: report },
    },
  );
  add('browser', startedAt, playwrightCount(report, code));
}

async function interrupted(signal: NodeJS.Signals): Promise<void> {
  if (isCleaning) return;
  isCleaning = true;
  console.log(`\n${signal}: ending what this run started.`);
  await endGroups();
  await cleanUp(engine);
  process.exit(130);
}

async function main(parts: string[]): Promise<void> {
  const has = (part: string) => parts.length === 0 || parts.includes(part);
  const needsEngine = has('integration') || has('e2e');
  if (has('check')) {
    await check('biome', 'biome', ['check', '.']);
    await check('next typegen', 'next', ['typegen']);
    await check('tsc', 'tsc', ['--noEmit']);
    await check('knip', 'knip', []);
  }
  if (has('unit')) await vitest(['unit', 'architecture']);
  if (!needsEngine) return;

  say('Docker Engine, Compose, images, build');
  engine = await startOrFindEngine();
  process.env.DOCKER_HOST = engine.host;
  process.env.DOCKER_API_VERSION = (await engineApiVersion(engine.host)) ?? '';
  console.log(`engine: ${engine.host}${engine.isOwn ? ' (started for this run)' : ''}`);
  process.env.DOCKER_CONFIG = await ensureCompose();
  await ensureImages(engine);
  const isBuilt = await check('next build', 'npm', ['run', 'build'], 600_000);
  // Without a panel every journey would fail for the one reason that is counted already.
  const withBrowser = has('e2e') && isBuilt;
  // Both mostly wait for scrapes and containers, so they run side by side.
  await Promise.all([
    has('integration') && vitest(['integration'], withBrowser),
    withBrowser && playwright(),
  ]);
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(signal, () => void interrupted(signal));

const startedAt = Date.now();
runDir();
console.log(`test run ${projectPrefix()}, cache ${cacheDir()}`);
try {
  await main(process.argv.slice(2).filter((word) => PARTS.includes(word)));
} catch (error) {
  if (!isCleaning) console.error(error);
  total.failed++;
}
if (!isCleaning) {
  isCleaning = true;
  const left = await cleanUp(engine);
  for (const what of left) console.log(`left behind by a test, removed now: ${what}`);
  if (left.length) total.failed++;
  say('sum');
  for (const line of times) console.log(line);
  for (const failure of total.failures) console.log(`failed: ${failure}`);
  for (const name of total.skipped) console.log(`skipped: ${name}`);
  console.log(`${Math.round((Date.now() - startedAt) / 1000)} s in all`);
  const skipped = total.skipped.length ? `, ${total.skipped.length} skipped` : '';
  console.log(`${total.passed} passed, ${total.failed} failed${skipped}`);
  process.exitCode = total.failed || total.passed === 0 ? 1 : 0;
}
