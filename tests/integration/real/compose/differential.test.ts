import { generateKeyPairSync } from 'node:crypto';
import { parseEnv } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ServiceName } from '@/lib/schemas/snapshot';
import { serviceHash } from '@/lib/server/compose/hash/config-hash';
import { type ComposeModel, parseCompose } from '@/lib/server/compose/reader/spec';
import { upServices } from '@/lib/server/compose/up';
import { hasImage } from '@/lib/server/docker/images/pull';
import { mustRun, waitFor } from '../../../support/run/exec';
import { composeBinary } from '../../../support/stack/debian';
import { engineApiVersion } from '../../../support/stack/engine';
import { comparable, inEffect } from '../../../support/stack/inspect';
import { type TempStack, tempStack } from '../../../support/stack/stack';

const TOKEN = 'not-a-token-pecial';

/** A key as Google makes them, for an account that does not exist. */
function serviceAccountKey(): string {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return JSON.stringify({
    type: 'service_account',
    project_id: 'example-project',
    private_key_id: '0',
    private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }),
    client_email: 'weir@example-project.iam.gserviceaccount.com',
    token_uri: 'http://127.0.0.1:9/token',
  });
}

let stack: TempStack;
let model: ComposeModel;
let services: ServiceName[];

function readModel(): ComposeModel {
  const env = parseEnv(stack.read('.env')) as Record<string, string>;
  return parseCompose(stack.read('docker-compose.yml'), env, {
    project: stack.project,
    projectDir: stack.dir,
  });
}

/** Stands in for the panel's image. */
const standIn = () => `${stack.project}-panel-stand-in`;

beforeAll(async () => {
  const env = {
    COMPOSE_PROFILES: 'aws,gcp,system,containers,local',
    REMOTE_WRITE_TOKEN: `'${TOKEN}'`,
    AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'example',
    GCP_PROJECT_ID: 'example-project',
  };
  // The panel's container is made here too, as compose/up makes it: not through the gateway.
  stack = await tempStack({ name: 'diff', env, gateway: null });
  // A name of its own: other tests build the panel's image and remove it again.
  const nodeExporter = readModel().services.get('node-exporter')?.image ?? '';
  await stack.engine.docker('image', 'tag', nodeExporter, standIn());
  stack.setEnv({ WEIR_IMAGE: standIn() });
  stack.write('config/gcp/key.json', serviceAccountKey(), 0o600);
  Object.assign(process.env, stack.env);
  model = readModel();
  services = [];
  for (const [name, service] of model.services) {
    // The gateway is the host's to make (weirctl up-panel).
    if (name !== 'gateway' && (await hasImage(service.image ?? ''))) services.push(name as ServiceName);
  }
});

afterAll(async () => {
  await stack?.engine.docker('image', 'rm', '-f', standIn()).catch(() => undefined);
  await stack?.remove();
});

async function compose(suite: string, ...args: string[]): Promise<string> {
  const env = {
    PATH: process.env.PATH,
    HOME: process.env.HOME,
    DOCKER_HOST: stack.engine.host,
    DOCKER_API_VERSION: (await engineApiVersion(stack.engine.host)) ?? '',
  };
  const options = { env: env as unknown as NodeJS.ProcessEnv, timeoutMs: 300_000 };
  return mustRun(await composeBinary(suite), ['--project-directory', stack.dir, ...args], options);
}

/** A busy engine lets go of a network some time after its containers. */
const down = (suite: string) =>
  waitFor('everything removed', () => compose(suite, '--profile', '*', 'down', '-v').then(() => true), {
    everyMs: 1000,
  });

async function ids(): Promise<Record<string, string | null>> {
  return Object.fromEntries(
    await Promise.all(services.map(async (name) => [name, await stack.containerId(name)])),
  );
}

/** Debian 13's Compose asks for volumes and rights in a longer form, of which the engine makes the same. */
async function inspected(suite: string): Promise<Record<string, unknown>> {
  const seen = suite === 'trixie' ? inEffect : comparable;
  return Object.fromEntries(
    await Promise.all(services.map(async (name) => [name, seen(await stack.inspect(name))])),
  );
}

/** The hash labels that Compose gave the network and the volumes; releases before 2.30 give none. */
async function resourceHashes(): Promise<Record<string, string>> {
  const format = '{{index .Labels "com.docker.compose.config-hash"}}';
  const names = [...model.networks.values(), ...model.volumes.values()].map(({ name }) => name);
  const hashes = await Promise.all(
    names.map((name) =>
      stack.engine.docker(
        name.endsWith('_monitoring') ? 'network' : 'volume',
        'inspect',
        '--format',
        format,
        name,
      ),
    ),
  );
  return Object.fromEntries(names.map((name, index) => [name, hashes[index] ?? '']));
}

async function secretOf(service: string): Promise<string> {
  const id = (await stack.containerId(service)) ?? '';
  return stack.engine.docker('exec', id, 'cat', '/run/secrets/remote_write_token');
}

test('finds images for the services that every stack has', () => {
  expect(services).toEqual(expect.arrayContaining(['vmagent', 'node-exporter', 'victoria-metrics', 'weir']));
});

describe.each(['trixie', 'sid'])('docker compose of Debian %s', (suite) => {
  beforeAll(async () => {
    stack.setEnv({ WEIR_COMPOSE_VERSION: await compose(suite, 'version', '--short') });
    model = readModel();
  });

  test('hashes every service as we do', async () => {
    const printed = await compose(suite, '--profile', '*', 'config', '--hash', '*');
    const theirs = Object.fromEntries(printed.split('\n').map((line) => line.split(' ') as [string, string]));
    const ours = [...model.services].map(([name, service]) => [
      name,
      serviceHash(service, model.composeVersion),
    ]);
    expect(Object.fromEntries(ours)).toEqual(theirs);
  });

  test('its containers are adopted, and ours are the same and adopted by it', async () => {
    await compose(suite, 'up', '-d', ...services);
    const theirIds = await ids();
    const theirs = await inspected(suite);
    const theirSecret = await secretOf('vmagent');
    const theirHashes = await resourceHashes();

    const adopted = await upServices(model, services);
    expect(adopted).toEqual({ created: [], recreated: [], kept: expect.arrayContaining(services) });
    expect(await ids()).toEqual(theirIds);

    await down(suite);
    const made = await upServices(model, services);
    expect(made.created.sort()).toEqual([...services].sort());
    const ourIds = await ids();
    expect(await inspected(suite)).toEqual(theirs);
    if (suite !== 'trixie') expect(await resourceHashes()).toEqual(theirHashes);
    expect(await secretOf('vmagent')).toEqual(theirSecret);
    expect(theirSecret).toBe(TOKEN);

    await compose(suite, 'up', '-d', ...services);
    expect(await ids()).toEqual(ourIds);
    await down(suite);
  });
});
