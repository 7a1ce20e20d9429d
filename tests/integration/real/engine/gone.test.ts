import { afterAll, beforeAll, expect, test } from 'vitest';
import { POST as adopt } from '@/app/api/changes/adopt/route';
import { POST as act } from '@/app/api/services/[name]/actions/route';
import { GET as readTask } from '@/app/api/tasks/[id]/route';
import { PUT as saveDestination } from '@/app/api/wizard/destination/route';
import { POST as launch } from '@/app/api/wizard/launch/route';
import { PUT as saveName } from '@/app/api/wizard/name/route';
import { PUT as saveSources } from '@/app/api/wizard/sources/route';
import type { ChangeStarted } from '@/lib/schemas/settings/settings';
import type { Task, TaskStarted } from '@/lib/schemas/task';
import { startApply } from '@/lib/server/change/apply';
import { readChanges } from '@/lib/server/change/changes';
import { readJournal } from '@/lib/server/change/records/journal';
import { live, startLive } from '@/lib/server/live/live';
import { hub } from '@/lib/server/sampler/hub';
import { getTask } from '@/lib/server/tasks/tasks';
import { readMetrics } from '@/lib/server/vmagent/client';
import { ended, variables } from '../../../support/panel/apply';
import { claim, type Owner } from '../../../support/panel/panel-client';
import { forgetProcessState } from '../../../support/panel/route-call';
import { waitFor } from '../../../support/run/exec';
import { type Engine, startSecondEngine } from '../../../support/stack/engine';
import { ensureImages } from '../../../support/stack/images';
import { PI_ONLY } from '../../../support/stack/pipeline';
import { type TempStack, tempStack } from '../../../support/stack/stack';

let engine: Engine;
let stack: TempStack;
let owner: Owner;

beforeAll(async () => {
  engine = await startSecondEngine();
  await ensureImages(engine);
  stack = await tempStack({ name: 'engine-gone', engine });
  Object.assign(process.env, stack.env, { WEIR_LOG_LEVEL: 'silent' });
  forgetProcessState();
  owner = await claim();
  await owner.call(saveDestination, { method: 'PUT', body: { kind: 'local' } });
  await owner.call(saveSources, { method: 'PUT', body: PI_ONLY });
  await owner.call(saveName, { method: 'PUT', body: { cluster: 'cellar' } });
  startLive();
  hub().subscribe(() => undefined);
});
afterAll(async () => {
  live().sampler.stop();
  await engine?.start().catch(() => undefined);
  await stack?.remove();
  await engine?.remove();
});

const startLaunch = () => owner.call<TaskStarted>(launch, { method: 'POST', body: {} });
const restart = (name: string) =>
  owner.call<TaskStarted>(act, { method: 'POST', params: { name }, body: { action: 'restart' } });
const isRunning = (id: string, step: string) => async () => {
  const task = await owner.call<Task>(readTask, { params: { id } });
  if (task.state !== 'running') throw new Error(`it ended: ${JSON.stringify(task.error)}`);
  return task.steps.find((one) => one.id === step)?.state === 'running';
};

async function stopDuring({ taskId }: TaskStarted, step: string, title: string): Promise<void> {
  await waitFor(step, isRunning(taskId, step), { everyMs: 20 });
  await engine.stop();
  const task = await owner.task(taskId);
  expect(task).toMatchObject({
    state: 'failed',
    error: { code: 'docker-unreachable', message: `The Docker Engine stopped answering during “${title}”.` },
  });
  await engine.start();
}

test('an engine that is stopped while a launch starts the services is what the launch names', () =>
  startLaunch().then((job) => stopDuring(job, 'start', 'Launch the pipeline')));

test('so it is when a service was restarting; launched again, everything works, and nothing is called a loop', async () => {
  expect(await owner.task((await startLaunch()).taskId)).toMatchObject({ state: 'succeeded', error: null });
  await stopDuring(await restart('node-exporter'), 'ready', 'Restart node-exporter');
  expect(await owner.task((await startLaunch()).taskId)).toMatchObject({ state: 'succeeded', error: null });
  await hub().refresh();
  expect(hub().snapshot().engine.state).toBe('up');
  const found = hub()
    .snapshot()
    .verdict.findings.map(({ id }) => id);
  expect(found.filter((id) => id.startsWith('service-restart-loop'))).toEqual([]);
});

const files = () => [stack.read('.env'), stack.read('config/vmagent/prometheus.yml')];
const username = (value: string) => variables({ REMOTE_WRITE_USERNAME: value });
const MOST_TRIES = 5;
const wish = { who: 'owner', reason: null, ifMatch: '*' } as const;

/**
 * Stops the engine in a step of a change.
 * @returns the error that the change ended with; null: it was made before the engine had stopped
 */
async function stopInChange(taskId: string | null, step: string): Promise<Task['error']> {
  const now = () => getTask(taskId ?? '');
  const isReached = () => now().steps.find(({ id }) => id === step)?.state === 'running';
  await waitFor(step, () => isReached() || now().state !== 'running', { everyMs: 10 });
  expect(now()).toMatchObject({ error: null, state: 'running' });
  await engine.stop();
  const { error } = await ended(taskId);
  if (error === null) return null;
  const said = /is not put back yet: the Docker Engine does not answer\.$/;
  await waitFor('what is said', async () => {
    expect((await readChanges()).unsettled).toMatch(said);
    return true;
  });
  await expect(startApply({ ...wish, edit: username('later') })).rejects.toMatchObject({
    code: 'task-running',
  });
  return error;
}

/** Starts it again and waits until each service has one container that runs what the files say. */
async function settleAgain(): Promise<void> {
  await engine.start();
  const isSettled = async () => (await readChanges()).unsettled === null;
  await waitFor('everything settled', isSettled, { timeoutMs: 60_000 });
  expect((await readChanges()).drift).toEqual([]);
  expect(await readJournal()).toBeNull();
  await waitFor('vmagent', readMetrics);
  const names = await engine.docker('ps', '-a', '--format', '{{.Names}} {{.State}}');
  expect(names.split('\n').sort()).toEqual(
    ['node-exporter', 'victoria-metrics', 'vmagent'].map((name) => `${stack.project}-${name}-1 running`),
  );
}

test.each(['act', 'verify'])(
  'an engine that is stopped in the step %s of a change is named; the change is put back when it runs again',
  async (step) => {
    let error: Task['error'] = null;
    // On a busy machine a change may be made before the engine has stopped.
    for (let n = 1; error === null && n <= MOST_TRIES; n++) {
      const before = files();
      const { taskId } = await startApply({ ...wish, edit: username(`${step}-${n}`) });
      error = await stopInChange(taskId, step);
      if (error !== null) expect(files()).toEqual(before);
      const after = files();
      await settleAgain();
      expect(files()).toEqual(after);
    }
    expect(error).toMatchObject({
      code: 'docker-unreachable',
      message:
        'The Docker Engine stopped answering during “Set REMOTE_WRITE_USERNAME”. The files are as they were before; the services follow when the engine answers.',
    });
    expect((await readChanges()).handEdits).toEqual([]);
  },
);

test('an edit by hand stays in the files when the engine is stopped while it is taken over', async () => {
  stack.setEnv({ REMOTE_WRITE_USERNAME: 'by-hand' });
  const edited = files();
  const { taskId } = await owner.call<ChangeStarted>(adopt, {
    method: 'POST',
    body: {},
    headers: { 'if-match': '*' },
  });
  expect((await stopInChange(taskId, 'act'))?.message).toMatch(/The files stay as you edited them; /);
  expect(files()).toEqual(edited);
  await settleAgain();
  expect(files()).toEqual(edited);
  // It was not seen to work, so it is no revision yet.
  expect((await readChanges()).handEdits).toMatchObject([{ path: '.env' }]);
});
