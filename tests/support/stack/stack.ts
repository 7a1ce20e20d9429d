import { randomBytes } from 'node:crypto';
import { chmodSync, cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Gateway, startGateway } from '../gateway/start-gateway.ts';
import { mustRun, waitFor } from '../run/exec.ts';
import { freePort } from '../run/ports.ts';
import { projectPrefix, runDir } from '../run/run-dir.ts';
import { type Engine, ensureEngine } from './engine.ts';
import { localImages } from './images.ts';

export const repoDir = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../..');

export const PORT_NAMES = [
  'WEIR_PORT',
  'VMAGENT_PORT',
  'YACE_PORT',
  'STACKDRIVER_PORT',
  'CADVISOR_PORT',
  'VICTORIA_METRICS_PORT',
  'NODE_EXPORTER_PORT',
] as const;
export type PortName = (typeof PORT_NAMES)[number];

export interface TempStack {
  /** A copy of `compose/` with an own project name, free ports and local images. */
  dir: string;
  stateDir: string;
  project: string;
  ports: Record<PortName, number>;
  engine: Engine;
  /** What the panel's code asks in the place of the engine; null: it asks the engine itself. */
  gateway: Gateway | null;
  /** Environment that points the panel's server modules, or a whole panel, at this stack. */
  env: Record<string, string>;
  /** Reads a file of the stack folder. */
  read(file: string): string;
  write(file: string, text: string, mode?: number): void;
  /** Sets variables in the stack's `.env`. */
  setEnv(changes: Record<string, string>): void;
  /** The real `docker compose` on this stack. @throws Error with its output. */
  compose(...args: string[]): Promise<string>;
  /** Full id of the service's container, or null. */
  containerId(service: string): Promise<string | null>;
  inspect(service: string): Promise<Record<string, unknown>>;
  /** Ends and removes everything of this stack. */
  remove(): Promise<void>;
}

export interface StackOptions {
  /** Part of the project's name; says whose stack it is when one is left over. */
  name?: string;
  /** Written to `.env` after the defaults. */
  env?: Record<string, string>;
  engine?: Engine;
  /** Leave `.env` and `config/` out, as in a fresh clone. */
  isBare?: boolean;
  /**
   * Scrapes every 5 s and tries a destination again every second, where a test is about neither: it would wait most
   * of its time for the next minute.
   */
  isQuick?: boolean;
  /**
   * Images that the owner chose, by their variables: the panel's code reaches the engine through a gateway, as in its
   * container, whose environment has them. Tests have the engine itself; with null the panel's code has it, too.
   */
  gateway?: Record<string, string> | null;
  /** The gateway's program as it was built, where it is measured; made of the sources unless told. */
  builtGateway?: string;
}

/** The text with `changes` set: existing assignments are replaced, others added at the end. */
function withEnv(text: string, changes: Record<string, string>): string {
  let result = text;
  for (const [name, value] of Object.entries(changes)) {
    const line = new RegExp(`^#? ?${name}=.*$`, 'm');
    const assignment = `${name}=${value}`;
    result = line.test(result) ? result.replace(line, () => assignment) : `${result}\n${assignment}\n`;
  }
  return result;
}

function makeQuick(dir: string): void {
  const edit = (file: string, from: RegExp, to: string) => {
    const text = readFileSync(path.join(dir, file), 'utf8');
    if (!from.test(text)) throw new Error(`${file} has no ${from}.`);
    writeFileSync(path.join(dir, file), text.replace(from, to));
  };
  for (const job of ['vmagent', 'node-exporter'])
    edit(
      'config/vmagent/prometheus.yml',
      new RegExp(`(job_name: ${job}\\n +scrape_interval: )\\d+s`),
      '$15s',
    );
  const flag = '      - -remoteWrite.queues=1\n';
  edit('docker-compose.yml', new RegExp(flag), `${flag}      - -remoteWrite.retryMaxInterval=1s\n`);
}

/** The address of the default bridge: how containers and this machine both reach a port of this machine. */
export async function bridgeAddress(engine: Engine): Promise<string> {
  const format = '{{index .Options "com.docker.network.bridge.name"}}';
  const bridge = await engine.docker('network', 'inspect', 'bridge', '--format', format);
  const shown = await mustRun('ip', ['-4', '-o', 'addr', 'show', 'dev', bridge]);
  const address = shown.match(/inet ([\d.]+)/)?.[1];
  if (!address) throw new Error(`The engine's bridge ${bridge} has no address.`);
  return address;
}

/** The folder as it ships, without what a pipeline that runs in it has made. */
export function copyCompose(into: string): void {
  const source = path.join(repoDir, 'compose');
  const live = ['.env', 'config', '.weir', 'backups'].map((name) => path.join(source, name));
  cpSync(source, into, { recursive: true, filter: (from) => !live.includes(from) });
}

/** The volume in which cAdvisor's container finds the socket of the gateway. @returns its folder */
async function namesVolume(engine: Engine, project: string): Promise<string> {
  const name = `${project}_gateway-names`;
  const labels = [`project=${project}`, 'volume=gateway-names'];
  const args = labels.flatMap((label) => ['--label', `com.docker.compose.${label}`]);
  await engine.docker('volume', 'create', ...args, name);
  return engine.docker('volume', 'inspect', '--format', '{{.Mountpoint}}', name);
}

/** A stack of its own in a temp folder. Nothing is started yet. */
export async function tempStack(options: StackOptions = {}): Promise<TempStack> {
  const engine = options.engine ?? (await ensureEngine());
  const unique = randomBytes(2).toString('hex');
  const project = `${projectPrefix()}-${options.name ?? 'stack'}-${unique}`;
  const dir = runDir('stacks', `${project}/compose`);
  copyCompose(dir);

  const numbers = await Promise.all(PORT_NAMES.map(async (name) => [name, await freePort()] as const));
  const ports = Object.fromEntries(numbers) as Record<PortName, number>;
  const { VMAUTH_IMAGE: _vmauth, NODE_IMAGE: _node, ...stackImages } = await localImages(engine);
  const settings: Record<string, string> = {
    WEIR_PROJECT: project,
    ...Object.fromEntries(numbers.map(([name, port]) => [name, String(port)])),
    NODE_EXPORTER_LISTEN_IP: await bridgeAddress(engine),
    DOCKER_SOCKET: engine.host.replace(/^unix:\/\//, ''),
    WEIR_UID: String(process.getuid?.() ?? 0),
    WEIR_GID: String(process.getgid?.() ?? 0),
    ...stackImages,
    ...options.env,
  };
  const envPath = path.join(dir, '.env');
  if (!options.isBare) {
    cpSync(path.join(dir, 'config.example'), path.join(dir, 'config'), { recursive: true });
    // As compose/up lays it out.
    symlinkSync('config/.env', envPath);
    writeFileSync(envPath, withEnv(readFileSync(path.join(dir, '.env.example'), 'utf8'), settings));
    chmodSync(envPath, 0o600);
    mkdirSync(path.join(dir, '.weir'), { mode: 0o700 });
    // The panel of a test runs on this machine, where vmagent knows no `weir`.
    writeFileSync(path.join(dir, 'config/vmagent/targets/weir.yml'), '[]\n');
  }
  if (options.isQuick) makeQuick(dir);
  const { gateway: chosen = {} } = options;
  const gateway =
    chosen === null
      ? null
      : await startGateway({
          dir,
          project,
          engineHost: engine.host,
          namesDir: await namesVolume(engine, project),
          env: { ...settings, ...chosen },
          ...(options.builtGateway !== undefined && { built: options.builtGateway }),
        });
  const stateDir = path.join(dir, '.weir');

  const ids = async (...filter: string[]) => {
    const label = `label=com.docker.compose.project=${project}`;
    const out = await engine.docker('ps', '-aq', '--no-trunc', '--filter', label, ...filter);
    return out.split('\n').filter(Boolean);
  };
  const stack: TempStack = {
    dir,
    stateDir,
    project,
    ports,
    engine,
    gateway,
    env: {
      WEIR_PROJECT: project,
      WEIR_STACK_DIR: dir,
      WEIR_STATE_DIR: stateDir,
      WEIR_PORT: String(ports.WEIR_PORT),
      WEIR_VMAGENT_URL: `http://127.0.0.1:${ports.VMAGENT_PORT}`,
      WEIR_YACE_URL: `http://127.0.0.1:${ports.YACE_PORT}`,
      WEIR_VICTORIA_METRICS_URL: `http://127.0.0.1:${ports.VICTORIA_METRICS_PORT}`,
      DOCKER_HOST: gateway?.host ?? engine.host,
      WEIR_TEST_ENGINE: engine.host,
    },
    read: (file) => readFileSync(path.join(dir, file), 'utf8'),
    write: (file, text, mode = 0o644) => {
      writeFileSync(path.join(dir, file), text);
      chmodSync(path.join(dir, file), mode);
    },
    setEnv: (changes) => writeFileSync(envPath, withEnv(readFileSync(envPath, 'utf8'), changes)),
    compose: (...args) => engine.docker('compose', '--project-directory', dir, ...args),
    containerId: async (service) =>
      (await ids('--filter', `label=com.docker.compose.service=${service}`))[0] ?? null,
    inspect: async (service) => {
      const id = await stack.containerId(service);
      if (!id) throw new Error(`${project} has no container for ${service}.`);
      return JSON.parse(await engine.docker('inspect', id))[0];
    },
    remove: async () => {
      await gateway?.stop();
      // An own engine is removed with all that it has.
      if (!engine.isOwn) await removeProjects(engine, project);
      rmSync(path.dirname(dir), { recursive: true, force: true });
    },
  };
  return stack;
}

/**
 * Removes containers, volumes and networks of the Compose project `prefix` and of all whose names begin with it and a dash.
 * Says how many.
 */
export async function removeProjects(engine: Engine, prefix: string): Promise<number> {
  const kinds = [
    { list: ['ps', '-a'], id: '{{.ID}}', remove: ['rm', '-f', '-v'] },
    { list: ['volume', 'ls'], id: '{{.Name}}', remove: ['volume', 'rm', '-f'] },
    { list: ['network', 'ls'], id: '{{.ID}}', remove: ['network', 'rm'] },
  ];
  let count = 0;
  for (const kind of kinds) {
    const label = '{{.Label "com.docker.compose.project"}}';
    const lines = (await engine.docker(...kind.list, '--format', `${kind.id} ${label}`)).split('\n');
    const found = lines
      .map((line) => line.split(' '))
      .filter(([, name]) => name === prefix || name?.startsWith(`${prefix}-`));
    for (const [id] of found) {
      if (!id) continue;
      // A busy engine lets go of a network some time after its containers.
      const remove = () => engine.docker(...kind.remove, id).then(() => true);
      await waitFor(`${id} to be removed`, remove, { everyMs: 1000 });
      count++;
    }
  }
  return count;
}
