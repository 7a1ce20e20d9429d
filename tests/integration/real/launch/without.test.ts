import { createServer, type Server } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { POST as act } from '@/app/api/services/[name]/actions/route';
import { PUT as saveSettings } from '@/app/api/settings/route';
import { PUT as saveDestination } from '@/app/api/wizard/destination/route';
import { GET as readImages } from '@/app/api/wizard/images/route';
import { POST as launch } from '@/app/api/wizard/launch/route';
import { PUT as saveName } from '@/app/api/wizard/name/route';
import { GET as review } from '@/app/api/wizard/review/route';
import { PUT as saveSources } from '@/app/api/wizard/sources/route';
import type { SourceImages } from '@/lib/schemas/images';
import type { LaunchPreview } from '@/lib/schemas/settings/launch';
import type { ChangeStarted } from '@/lib/schemas/settings/settings';
import type { ServiceName } from '@/lib/schemas/snapshot';
import type { Task, TaskStarted } from '@/lib/schemas/task';
import { whyLeftOut } from '@/lib/server/control/left-out';
import { claim, type Owner } from '../../../support/panel/panel-client';
import { forgetProcessState } from '../../../support/panel/route-call';
import { ensureEngine } from '../../../support/stack/engine';
import { localImages } from '../../../support/stack/images';
import { type TempStack, tempStack } from '../../../support/stack/stack';

/** No registry has it, and the owner who names it wants no other. */
const NOWHERE = '127.0.0.1:9/nobody/has-this:1';

/** YACE runs and answers, and has nothing of AWS. */
const BLIND_AWS = {
  service: 'yace',
  reason: expect.stringMatching(/^AWS cannot be reached: .*Check the access key/),
  action: null,
};

let stack: TempStack;
let owner: Owner;
let images: Record<'YACE_IMAGE' | 'NODE_EXPORTER_IMAGE' | 'VMAGENT_IMAGE', string>;

beforeAll(async () => {
  // AWS cannot be reached, on whatever machine this runs.
  const env = { AWS_ENDPOINT_URL: 'http://127.0.0.1:9' };
  const { VMAGENT_IMAGE: wrong = '' } = await localImages(await ensureEngine());
  const gateway = { YACE_IMAGE: NOWHERE, NODE_EXPORTER_IMAGE: wrong, VMAGENT_IMAGE: NOWHERE };
  stack = await tempStack({ name: 'without', isQuick: true, env, gateway });
  Object.assign(process.env, stack.env, { WEIR_LOG_LEVEL: 'silent' });
  const named = (variable: string) =>
    stack.read('.env').match(new RegExp(`^${variable}=(.+)$`, 'm'))?.[1] ?? '';
  images = {
    YACE_IMAGE: named('YACE_IMAGE'),
    NODE_EXPORTER_IMAGE: named('NODE_EXPORTER_IMAGE'),
    VMAGENT_IMAGE: named('VMAGENT_IMAGE'),
  };
  forgetProcessState();
  owner = await claim();
  await owner.call(saveDestination, { method: 'PUT', body: { kind: 'local' } });
  await sources({ pi: true, aws: true });
  await owner.call(saveName, { method: 'PUT', body: { cluster: 'attic' } });
});
afterAll(() => stack?.remove());
beforeEach(() => stack.setEnv(images));

const sourcesBody = ({ pi, aws }: { pi: boolean; aws: boolean }) => ({
  pi: { enabled: pi },
  containers: { enabled: false },
  aws: {
    enabled: aws,
    accessKeyId: `AKIA${'A'.repeat(16)}`,
    secretAccessKey: 'b'.repeat(40),
    regions: ['eu-west-1'],
  },
  gcp: { enabled: false },
});

const sources = (on: { pi: boolean; aws: boolean }) =>
  owner.call(saveSources, { method: 'PUT', body: sourcesBody(on) });

async function runLaunch(): Promise<Task> {
  const { taskId } = await owner.call<TaskStarted>(launch, { method: 'POST', body: {} });
  return owner.task(taskId);
}

async function start(name: ServiceName): Promise<Task> {
  const options = { method: 'POST', params: { name }, body: { action: 'start' } };
  return owner.task((await owner.call<TaskStarted>(act, options)).taskId);
}

const stateOf = (task: Task, id: string) => task.steps.find((step) => step.id === id)?.state;

describe('a source whose image cannot be had', () => {
  test('is said at its switch and in the review, with the reason', async () => {
    stack.setEnv({ YACE_IMAGE: NOWHERE });
    const { sources: told } = await owner.call<SourceImages>(readImages);
    expect(told.find(({ source }) => source === 'pi')).toMatchObject({ state: 'here' });
    expect(told.find(({ source }) => source === 'aws')).toMatchObject({
      state: 'none',
      words: expect.stringMatching(/^It is not available here\. 127\.0\.0\.1:9 does not answer.*YACE_IMAGE/),
    });
    const preview = await owner.call<LaunchPreview>(review);
    expect(preview.problems).toEqual([]);
    expect(preview.leftOut).toEqual([
      { source: 'AWS', message: expect.stringContaining(NOWHERE), hint: expect.any(String) },
    ]);
  });

  test('is left out: the launch delivers without it, says why, and keeps it in mind for the findings', async () => {
    stack.setEnv({ YACE_IMAGE: NOWHERE });
    const task = await runLaunch();
    expect(task).toMatchObject({ state: 'succeeded', error: null });
    expect(task.outcome).toMatch(
      /^Your data is arriving, without AWS: The image 127\.0\.0\.1:9.*The first sample was delivered \d+ s/,
    );
    expect(task.leftOut).toEqual([
      { service: 'yace', reason: expect.stringContaining('does not answer'), action: 'start' },
    ]);
    expect(whyLeftOut('yace')).toContain(NOWHERE);
    expect(await stack.containerId('yace')).toBeNull();
    expect(await stack.containerId('node-exporter')).not.toBeNull();
    expect(stack.read('.env')).toMatch(/^COMPOSE_PROFILES=.*aws/m);
  });

  test('is tried again by its start, which fails with the reason and later succeeds', async () => {
    stack.setEnv({ YACE_IMAGE: NOWHERE });
    expect(await start('yace')).toMatchObject({
      state: 'failed',
      error: { code: 'image-missing', message: expect.stringContaining('does not answer') },
    });
    stack.setEnv(images);
    const task = await start('yace');
    expect(task).toMatchObject({ state: 'succeeded', error: null });
    expect(task.steps.map(({ id }) => id)).toEqual(['image', 'act', 'ready']);
    expect(whyLeftOut('yace')).toBeNull();
  });
});

describe('a source whose container does not come up', () => {
  test('because its program ends at once, is left out with its last words', async () => {
    // vmagent ends when it is given the arguments of another program.
    stack.setEnv({ NODE_EXPORTER_IMAGE: images.VMAGENT_IMAGE });
    const task = await runLaunch();
    expect(task).toMatchObject({ state: 'succeeded', error: null });
    // AWS is all that is left, and nothing comes of it.
    expect(task.outcome).toMatch(
      /^The pipeline runs, and no source gives data yet\. AWS cannot be reached: .*This Pi: node-exporter (stops|stopped|runs but fails)/,
    );
    expect(task.leftOut).toEqual([
      BLIND_AWS,
      {
        service: 'node-exporter',
        reason: expect.stringMatching(
          /^node-exporter (stops again and again|stopped|runs but fails its health check).* Its log says: ./,
        ),
        action: 'start',
      },
    ]);
    expect(whyLeftOut('node-exporter')).toContain('Its log says');
  });

  test('because another program has its port, is left out, and comes up once that has ended', async () => {
    await stack.engine.docker('rm', '-f', (await stack.containerId('yace')) ?? '');
    const squatter = await listen(stack.ports.YACE_PORT);
    const task = await runLaunch();
    await new Promise((resolve) => squatter.close(resolve));
    expect(task).toMatchObject({ state: 'succeeded', error: null });
    expect(task.leftOut).toEqual([
      {
        service: 'yace',
        reason: expect.stringMatching(
          new RegExp(`^Port ${stack.ports.YACE_PORT} .*yace needs, is taken by another program`),
        ),
        action: 'start',
      },
    ]);
    expect(await start('yace')).toMatchObject({ state: 'succeeded' });
    const again = await runLaunch();
    expect(again).toMatchObject({ state: 'succeeded' });
    expect(again.leftOut).toEqual([BLIND_AWS]);
  });
});

describe('when none of the sources comes up', () => {
  test('because of their images, the launch fails before a byte is written, and says what is missing', async () => {
    stack.setEnv({ YACE_IMAGE: NOWHERE, NODE_EXPORTER_IMAGE: NOWHERE });
    await owner.call(saveName, { method: 'PUT', body: { cluster: 'cellar' } });
    const task = await runLaunch();
    expect(task).toMatchObject({ state: 'failed', error: { code: 'verify-failed' } });
    expect(task.error?.message).toMatch(/^None of the sources comes up.*AWS: The image.*This Pi: The image/);
    expect(stateOf(task, 'write')).toBe('waiting');
    expect(stack.read('config/vmagent/prometheus.yml')).not.toContain('cellar');
  });

  test('with one source alone, names that one', async () => {
    stack.setEnv({ YACE_IMAGE: NOWHERE });
    await sources({ pi: false, aws: true });
    const task = await runLaunch();
    await sources({ pi: true, aws: true });
    expect(task.error?.message).toMatch(/^AWS is the only source, and it does not come up\. /);
  });
});

test('what nothing works without is no optional part: the launch fails before a byte is written', async () => {
  stack.setEnv({ VMAGENT_IMAGE: NOWHERE });
  const task = await runLaunch();
  expect(task).toMatchObject({ state: 'failed', error: { code: 'image-missing' } });
  expect(task.leftOut).toBeUndefined();
  expect(stateOf(task, 'write')).toBe('waiting');
});

test('a second launch beside one that runs is refused', async () => {
  const first = await owner.call<TaskStarted>(launch, { method: 'POST', body: {} });
  await expect(owner.call(launch, { method: 'POST', body: {} })).rejects.toThrow(/^409 .*task-running/);
  expect(await owner.task(first.taskId)).toMatchObject({ state: 'succeeded' });
});

async function listen(port: number): Promise<Server> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return server;
}

describe('a source that is switched on later, in the settings', () => {
  test('whose image cannot be had, is refused with the reason before a byte is written', async () => {
    await sources({ pi: true, aws: false });
    expect(await runLaunch()).toMatchObject({ state: 'succeeded', error: null });
    stack.setEnv({ YACE_IMAGE: NOWHERE });
    const before = stack.read('.env');
    const running = await stack.containerId('vmagent');
    const task = await switchAwsOn();
    expect(task).toMatchObject({
      state: 'failed',
      error: { code: 'image-missing', message: expect.stringMatching(/yace|nobody.*does not answer/) },
    });
    expect(stateOf(task, 'write')).toBe('waiting');
    expect(stack.read('.env')).toBe(before);
    expect(stack.read('config/vmagent/targets/yace.yml')).toMatch(/^\[\]$/m);
    expect(await stack.containerId('vmagent')).toBe(running);
  });

  test('whose image is made on this machine, is switched on, and .env names that image in the same change', async () => {
    const made = images.YACE_IMAGE;
    stack.setEnv({ YACE_IMAGE: '' });
    const task = await switchAwsOn();
    expect(task).toMatchObject({ state: 'succeeded', error: null });
    expect(stack.read('.env')).toContain(`\nYACE_IMAGE=${made}\n`);
    expect((await stack.inspect('yace')) as object).toMatchObject({ State: { Running: true } });
  });
});

async function switchAwsOn(): Promise<Task> {
  const { taskId } = await owner.call<ChangeStarted>(saveSettings, {
    method: 'PUT',
    body: { sources: sourcesBody({ pi: true, aws: true }) },
    headers: { 'if-match': '*' },
  });
  return owner.task(taskId ?? '');
}
