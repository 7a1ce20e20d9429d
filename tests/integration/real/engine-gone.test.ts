import { afterAll, beforeAll, expect, test } from 'vitest';
import { GET as readJob } from '@/app/api/jobs/[id]/route';
import { POST as act } from '@/app/api/services/[name]/actions/route';
import { PUT as saveDestination } from '@/app/api/wizard/destination/route';
import { POST as launch } from '@/app/api/wizard/launch/route';
import { PUT as saveName } from '@/app/api/wizard/name/route';
import { PUT as saveSources } from '@/app/api/wizard/sources/route';
import type { Job, JobStarted } from '@/lib/schemas/job';
import { hub } from '@/lib/server/sampler/hub';
import { live, startLive } from '@/lib/server/services/live';
import { type Engine, startSecondEngine } from '../../support/engine';
import { waitFor } from '../../support/exec';
import { ensureImages } from '../../support/images';
import { claim, type Owner } from '../../support/panel-client';
import { PI_ONLY } from '../../support/pipeline';
import { forgetProcessState } from '../../support/route-call';
import { type TempStack, tempStack } from '../../support/stack';

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

const startLaunch = () => owner.call<JobStarted>(launch, { method: 'POST', body: {} });
const restart = (name: string) =>
  owner.call<JobStarted>(act, { method: 'POST', params: { name }, body: { action: 'restart' } });
const isRunning = (id: string, step: string) => async () => {
  const job = await owner.call<Job>(readJob, { params: { id } });
  if (job.state !== 'running') throw new Error(`it ended: ${JSON.stringify(job.error)}`);
  return job.steps.find((one) => one.id === step)?.state === 'running';
};

async function stopDuring({ jobId }: JobStarted, step: string, title: string): Promise<void> {
  await waitFor(step, isRunning(jobId, step), { everyMs: 20 });
  await engine.stop();
  const stoppedAtMs = Date.now();
  const job = await owner.job(jobId);
  expect(job).toMatchObject({
    state: 'failed',
    error: { code: 'docker-unreachable', message: `The Docker Engine stopped answering during “${title}”.` },
  });
  expect((job.finishedAtMs ?? 0) - stoppedAtMs).toBeLessThan(10_000);
  await engine.start();
}

test('an engine that is stopped while a launch starts the services is what the launch names', () =>
  startLaunch().then((job) => stopDuring(job, 'start', 'Launch the pipeline')));

test('so it is when a service was restarting; launched again, everything works, and nothing is called a loop', async () => {
  expect(await owner.job((await startLaunch()).jobId)).toMatchObject({ state: 'succeeded', error: null });
  await stopDuring(await restart('node-exporter'), 'ready', 'Restart node-exporter');
  expect(await owner.job((await startLaunch()).jobId)).toMatchObject({ state: 'succeeded', error: null });
  await hub().refresh();
  expect(hub().snapshot().engine.state).toBe('up');
  const found = hub()
    .snapshot()
    .verdict.findings.map(({ id }) => id);
  expect(found.filter((id) => id.startsWith('service-restart-loop'))).toEqual([]);
});
