import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { POST as act } from '@/app/api/services/[name]/actions/route';
import { PUT as saveDestination } from '@/app/api/wizard/destination/route';
import { POST as launch } from '@/app/api/wizard/launch/route';
import { PUT as saveName } from '@/app/api/wizard/name/route';
import { PUT as saveSources } from '@/app/api/wizard/sources/route';
import type { TaskStarted } from '@/lib/schemas/task';
import { readStopped } from '@/lib/server/control/stopped';
import { live, startLive } from '@/lib/server/live/live';
import { hub } from '@/lib/server/sampler/hub';
import { claim, type Owner } from '../../../support/panel/panel-client';
import { forgetProcessState } from '../../../support/panel/route-call';
import { waitFor } from '../../../support/run/exec';
import { type Engine, startSecondEngine } from '../../../support/stack/engine';
import { ensureImages } from '../../../support/stack/images';
import { PI_ONLY } from '../../../support/stack/pipeline';
import { type TempStack, tempStack } from '../../../support/stack/stack';

const STARTUP = { timeoutMs: 120_000 };

describe.each(['machine', 'newest'] as const)('an engine that crashes (%s)', (release) => {
  let engine: Engine;
  let stack: TempStack;
  let owner: Owner;

  beforeAll(async () => {
    engine = await startSecondEngine(release);
    await ensureImages(engine);
    stack = await tempStack({ name: `crash-${release}`, engine, isQuick: true });
    Object.assign(process.env, stack.env, { WEIR_LOG_LEVEL: 'silent' });
    forgetProcessState();
    owner = await claim();
    startLive();
    hub().subscribe(() => undefined);
  });
  afterAll(async () => {
    live().sampler.stop();
    await engine?.start().catch(() => undefined);
    await stack?.remove();
    await engine?.remove();
  });

  const states = async () => {
    const format = '{{.Label "com.docker.compose.service"}} {{.State}}';
    const label = `label=com.docker.compose.project=${stack.project}`;
    return (await engine.docker('ps', '-a', '--filter', label, '--format', format)).split('\n').sort();
  };
  const verdict = async () => {
    await hub().refresh();
    return hub().snapshot().verdict;
  };

  test('the pipeline comes back by itself with the next engine, and the panel says what happens', async () => {
    await owner.call(saveDestination, { method: 'PUT', body: { kind: 'local' } });
    await owner.call(saveSources, { method: 'PUT', body: PI_ONLY });
    await owner.call(saveName, { method: 'PUT', body: { cluster: 'cellar' } });
    const { taskId } = await owner.call<TaskStarted>(launch, { method: 'POST', body: {} });
    expect(await owner.task(taskId)).toMatchObject({ error: null });
    await waitFor('green', async () => (await verdict()).state === 'ok');

    await engine.kill();
    await waitFor('the finding', async () =>
      (await verdict()).findings.some(({ id }) => id === 'engine-unreachable'),
    );
    await engine.start();
    const expected = ['node-exporter running', 'victoria-metrics running', 'vmagent running'];
    await waitFor('all services', async () => (await states()).join() === expected.join(), STARTUP);
    await waitFor('green again', async () => (await verdict()).state === 'ok', STARTUP);
  });

  test('a service that was stopped on purpose is stopped again', async () => {
    const body = { action: 'stop' };
    const params = { name: 'node-exporter' };
    const { taskId } = await owner.call<TaskStarted>(act, { method: 'POST', params, body });
    expect(await owner.task(taskId)).toMatchObject({ error: null });
    await engine.kill();
    await waitFor('the loss', async () =>
      (await verdict()).findings.some(({ id }) => id === 'engine-unreachable'),
    );
    await engine.start();
    const expected = ['node-exporter exited', 'victoria-metrics running', 'vmagent running'];
    await waitFor('what is to run', async () => (await states()).join() === expected.join(), STARTUP);
    expect(await readStopped()).toEqual(['node-exporter']);
  });

  test('so it is by a panel that starts with the engine', async () => {
    live().sampler.stop();
    await engine.kill();
    forgetProcessState();
    await engine.start();
    startLive();
    const expected = ['node-exporter exited', 'victoria-metrics running', 'vmagent running'];
    await waitFor('what is to run', async () => (await states()).join() === expected.join(), STARTUP);
    expect(await readStopped()).toEqual(['node-exporter']);
  });
});
