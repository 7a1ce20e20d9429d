import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { closeSync, existsSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { mustRun, run, sleep, waitFor } from '../run/exec.ts';
import { isAlive, notePid, runDir, runId } from '../run/run-dir.ts';
import { unpacked } from './debian.ts';

const DEFAULT_HOST = 'unix:///var/run/docker.sock';

export interface Engine {
  /** Value for `DOCKER_HOST`. */
  host: string;
  /** This run started it, and ends it. */
  isOwn: boolean;
  /** Runs the docker CLI against this engine. @throws Error with its output. */
  docker(...args: string[]): Promise<string>;
  /** What a container printed, on both outputs. */
  logs(container: string): Promise<string>;
  /** Ends an own engine as a service manager would (SIGTERM); containers stop with it. Nothing for one that was there. */
  stop(): Promise<void>;
  /** Ends an own engine with SIGKILL, as a crash does: its containers run on until it starts again. */
  kill(): Promise<void>;
  /** Starts an own engine that was stopped, with the same data; nothing for one that runs. */
  start(): Promise<void>;
  /** Removes every trace of an own engine: containers, mounts, bridge, data. */
  remove(): Promise<void>;
}

/** The engine's API version, or null where nothing answers. Waits for 20 s at most. */
export function engineApiVersion(host: string): Promise<string | null> {
  const target = host.startsWith('unix://')
    ? { socketPath: host.slice('unix://'.length) }
    : { host: new URL(host).hostname, port: new URL(host).port };
  return new Promise((resolve) => {
    const request = http.get({ ...target, path: '/_ping', timeout: 20_000 }, (response) => {
      response.resume();
      resolve(response.statusCode === 200 ? String(response.headers['api-version'] ?? '') : null);
    });
    request.on('timeout', () => request.destroy());
    request.on('error', () => resolve(null));
  });
}

function dockerCli(host: string): Pick<Engine, 'docker' | 'logs'> {
  // A new CLI refuses to talk to an old engine unless it is told which API to speak.
  const environment = async () => {
    const version = await engineApiVersion(host);
    return { ...process.env, DOCKER_HOST: host, ...(version ? { DOCKER_API_VERSION: version } : {}) };
  };
  return {
    docker: async (...args) => mustRun('docker', args, { env: await environment(), timeoutMs: 900_000 }),
    logs: async (container) => {
      const { stdout, stderr } = await run('docker', ['logs', container], { env: await environment() });
      return stdout + stderr;
    },
  };
}

/** Where the panel's code is led elsewhere by `DOCKER_HOST`, the tests keep to the engine. */
const engineHost = () => process.env.WEIR_TEST_ENGINE || process.env.DOCKER_HOST || DEFAULT_HOST;

/** The engine that tests use: at `DOCKER_HOST`, else at the default socket. @throws Error when none answers */
export async function ensureEngine(): Promise<Engine> {
  const host = engineHost();
  if ((await engineApiVersion(host)) === null) {
    throw new Error(`No Docker Engine answers at ${host}. tests/run starts one.`);
  }
  const nothing = async () => {};
  return {
    host,
    isOwn: false,
    ...dockerCli(host),
    stop: nothing,
    kill: nothing,
    start: nothing,
    remove: nothing,
  };
}

/** For the run as a whole: the engine that is there, or one that must be removed at the end. */
export async function startOrFindEngine(): Promise<Engine> {
  if ((await engineApiVersion(engineHost())) !== null) return ensureEngine();
  // Where a default bridge is, another engine may be behind it.
  return startEngine({ name: 'engine', hasOwnBridge: existsSync('/sys/class/net/docker0') });
}

/**
 * A further engine beside the run's, with a bridge of its own, for tests that stop an engine.
 * @param release `machine`: the one that is installed; `newest`: that of Debian sid, with this machine's runc
 * @param daemon its daemon.json
 */
export async function startSecondEngine(
  release: 'machine' | 'newest' = 'machine',
  daemon: object = {},
): Promise<Engine> {
  const name = `engine-${Math.random().toString(36).slice(2, 6)}`;
  const root =
    release === 'newest' ? await unpacked('docker', ['docker.io', 'containerd'], { suite: 'sid' }) : null;
  return startEngine({ name, hasOwnBridge: true, root, daemon });
}

interface Net {
  args: string[];
  remove(): Promise<void>;
}

/** A bridge on an address range that no route of this machine uses. */
async function makeBridge(): Promise<Net> {
  const routes = await mustRun('ip', ['route']);
  const n = Array.from({ length: 50 }, (_, i) => 200 + i).find((i) => !routes.includes(`10.${i}.`));
  if (n === undefined) throw new Error('No free 10.x network for a second engine.');
  const name = `wt${runId()}${randomBytes(2).toString('hex')}`;
  await mustRun('ip', ['link', 'add', name, 'type', 'bridge']);
  await mustRun('ip', ['addr', 'add', `10.${n}.0.1/24`, 'dev', name]);
  await mustRun('ip', ['link', 'set', name, 'up']);
  const comment = ['-m', 'comment', '--comment', name];
  const rules = [
    // Another engine's rules drop what is forwarded; traffic that stays on one bridge may pass.
    ['FORWARD', '-m', 'physdev', '--physdev-is-bridged', ...comment, '-j', 'ACCEPT'],
    // The default bridge reaches the outside, as an image build needs.
    ['FORWARD', '-i', name, ...comment, '-j', 'ACCEPT'],
    ['FORWARD', '-o', name, ...comment, '-j', 'ACCEPT'],
    ['POSTROUTING', '-t', 'nat', '-s', `10.${n}.0.0/24`, '!', '-o', name, ...comment, '-j', 'MASQUERADE'],
  ];
  for (const rule of rules) await mustRun('iptables', ['-w', '-I', ...rule]);
  writeFileSync('/proc/sys/net/ipv4/ip_forward', '1');
  return {
    // Two engines would overwrite each other's packet filter rules, so this one makes none. No address pool
    // is given: with one, an engine that starts again removes docker0, which may be another engine's.
    args: [`--bridge=${name}`, '--iptables=false'],
    remove: async () => {
      for (const rule of rules) await run('iptables', ['-w', '-D', ...rule]);
      await run('ip', ['link', 'del', name]);
    },
  };
}

/** The default bridge and packet filter rules that an engine leaves behind when it ends. */
async function defaultBridge(): Promise<Net> {
  const hadBridge = existsSync('/sys/class/net/docker0');
  const hadForwardAccept = (await run('iptables', ['-w', '-S', 'FORWARD'])).stdout.includes(
    '-P FORWARD ACCEPT',
  );
  return {
    args: [],
    remove: async () => {
      if (hadBridge) return;
      await run('ip', ['link', 'del', 'docker0']);
      const rules = (await run('iptables-save', [])).stdout;
      const kept = rules.split('\n').filter((line) => !/docker/i.test(line));
      await run('iptables-restore', ['-w'], { input: `${kept.join('\n')}\n` });
      if (hadForwardAccept) await run('iptables', ['-w', '-P', 'FORWARD', 'ACCEPT']);
    },
  };
}

async function startEngine(options: {
  name: string;
  hasOwnBridge?: boolean;
  /** Where its programs are unpacked; null: on the path. */
  root?: string | null;
  daemon?: object;
}): Promise<Engine> {
  const dir = runDir(options.name);
  const host = `unix://${path.join(dir, 'docker.sock')}`;
  const cli = dockerCli(host);
  const network = options.hasOwnBridge ? await makeBridge() : await defaultBridge();
  writeFileSync(path.join(dir, 'daemon.json'), JSON.stringify(options.daemon ?? {}));
  const args = [
    `--config-file=${path.join(dir, 'daemon.json')}`,
    `--data-root=${path.join(dir, 'data')}`,
    `--exec-root=${path.join(dir, 'exec')}`,
    `--pidfile=${path.join(dir, 'docker.pid')}`,
    `--host=${host}`,
    // Only matter where the machine's own containerd is used; then they keep the two engines apart.
    `--containerd-namespace=${path.basename(dir)}`,
    `--containerd-plugins-namespace=${path.basename(dir)}-plugins`,
    ...network.args,
  ];
  let pid = 0;

  const spawnDaemon = () => {
    const log = openSync(path.join(dir, 'dockerd.log'), 'a');
    // Debian keeps dockerd in sbin, which is not on every root's path.
    const own = options.root ? `${options.root}/usr/sbin:${options.root}/usr/bin:` : '';
    const env = { ...process.env, PATH: `${own}${process.env.PATH}:/usr/sbin:/sbin` };
    const child = spawn(options.root ? `${options.root}/usr/sbin/dockerd` : 'dockerd', args, {
      detached: true,
      stdio: ['ignore', log, log],
      env,
    });
    closeSync(log);
    child.on('error', () => {});
    child.unref();
    if (child.pid === undefined) throw new Error('dockerd is not installed. tests/run installs it.');
    pid = child.pid;
    notePid(pid);
  };

  const start = async () => {
    if (pid && isAlive(pid)) return;
    spawnDaemon();
    const answers = async () => {
      if (isAlive(pid)) return (await engineApiVersion(host)) !== null;
      const log = readFileSync(path.join(dir, 'dockerd.log'), 'utf8').slice(-2000);
      // What a crash left may be in the way of the next start; a service manager tries again.
      spawnDaemon();
      throw new Error(`dockerd ended:\n${log}`);
    };
    await waitFor('the Docker Engine', answers, { timeoutMs: 90_000, everyMs: 1000 });
  };

  const stop = async () => {
    if (!pid || !isAlive(pid)) return;
    process.kill(pid, 'SIGTERM');
    for (let tries = 0; tries < 300 && isAlive(pid); tries++) await sleep(100);
    if (isAlive(pid)) process.kill(pid, 'SIGKILL');
  };

  const kill = async () => {
    if (pid && isAlive(pid)) process.kill(pid, 'SIGKILL');
    await waitFor('the end of the engine', () => !isAlive(pid));
  };

  const remove = async () => {
    if (isAlive(pid)) {
      const ids = await cli.docker('ps', '-aq').catch(() => '');
      if (ids) await cli.docker('rm', '-f', ...ids.split('\n')).catch(() => '');
      // Else their bridges stay on the machine, and take addresses from the next engine.
      await cli.docker('network', 'prune', '-f').catch(() => '');
    }
    await stop();
    await unmountUnder(dir);
    await network.remove();
    rmSync(dir, { recursive: true, force: true });
  };

  await start();
  return { host, isOwn: true, ...cli, stop, kill, start, remove };
}

/** Unmounts what an engine that did not end cleanly left mounted, deepest first. */
export async function unmountUnder(dir: string): Promise<void> {
  const points = readFileSync('/proc/mounts', 'utf8')
    .split('\n')
    .map((line) => line.split(' ')[1] ?? '')
    .filter((point) => point.startsWith(`${dir}/`));
  for (const point of points.reverse()) await run('umount', ['-l', point]);
}
