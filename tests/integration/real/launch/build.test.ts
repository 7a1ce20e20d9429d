import { rmSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startServiceAction } from '@/lib/server/containers/service-actions';
import { readSourceImages } from '@/lib/server/images/source-images';
import { startPipeline } from '@/lib/server/setup/pipeline-start';
import { followTask } from '@/lib/server/tasks/follow';
import { onTask } from '@/lib/server/tasks/tasks';
import { forgetProcessState } from '../../../support/panel/route-call';
import { waitFor } from '../../../support/run/exec';
import { applyConfig } from '../../../support/stack/apply-config';
import { type Engine, ensureEngine, startSecondEngine } from '../../../support/stack/engine';
import { builderImage, copyImage, localImages } from '../../../support/stack/images';
import { type TempStack, tempStack } from '../../../support/stack/stack';

/** Made in a moment where cAdvisor takes minutes: the panel's part is the same. It names more containers than run. */
const QUICK_RECIPE = `ARG BUILDER_IMAGE=none
FROM \${BUILDER_IMAGE}
LABEL weir.build=by-hand
RUN echo "== 1/2 Getting the fake" && sleep SECONDS
RUN echo "== 2/2 Naming the fake" && echo 0.0.1-fake > /etc/image-version
ENTRYPOINT ["node", "-e", "require('node:http').createServer((_, res) => res.end([...Array(99)].map((_, n) => 'container_last_seen{name=\\"fake-' + n + '\\"} 1\\\\n').join(''))).listen(8080)", "--"]
`;
const WEIR_YAML = `destination: { kind: local }
sources:
  pi: { enabled: true }
  containers: { enabled: true }
  aws: { enabled: false }
  gcp: { enabled: false }
labels: { cluster: attic }
`;

let engine: Engine;
let stack: TempStack;

// An engine of its own: on that of the run cAdvisor's image is there.
beforeAll(async () => {
  engine = await startSecondEngine();
  const first = await ensureEngine();
  const { VMAGENT_IMAGE, VICTORIA_METRICS_IMAGE, NODE_EXPORTER_IMAGE } = await localImages(first);
  const needed = [VMAGENT_IMAGE, VICTORIA_METRICS_IMAGE, NODE_EXPORTER_IMAGE, await builderImage(first)];
  for (const image of needed) await copyImage(image ?? '', first, engine);
  stack = await tempStack({
    name: 'launch-build',
    engine,
    isQuick: true,
    env: { CADVISOR_IMAGE: '' },
  });
  Object.assign(process.env, stack.env, { WEIR_LOG_LEVEL: 'silent' });
  forgetProcessState();
});
afterAll(async () => {
  await stack?.remove();
  await engine?.remove();
});

const recipe = (seconds: number) =>
  stack.write('images/cadvisor/Dockerfile', QUICK_RECIPE.replace('SECONDS', String(seconds)));
const supplyOfContainers = async () =>
  (await readSourceImages()).sources.find(({ source }) => source === 'containers');

const weirctl = () => applyConfig(stack, WEIR_YAML);

test('a panel that is killed while it builds leaves every file as it was, and nothing on the engine', async () => {
  recipe(600);
  const before = stack.read('.env');
  const { child, end } = await weirctl();
  const isBuilding = async () =>
    (await engine.docker('ps', '--no-trunc', '--format', '{{.Command}}')).includes('sleep');
  await waitFor('the build', isBuilding, { timeoutMs: 120_000 });
  child.kill('SIGKILL');
  await end();
  expect(stack.read('.env')).toBe(before);
  expect(() => stack.read('.weir/apply.json')).toThrow();
  await waitFor('an engine without a trace', async () => (await engine.docker('ps', '-aq')) === '', {
    timeoutMs: 60_000,
  });
});

test('weirctl tells what is wrong in the file from what is wrong with the machine by its exit code', async () => {
  const before = stack.read('.env');
  const wrong = await (await applyConfig(stack, WEIR_YAML.replace('local', 'nowhere'))).end();
  expect(wrong.code).toBe(5);
  expect(stack.read('.env')).toBe(before);
  stack.setEnv({ VMAGENT_IMAGE: '127.0.0.1:9/nobody/has-this:1' });
  expect((await (await weirctl()).end()).code).toBe(1);
  stack.write('.env', before, 0o600);
});

test('the switch says that it is built here, and what that takes', async () => {
  expect(await supplyOfContainers()).toMatchObject({
    state: 'build',
    words: expect.stringMatching(/^It is built on this Pi when it is started: about \d+ MB are downloaded/),
  });
});

test('an image that cannot be built is left out, which ends weirctl with a code of its own', async () => {
  stack.write('images/cadvisor/Dockerfile', QUICK_RECIPE.replace('sleep SECONDS', 'echo it broke && false'));
  const { code, said } = await (await weirctl()).end();
  expect(said).toMatch(
    /Your data is arriving, without Containers: The image of cadvisor could not be built: .*it broke/,
  );
  expect(code).toBe(4);
  expect(stack.read('.env')).toMatch(/^CADVISOR_IMAGE=$/m);
});

test('its start builds it once it can be built, with its progress, and .env names what was built', async () => {
  recipe(1);
  const seen = new Set<string>();
  const stop = onTask(({ steps }) => seen.add(steps.find(({ id }) => id === 'image')?.detail ?? ''));
  const task = await followTask(
    () => startServiceAction('cadvisor', 'start'),
    () => undefined,
  );
  stop();
  expect(task).toMatchObject({ state: 'succeeded', error: null });
  expect([...seen]).toContain('Building cadvisor: Getting the fake');
  expect([...seen]).toContain('Building cadvisor: Naming the fake');
  expect(stack.read('.env')).toMatch(/^CADVISOR_IMAGE=weir-local\/cadvisor:0\.0\.1-fake$/m);
  expect(await stack.containerId('cadvisor')).not.toBeNull();
  expect(await supplyOfContainers()).toMatchObject({ state: 'here' });
});

test('a launch that builds it has it in the very files that it writes, and weirctl ends with 0', async () => {
  await stack.engine.docker('rm', '-f', (await stack.containerId('cadvisor')) ?? '');
  await stack.engine.docker('rmi', '-f', 'weir-local/cadvisor:0.0.1-fake');
  stack.setEnv({ CADVISOR_IMAGE: '' });
  rmSync(path.join(stack.stateDir, 'setup.json'), { force: true });
  const { code, said } = await (await weirctl()).end();
  expect(said).toMatch(/The first sample was delivered \d+ s after the launch\.$/m);
  expect(code).toBe(0);
  expect(stack.read('.env')).toMatch(/^CADVISOR_IMAGE=weir-local\/cadvisor:0\.0\.1-fake$/m);
});

test('the start of a pipeline whose image was removed builds it, with its progress', async () => {
  await stack.compose('--profile', '*', 'down');
  await stack.engine.docker('rmi', '-f', 'weir-local/cadvisor:0.0.1-fake');
  const seen = new Set<string>();
  const task = await followTask(startPipeline, ({ steps }) =>
    seen.add(steps.find(({ id }) => id === 'images')?.detail ?? ''),
  );
  expect(task).toMatchObject({ state: 'succeeded', error: null });
  expect([...seen]).toContain('Building cadvisor: Getting the fake');
  expect(task.outcome).toMatch(/^The pipeline runs: a sample was delivered after \d+ s\.$/);
  expect(await stack.containerId('cadvisor')).not.toBeNull();
});
