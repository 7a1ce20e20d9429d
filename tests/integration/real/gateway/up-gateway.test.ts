import { afterAll, beforeAll, expect, test } from 'vitest';
import { upGateway } from '@/lib/server/cli/up-gateway';
import { type ComposeModel, parseCompose } from '@/lib/server/compose/reader/spec';
import { localImages } from '../../../support/stack/images';
import { type TempStack, tempStack } from '../../../support/stack/stack';

/** A gateway that is a shell, so that it does what a test asks for. */
const FILE = `
services:
  gateway:
    image: \${VMAGENT_IMAGE}
    entrypoint: [/bin/sh, -c]
    command: ['\${SCRIPT}']
    network_mode: none
    restart: always
    stop_grace_period: 1s
`;

let stack: TempStack;
let image: string;

function model(SCRIPT: string): ComposeModel {
  const variables = { VMAGENT_IMAGE: image, SCRIPT };
  return parseCompose(FILE, variables, { project: stack.project, projectDir: stack.dir });
}

const docker = (...args: string[]) => stack.engine.docker(...args);
const idOf = async () => (await stack.containerId('gateway')) ?? '';
const all = () =>
  docker('ps', '-a', '--format', '{{.Names}} {{.State}}', '--filter', `name=${stack.project}-gateway`);

beforeAll(async () => {
  // The host asks the engine itself.
  stack = await tempStack({ name: 'up-gateway', gateway: null });
  Object.assign(process.env, stack.env, { WEIR_LOG_LEVEL: 'silent' });
  image = (await localImages(stack.engine)).VMAGENT_IMAGE ?? '';
});
afterAll(() => stack?.remove());

test('the gateway is made, and left alone where nothing changed', async () => {
  await upGateway(model('sleep 600'));
  const id = await idOf();
  await upGateway(model('sleep 600'));
  expect(await idOf()).toBe(id);
  expect(await all()).toBe(`${stack.project}-gateway-1 running`);
});

test('an earlier one comes back where the new one does not start', async () => {
  const before = await idOf();
  await expect(upGateway(model('exit 3'))).rejects.toMatchObject({ code: 'service-unhealthy' });
  expect(await idOf()).toBe(before);
  expect(await all()).toBe(`${stack.project}-gateway-1 running`);
});

test('a newer one takes its place', async () => {
  const before = await idOf();
  await upGateway(model('sleep 601'));
  expect(await idOf()).not.toBe(before);
  expect(await all()).toBe(`${stack.project}-gateway-1 running`);
});

test('what a replacement that was cut short has left is put in order', async () => {
  const old = await idOf();
  const labels = [`project=${stack.project}`, 'service=gateway', 'oneoff=False', 'container-number=1'];
  const asCompose = labels.flatMap((label) => ['--label', `com.docker.compose.${label}`]);
  await docker('create', '--name', `${old.slice(0, 12)}_${stack.project}-gateway-1`, ...asCompose, image);
  await upGateway(model('sleep 601'));
  expect(await idOf()).toBe(old);
  expect(await all()).toBe(`${stack.project}-gateway-1 running`);
});
