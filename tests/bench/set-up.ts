// How long a first start takes where no image is there yet: compose/up of an earlier commit and of this one, one after the
// other, each against an engine of its own, until the setup code is shown: npm run bench:setup [COMMIT] (about 15
// minutes of both cores; needs Docker's programs and git).
import { spawn } from 'node:child_process';
import path from 'node:path';
import { cleanUp } from '../support/run/cleanup.ts';
import { mustRun } from '../support/run/exec.ts';
import { freePort } from '../support/run/ports.ts';
import { projectPrefix, runDir } from '../support/run/run-dir.ts';
import { ensureEngine, startSecondEngine } from '../support/stack/engine.ts';
import { PORT_NAMES, repoDir } from '../support/stack/stack.ts';

const EARLIER = process.argv[2] ?? 'a4c6607';
/** Of the earlier time; the setup code has to be there by then. */
const MOST = 0.5;

interface SetUp {
  commit: string;
  seconds: number;
}

/** The committed files alone, as somebody has them who just got them. */
async function checkOut(commit: string): Promise<string> {
  const dir = runDir('set-up', commit);
  const archive = path.join(runDir('set-up'), `${commit}.tar`);
  await mustRun('git', ['-C', repoDir, 'archive', '-o', archive, commit]);
  await mustRun('tar', ['-C', dir, '-xf', archive]);
  return dir;
}

/** Resolves with the seconds until the command says the setup code. @throws Error when it ends without one */
function untilCode(dir: string, env: NodeJS.ProcessEnv): Promise<number> {
  const startedAt = performance.now();
  return new Promise((resolve, reject) => {
    const child = spawn(path.join(dir, 'compose/up'), ['--yes'], {
      env,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let said = '';
    let seconds: number | null = null;
    child.stdout.on('data', (chunk: Buffer) => {
      process.stdout.write(chunk);
      said += chunk.toString();
      if (/^Setup code: \S+/m.test(said)) seconds ??= (performance.now() - startedAt) / 1000;
    });
    child.on('error', reject);
    child.on('close', (code) =>
      seconds === null
        ? reject(new Error(`compose/up ended with ${code} and no setup code.`))
        : resolve(seconds),
    );
  });
}

async function measure(commit: string): Promise<SetUp> {
  const engine = await startSecondEngine();
  try {
    const ports = await Promise.all(
      PORT_NAMES.map(async (name) => [name, String(await freePort())] as const),
    );
    const env = {
      ...process.env,
      // What earlier builds left in the home folder (Go's modules and what it compiled) is not there on a first start.
      HOME: runDir('set-up', `home-of-${commit}`),
      ...Object.fromEntries(ports),
      WEIR_PROJECT: `${projectPrefix()}-set-up`,
      DOCKER_HOST: engine.host,
    };
    console.log(`\n== compose/up of ${commit}`);
    return { commit, seconds: await untilCode(await checkOut(commit), env) };
  } finally {
    await engine.remove();
  }
}

try {
  const now = await mustRun('git', ['-C', repoDir, 'rev-parse', '--short', 'HEAD']);
  const before = await measure(EARLIER);
  const after = await measure(now);
  console.log('\n== from compose/up to the setup code, without any image');
  for (const { commit, seconds } of [before, after]) console.log(`${commit}: ${Math.round(seconds)} s`);
  const ratio = after.seconds / before.seconds;
  console.log(`ratio: ${ratio.toFixed(2)} (at most ${MOST})`);
  process.exitCode = ratio <= MOST ? 0 : 1;
} finally {
  await cleanUp(await ensureEngine().catch(() => null));
}
