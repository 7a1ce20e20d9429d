import { cpSync, existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { type RunResult, run } from '../run/exec.ts';
import { freePort } from '../run/ports.ts';
import { projectPrefix, runDir } from '../run/run-dir.ts';
import { type Engine, ensureEngine } from './engine.ts';
import { localImages } from './images.ts';
import { PORT_NAMES, type PortName, removeProjects, repoDir } from './stack.ts';

const LEAVE_OUT = new Set(['.git', '.next', 'node_modules', 'test-results', 'playwright-report']);
const LIVE = ['.env', 'config', '.weir', 'backups', 'release.json'].map((name) =>
  path.join(repoDir, 'compose', name),
);
/** Building the panel's image on a machine that is busy. */
export const BUILD_MS = 900_000;

/** A fresh copy of the repository, as somebody has it who just got it. */
export interface Clone {
  dir: string;
  project: string;
  engine: Engine;
  /** What its commands are called with: an own project, free ports, the tests' engine. */
  env: Record<PortName | 'WEIR_PROJECT' | 'DOCKER_HOST', string>;
  /** Runs `compose/<name>`. */
  command(name: string, args?: string[], extra?: Record<string, string>): Promise<RunResult>;
  /** `compose/up` for the first time. Copies of the same sources share the panel's image, so one builds it and others wait. */
  first(extra?: Record<string, string>): Promise<RunResult>;
  /** Path of a file in its compose folder. */
  file(name: string): string;
  /** Ends and removes everything, the panel's image too. */
  remove(): Promise<void>;
}

export async function cloneRepository(name: string): Promise<Clone> {
  const engine = await ensureEngine();
  const project = `${projectPrefix()}-${name}`;
  const dir = runDir('clones', name);
  cpSync(repoDir, dir, {
    recursive: true,
    filter: (from) => !LIVE.includes(from) && !LEAVE_OUT.has(path.relative(repoDir, from)),
  });
  const ports = await Promise.all(PORT_NAMES.map(async (port) => [port, String(await freePort())] as const));
  const { YACE_IMAGE, STACKDRIVER_IMAGE, CADVISOR_IMAGE } = await localImages(engine);
  const env = {
    // What a source needs is here already: each copy would build it for minutes when the source is switched on.
    ...{ YACE_IMAGE, STACKDRIVER_IMAGE, CADVISOR_IMAGE },
    ...(Object.fromEntries(ports) as Record<PortName, string>),
    WEIR_PROJECT: project,
    DOCKER_HOST: engine.host,
  };
  const file = (relative: string) => path.join(dir, 'compose', relative);
  const start = (command: string, args: string[], extra: Record<string, string> = {}) =>
    run(command, args, {
      env: { ...process.env, ...env, ...extra } as NodeJS.ProcessEnv,
      timeoutMs: BUILD_MS,
    });
  return {
    dir,
    project,
    engine,
    env,
    file,
    command: (script, args = [], extra) => start(file(script), args, extra),
    first: (extra) => start('flock', [path.join(runDir('clones'), 'first'), file('up')], extra),
    remove: async () => {
      const image =
        existsSync(file('.env')) && readFileSync(file('.env'), 'utf8').match(/^WEIR_IMAGE=(.+)$/m)?.[1];
      await removeProjects(engine, project);
      // Named after the sources, so one more with each change; the stack's own images stay for the next run.
      if (image) await engine.docker('image', 'rm', image).catch(() => '');
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
