import { afterAll, beforeAll, expect, test } from 'vitest';
import { POST as adopt } from '@/app/api/changes/adopt/route';
import { POST as act } from '@/app/api/services/[name]/actions/route';
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
import { writeProgress } from '@/lib/server/setup/answers/setup-answers';
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

const MOST_TRIES = 5;
const startLaunch = () => owner.call<TaskStarted>(launch, { method: 'POST', body: {} });
const restart = (name: string) =>
  owner.call<TaskStarted>(act, { method: 'POST', params: { name }, body: { action: 'restart' } });

/**
 * Stops the engine in a step of a task.
 * @returns the error that the task ended with; null: all was done before the engine had stopped
 */
async function stopIn(taskId: string, step: string): Promise<Task['error']> {
  const now = () => getTask(taskId);
  const isReached = () => now().steps.find(({ id }) => id === step)?.state === 'running';
  await waitFor(step, () => isReached() || now().state !== 'running', { everyMs: 10 });
  await engine.stop();
  return (await ended(taskId)).error;
}

/** Begins again where all was done before the engine had stopped, as on a busy machine. */
async function stopDuring(begin: () => Promise<TaskStarted>, step: string, title: string): Promise<void> {
  let error: Task['error'] = null;
  for (let n = 1; error === null && n <= MOST_TRIES; n++) {
    error = await stopIn((await begin()).taskId, step);
    await engine.start();
  }
  expect(error).toMatchObject({
    code: 'docker-unreachable',
    message: `The Docker Engine stopped answering during “${title}”.`,
  });
}

/** A first launch, also where an earlier one came to its end: nothing runs and nothing was delivered. */
async function launchFirst(): Promise<TaskStarted> {
  await stack.compose('--profile', '*', 'down');
  await writeProgress({ attemptedAtMs: null, launchedAtMs: null, deliveredAtMs: null });
  return startLaunch();
}

async function restartExporter(): Promise<TaskStarted> {
  await waitFor('vmagent', readMetrics);
  return restart('node-exporter');
}

test('an engine that is stopped while a launch starts the services is what the launch names', () =>
  stopDuring(launchFirst, 'start', 'Launch the pipeline'));

test('so it is when a service was restarting; launched again, everything works, and nothing is called a loop', async () => {
  expect(await owner.task((await startLaunch()).taskId)).toMatchObject({ state: 'succeeded', error: null });
  await stopDuring(restartExporter, 'ready', 'Restart node-exporter');
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
const wish = { who: 'owner', reason: null, ifMatch: '*' } as const;

/** As `stopIn`, and looks at what is said until the engine runs again. */
async function stopInChange(taskId: string | null, step: string): Promise<Task['error']> {
  const error = await stopIn(taskId ?? '', step);
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
  expect(await readJournal()).toBeNull();
  // The engine starts one container after the other; which of them does not run is the first thing to know.
  await waitFor('the services', async () => {
    const names = await engine.docker('ps', '-a', '--format', '{{.Names}} {{.State}}');
    expect(names.split('\n').sort()).toEqual(
      ['node-exporter', 'victoria-metrics', 'vmagent'].map((name) => `${stack.project}-${name}-1 running`),
    );
    return true;
  });
  await waitFor('vmagent', readMetrics);
  expect((await readChanges()).drift).toEqual([]);
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
  let error: Task['error'] = null;
  // On a busy machine it may be taken over before the engine has stopped.
  for (let n = 1; error === null && n <= MOST_TRIES; n++) {
    stack.setEnv({ REMOTE_WRITE_USERNAME: `by-hand-${n}` });
    const edited = files();
    const { taskId } = await owner.call<ChangeStarted>(adopt, {
      method: 'POST',
      body: {},
      headers: { 'if-match': '*' },
    });
    error = await stopInChange(taskId, 'act');
    expect(files()).toEqual(edited);
    await settleAgain();
    expect(files()).toEqual(edited);
  }
  expect(error?.message).toMatch(/The files stay as you edited them; /);
  // It was not seen to work, so it is no revision yet.
  expect((await readChanges()).handEdits).toMatchObject([{ path: '.env' }]);
});
