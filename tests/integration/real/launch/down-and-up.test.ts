import { afterAll, beforeAll, expect, test } from 'vitest';
import { POST as startAll } from '@/app/api/pipeline/start/route';
import { POST as act } from '@/app/api/services/[name]/actions/route';
import { PUT as saveDestination } from '@/app/api/wizard/destination/route';
import { POST as launch } from '@/app/api/wizard/launch/route';
import { PUT as saveName } from '@/app/api/wizard/name/route';
import { GET as readWizard } from '@/app/api/wizard/route';
import { PUT as saveSources } from '@/app/api/wizard/sources/route';
import type { ServiceAction, TaskStarted } from '@/lib/schemas/task';
import type { WizardState } from '@/lib/schemas/wizard';
import { readStopped } from '@/lib/server/control/stopped';
import { live, startLive } from '@/lib/server/live/live';
import { hub } from '@/lib/server/sampler/hub';
import { readTargets } from '@/lib/server/vmagent/client';
import { claim, type Owner } from '../../../support/panel/panel-client';
import { forgetProcessState } from '../../../support/panel/route-call';
import { waitFor } from '../../../support/run/exec';
import { type Destination, startDestination } from '../../../support/stack/destination';
import { PI_ONLY } from '../../../support/stack/pipeline';
import { type TempStack, tempStack } from '../../../support/stack/stack';

/** No registry answers there. */
const NOWHERE = '127.0.0.1:9/nobody/has-this:1';

let stack: TempStack;
let destination: Destination;
let owner: Owner;

beforeAll(async () => {
  stack = await tempStack({ name: 'down-up', isQuick: true, gateway: { NODE_EXPORTER_IMAGE: NOWHERE } });
  destination = await startDestination(stack.engine);
  Object.assign(process.env, stack.env, { WEIR_LOG_LEVEL: 'silent' });
  forgetProcessState();
  owner = await claim();
  startLive();
  hub().subscribe(() => undefined);
});
afterAll(async () => {
  live().sampler.stop();
  await destination?.remove();
  await stack?.remove();
});

const snapshot = async () => {
  await hub().refresh();
  return hub().snapshot();
};
const ended = async (started: Promise<TaskStarted>) => owner.task((await started).taskId);
const startPipeline = () => ended(owner.call<TaskStarted>(startAll, { method: 'POST', body: {} }));
const service = (name: string, action: ServiceAction) =>
  ended(owner.call<TaskStarted>(act, { method: 'POST', params: { name }, body: { action } }));
const running = async () =>
  (
    await stack.engine.docker(
      'ps',
      '--filter',
      `label=com.docker.compose.project=${stack.project}`,
      '--format',
      '{{.Label "com.docker.compose.service"}}',
    )
  )
    .split('\n')
    .filter(Boolean)
    .sort();
const down = () => stack.compose('--profile', '*', 'down');

test('a stack that was never launched is not set up, and there is nothing to start', async () => {
  expect((await snapshot()).verdict.headline).toBe('The pipeline is not set up yet.');
  await expect(owner.call(startAll, { method: 'POST', body: {} })).rejects.toThrow(/No pipeline was set up/);
});

test('a pipeline whose containers were removed is set up and gone, and its button brings it back', async () => {
  const { url, instanceId, token } = destination;
  await owner.call(saveDestination, {
    method: 'PUT',
    body: { kind: 'other', url, username: instanceId, password: token },
  });
  await owner.call(saveSources, { method: 'PUT', body: PI_ONLY });
  await owner.call(saveName, { method: 'PUT', body: { cluster: 'cellar' } });
  expect(await ended(owner.call<TaskStarted>(launch, { method: 'POST', body: {} }))).toMatchObject({
    error: null,
  });

  await down();
  await waitFor('the finding', async () => (await snapshot()).stack === 'gone');
  const { verdict } = await snapshot();
  expect(verdict).toMatchObject({
    state: 'down',
    headline: 'The pipeline is set up, but its containers are gone.',
    action: { label: 'Start the pipeline' },
  });
  expect(verdict.findings.map(({ id }) => id)).toEqual(['pipeline-gone']);
  expect(await owner.call<WizardState>(readWizard)).toMatchObject({ isComplete: true });

  const task = await startPipeline();
  expect(task).toMatchObject({ state: 'succeeded', error: null });
  expect(task.outcome).toMatch(/^The pipeline runs: a sample was delivered after \d+ s\.$/);
  expect(await running()).toEqual(['node-exporter', 'vmagent']);
  await waitFor('green', async () => (await snapshot()).verdict.state === 'ok');
});

test('what was buffered before the stack went down is delivered after it is up again', async () => {
  await destination.set('outage');
  const scrapes = new Set<number>();
  await waitFor(
    'some scrapes that wait',
    async () => {
      const own = (await readTargets()).find(({ job }) => job === 'node-exporter');
      if (own?.lastScrapeAtMs) scrapes.add(own.lastScrapeAtMs);
      return scrapes.size > 4;
    },
    { timeoutMs: 60_000 },
  );
  const before = await destination.scalar('count_over_time(up{job="node-exporter"}[1h])').catch(() => 0);
  await down();
  await destination.set('accept');
  expect(await startPipeline()).toMatchObject({ state: 'succeeded' });
  const stored = () => destination.scalar('count_over_time(up{job="node-exporter"}[1h])');
  await waitFor('what waited', async () => ((await stored()) ?? 0) >= (before ?? 0) + scrapes.size - 1);
});

test('a service that was stopped on purpose stays stopped, until it is started', async () => {
  expect(await service('node-exporter', 'stop')).toMatchObject({ state: 'succeeded' });
  await down();
  const task = await startPipeline();
  expect(task.outcome).toMatch(/Left stopped, as its owner chose: node-exporter\.$/);
  expect(await running()).toEqual(['vmagent']);
  expect(await service('node-exporter', 'start')).toMatchObject({ state: 'succeeded', error: null });
  expect(await readStopped()).toEqual([]);
  expect(await running()).toEqual(['node-exporter', 'vmagent']);
});

test('what nothing is delivered without is not waited for where it was stopped on purpose', async () => {
  expect(await service('vmagent', 'stop')).toMatchObject({ state: 'succeeded' });
  await down();
  expect(await startPipeline()).toMatchObject({
    error: { message: 'No sample is delivered without vmagent, stopped by its owner.' },
  });
  expect(await service('vmagent', 'start')).toMatchObject({ state: 'succeeded', error: null });
});

test('what is stopped with Docker’s own command counts as stopped on purpose, what is restarted does not', async () => {
  const id = (await stack.containerId('node-exporter')) ?? '';
  await stack.engine.docker('restart', id);
  await stack.engine.docker('stop', id);
  await waitFor('the note', async () => (await readStopped()).includes('node-exporter'));
  await stack.engine.docker('start', id);
  await waitFor('no note', async () => (await readStopped()).length === 0);
});

test('a source that does not come up does not hold up the others', async () => {
  const image = stack.read('.env').match(/^NODE_EXPORTER_IMAGE=(.+)$/m)?.[1] ?? '';
  await down();
  stack.setEnv({ NODE_EXPORTER_IMAGE: NOWHERE });
  const task = await startPipeline();
  expect(task).toMatchObject({ state: 'succeeded' });
  expect(task.outcome).toMatch(
    /node-exporter does not run: .*nobody\/has-this:1 .*127\.0\.0\.1:9 does not answer/,
  );
  expect(await running()).toEqual(['vmagent']);
  stack.setEnv({ NODE_EXPORTER_IMAGE: image });
  expect((await startPipeline()).outcome).toMatch(
    /^The pipeline runs: a sample was delivered after \d+ s\.$/,
  );
  expect(await running()).toEqual(['node-exporter', 'vmagent']);
});

test('an image that is gone is got as the start of its service gets it, and .env names what was made here', async () => {
  const image = stack.read('.env').match(/^NODE_EXPORTER_IMAGE=(.+)$/m)?.[1] ?? '';
  await down();
  stack.setEnv({ NODE_EXPORTER_IMAGE: 'weir-local/node-exporter:0.0.1' });
  expect(await startPipeline()).toMatchObject({ state: 'succeeded', error: null });
  expect(await running()).toEqual(['node-exporter', 'vmagent']);
  expect(stack.read('.env')).toContain(`\nNODE_EXPORTER_IMAGE=${image}\n`);
});

test('a stack that its owner starts whole is no start of the engine, also for a panel that starts with it', async () => {
  expect(await service('node-exporter', 'stop')).toMatchObject({ state: 'succeeded' });
  expect(await readStopped()).toEqual(['node-exporter']);
  live().sampler.stop();
  await stack.compose('stop');
  await stack.compose('start');
  forgetProcessState();
  startLive();
  await waitFor('no note', async () => (await readStopped()).length === 0);
  expect(await running()).toEqual(['node-exporter', 'vmagent']);
});
