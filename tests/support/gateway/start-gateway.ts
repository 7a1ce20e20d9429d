import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFileSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { bundled } from '../panel/bundle.ts';
import { waitFor } from '../run/exec.ts';
import { notePid, runDir } from '../run/run-dir.ts';

export interface Gateway {
  /** Value for `DOCKER_HOST` of the panel's code. */
  host: string;
  socket: string;
  namesSocket: string;
  pid: number;
  /** What it refused and why, a line each, beside what else it said. */
  log(): string;
  stop(): Promise<void>;
}

interface GatewayOptions {
  /** The stack folder, as the engine sees it too. */
  dir: string;
  project: string;
  /** `DOCKER_HOST` of the engine behind it. */
  engineHost: string;
  /** Folder of the socket for names, as cAdvisor's container has it. */
  namesDir: string;
  /** What its container would be made with: host-level variables and images. */
  env: Record<string, string>;
  /** The program as it was built; made of the sources unless told. */
  built?: string;
}

/** What docker-compose.yml gives its Node. */
function nodeOptions(dir: string): string[] {
  const command = /- node\n((?: +- --\S+\n)+) +- gateway\.mjs\n/.exec(
    readFileSync(path.join(dir, 'docker-compose.yml'), 'utf8'),
  );
  if (!command) throw new Error('docker-compose.yml has no command of the gateway.');
  return (command[1] ?? '')
    .trim()
    .split(/\n? +- /)
    .filter(Boolean)
    .map((one) => one.replace(/^- /, ''));
}

/** The gateway to the engine as a process of its own, as its container runs it. */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const { dir, project, engineHost, namesDir, env } = options;
  const name = `gw-${randomBytes(4).toString('hex')}`;
  const entry = "import '@/lib/server/gateway/gateway-entry';";
  const program = options.built ?? (await bundled(name, entry));
  const socket = path.join(runDir('sockets'), `${name}.sock`);
  // The path of a socket may not be long, and that of a volume is.
  const shortDir = path.join(runDir('sockets'), name);
  symlinkSync(namesDir, shortDir);
  const namesSocket = path.join(shortDir, 'engine.sock');
  const child = spawn(process.execPath, [...nodeOptions(dir), program], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env.PATH,
      ...env,
      NODE_ENV: 'production',
      WEIR_PROJECT: project,
      WEIR_STACK_DIR: dir,
      WEIR_STACK_HOST_DIR: dir,
      WEIR_GATEWAY_SOCKET: socket,
      WEIR_GATEWAY_NAMES_SOCKET: namesSocket,
      ...(process.env.WEIR_GATEWAY_CALLS_DIR && {
        WEIR_GATEWAY_CALLS: path.join(process.env.WEIR_GATEWAY_CALLS_DIR, `${name}.json`),
      }),
      DOCKER_HOST: engineHost,
    },
  });
  let log = '';
  const collect = (chunk: Buffer) => {
    log += chunk.toString();
  };
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  const pid = child.pid ?? 0;
  if (pid) notePid(pid);
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null;
  const state = await waitFor('the gateway', () =>
    log.includes('The gateway to the engine is open.') ? 'open' : hasEnded() ? 'ended' : null,
  );
  if (state === 'ended') throw new Error(`The gateway ended: ${log}`);
  return {
    host: `unix://${socket}`,
    socket,
    namesSocket,
    pid,
    log: () => log,
    stop: async () => {
      child.kill('SIGTERM');
      await waitFor('the gateway to end', hasEnded);
      const own = options.built ? [] : [program];
      for (const file of [...own, socket, namesSocket, shortDir]) rmSync(file, { force: true });
    },
  };
}
