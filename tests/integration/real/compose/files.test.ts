import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { run, waitFor } from '../../../support/run/exec';
import { queryVictoria } from '../../../support/stack/destination';
import { type TempStack, tempStack } from '../../../support/stack/stack';

interface Service {
  network_mode?: string;
  read_only?: boolean;
  volumes?: { source?: string }[];
  ports?: { host_ip?: string; published: string }[];
  logging?: { options?: Record<string, string> };
  cap_drop?: string[];
  privileged?: boolean;
  security_opt?: string[];
  mem_limit?: string;
  pids_limit?: number;
  healthcheck?: { test: string[] };
}

const PROFILES = 'aws,gcp,system,containers,local';
let stack: TempStack;
let services: Record<string, Service>;

/** Everything that a program of one of the stack's images says about the configuration as it ships. */
async function judge(variable: string, folder: string, target: string, ...args: string[]) {
  const image = stack.read('.env').match(new RegExp(`^${variable}=(.+)$`, 'm'))?.[1] ?? '';
  const mount = `type=bind,source=${path.join(stack.dir, folder)},target=${target},readonly`;
  const command = ['run', '--rm', '--network', 'none', '--mount', mount, image, ...args];
  const env = { ...process.env, DOCKER_HOST: stack.engine.host };
  const { code, stdout, stderr } = await run('docker', command, { env });
  return { code, said: `${stdout}${stderr}` };
}

beforeAll(async () => {
  stack = await tempStack({ name: 'files', env: { COMPOSE_PROFILES: PROFILES } });
  services = JSON.parse(await stack.compose('config', '--format', 'json')).services;
});

afterAll(() => stack?.remove());

describe('docker-compose.yml', () => {
  test('Compose accepts the file and knows eight services', () => {
    expect(Object.keys(services).sort()).toEqual([
      'cadvisor',
      'gateway',
      'node-exporter',
      'stackdriver-exporter',
      'victoria-metrics',
      'vmagent',
      'weir',
      'yace',
    ]);
  });

  test('only the panel is published beyond this machine', () => {
    const open = Object.entries(services).flatMap(([name, { ports = [] }]) =>
      ports.filter((port) => port.host_ip !== '127.0.0.1').map(() => name),
    );
    expect(open).toEqual(['weir']);
  });

  test('the gateway alone has the Docker socket, and no network', () => {
    const socket = stack.engine.host.replace('unix://', '');
    const holders = Object.entries(services).filter(([, { volumes = [] }]) =>
      volumes.some(({ source }) => source === socket),
    );
    expect(holders.map(([name]) => name)).toEqual(['gateway']);
    expect(services.gateway).toMatchObject({ network_mode: 'none', read_only: true });
  });

  test.each([
    ['caps its logs', ({ logging }: Service) => logging?.options?.['max-size'] !== undefined],
    ['drops every capability', ({ cap_drop }: Service) => cap_drop?.includes('ALL')],
    ['gains no privileges', (one: Service) => one.security_opt?.includes('no-new-privileges:true')],
    ['is not privileged', ({ privileged }: Service) => !privileged],
    ['has a memory limit', ({ mem_limit }: Service) => Number(mem_limit) > 0],
    ['has a limit of processes', ({ pids_limit }: Service) => Number(pids_limit) > 0],
    [
      'is checked at an address that costs nothing',
      ({ healthcheck }: Service) =>
        !healthcheck || !/metrics|localhost|0\.0\.0\.0/.test(healthcheck.test.join(' ')),
    ],
  ])('every service %s', (_, holds) => {
    expect(Object.keys(services).filter((name) => !holds(services[name] as Service))).toEqual([]);
  });
});

test('every image is pinned, and can be replaced through .env', () => {
  const images = stack.read('docker-compose.yml').match(/(?<=^ +image: ).*/gm) ?? [];
  expect(images).toHaveLength(8);
  expect(
    images.filter(
      (image) => !/^\$\{[A-Z_]+_IMAGE:-\S+:v?\d+\.\d+\.\d+(@sha256:[0-9a-f]{64})?\}$/.test(image),
    ),
  ).toEqual([]);
});

describe('the configuration as it ships', () => {
  test('YACE finds nothing to warn of', async () => {
    const args = ['verify-config', '-config.file=/etc/yace/config.yml'];
    const { code, said } = await judge('YACE_IMAGE', 'config/yace', '/etc/yace', ...args);
    expect(said).toContain('Config file is valid');
    expect(said).not.toMatch(/WARN|ERROR/);
    expect(code).toBe(0);
  });

  test('vmagent accepts the scrape configuration', async () => {
    const args = ['-dryRun', '-promscrape.config=/etc/vmagent/prometheus.yml'];
    const { code, said } = await judge('VMAGENT_IMAGE', 'config/vmagent', '/etc/vmagent', ...args);
    expect(said).toContain('all the configs are ok');
    expect(said).not.toMatch(/skipping|\t(warn|error)\t/);
    expect(code).toBe(0);
  });
});

test('by hand, without the panel: samples of this machine arrive in the database', async () => {
  stack.setEnv({ COMPOSE_PROFILES: 'system,local' });
  await stack.compose('up', '-d', 'vmagent', 'node-exporter', 'victoria-metrics');
  const database = `http://127.0.0.1:${stack.ports.VICTORIA_METRICS_PORT}`;
  const query = async (promql: string) => (await queryVictoria(database, promql))[0]?.value ?? 0;
  const up = 'count(up{job="node-exporter",cluster!=""} == 1)';
  await waitFor('up{job="node-exporter"}', async () => (await query(up)) === 1, { timeoutMs: 90_000 });
  await waitFor('300 series', async () => (await query('count({__name__!=""})')) >= 300, {
    timeoutMs: 60_000,
  });
  const states = await stack.compose('ps', '--format', '{{.Service}} {{.State}}');
  expect(states.split('\n').sort()).toEqual([
    'node-exporter running',
    'victoria-metrics running',
    'vmagent running',
  ]);
});
