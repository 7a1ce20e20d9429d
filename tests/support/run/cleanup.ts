import { rmSync } from 'node:fs';
import { type Engine, engineApiVersion, unmountUnder } from '../stack/engine.ts';
import { removeProjects } from '../stack/stack.ts';
import { run, sleep } from './exec.ts';
import { leftPids, projectPrefix, runDir, runId } from './run-dir.ts';

/**
 * Ends and removes all that this run made, whatever its tests did or failed to do.
 * @returns what they had left behind
 */
export async function cleanUp(engine: Engine | null): Promise<string[]> {
  const left: string[] = [];
  const isReachable = engine !== null && (await engineApiVersion(engine.host)) !== null;
  if (engine && isReachable) {
    const count = await removeProjects(engine, projectPrefix()).catch(() => 0);
    if (count) left.push(`${count} containers, volumes or networks`);
  }
  if (engine) await engine.remove().catch((error) => left.push(String(error)));
  for (const pid of leftPids()) {
    left.push(`process ${pid}`);
    process.kill(pid, 'SIGTERM');
  }
  for (let tries = 0; tries < 300 && leftPids().length; tries++) await sleep(100);
  for (const pid of leftPids()) process.kill(pid, 'SIGKILL');
  await removeBridges();
  await unmountUnder(runDir());
  rmSync(runDir(), { recursive: true, force: true });
  return left;
}

/** Bridges and packet filter rules of second engines, all named after the run. */
async function removeBridges(): Promise<void> {
  for (const table of ['filter', 'nat']) {
    const rules = (await run('iptables', ['-w', '-t', table, '-S'])).stdout.split('\n');
    for (const rule of rules.filter((line) => line.includes(`--comment wt${runId()}`))) {
      await run('iptables', ['-w', '-t', table, ...rule.replace(/^-A/, '-D').split(' ')]);
    }
  }
  const links = (await run('ip', ['-br', 'link'])).stdout
    .split('\n')
    .map((line) => line.split(/[\s@]/)[0] ?? '');
  for (const link of links.filter((name) => name.startsWith(`wt${runId()}`)))
    await run('ip', ['link', 'del', link]);
}
