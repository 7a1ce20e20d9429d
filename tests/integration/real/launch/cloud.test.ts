import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PUT as saveDestination } from '@/app/api/wizard/destination/route';
import { POST as testDestination } from '@/app/api/wizard/destination/test/route';
import { POST as launch } from '@/app/api/wizard/launch/route';
import { PUT as saveName } from '@/app/api/wizard/name/route';
import { GET as review } from '@/app/api/wizard/review/route';
import { GET as readWizard } from '@/app/api/wizard/route';
import { PUT as saveSources } from '@/app/api/wizard/sources/route';
import type { LaunchPreview } from '@/lib/schemas/settings/launch';
import type { TaskStarted } from '@/lib/schemas/task';
import type { ProbeResult, WizardState } from '@/lib/schemas/wizard';
import { claim, type Owner } from '../../../support/panel/panel-client';
import { forgetProcessState } from '../../../support/panel/route-call';
import { type Destination, startDestination } from '../../../support/stack/destination.ts';
import { PI_ONLY } from '../../../support/stack/pipeline.ts';
import { type TempStack, tempStack } from '../../../support/stack/stack';

let stack: TempStack;
let owner: Owner;
let destination: Destination;

beforeAll(async () => {
  stack = await tempStack({ name: 'cloud', isQuick: true });
  destination = await startDestination(stack.engine);
  Object.assign(process.env, stack.env, { WEIR_LOG_LEVEL: 'silent' });
  forgetProcessState();
  owner = await claim();
});
afterAll(async () => {
  await destination?.remove();
  await stack?.remove();
});

const cloud = (more: object = {}) => ({
  kind: 'grafana-cloud',
  url: destination.url,
  instanceId: destination.instanceId,
  ...more,
});
const save = (body: object) => owner.call<WizardState>(saveDestination, { method: 'PUT', body });
const probe = (body: object) => owner.call<ProbeResult>(testDestination, { method: 'POST', body });
async function runLaunch() {
  const { taskId } = await owner.call<TaskStarted>(launch, { method: 'POST', body: {} });
  return owner.task(taskId);
}

describe('a launch to a destination that asks for a password', () => {
  test('the test tells right from wrong, and keeps to the secret that is set', async () => {
    expect(await probe(cloud({ token: 'wrong' }))).toMatchObject({ outcome: 'wrong-id-or-token' });
    expect(await probe(cloud({ token: destination.token, instanceId: '1' }))).toMatchObject({
      outcome: 'wrong-id-or-token',
    });
    await save(cloud({ token: destination.token }));
    expect(await probe(cloud())).toMatchObject({ outcome: 'ok' });
    expect(await owner.call<WizardState>(readWizard)).toMatchObject({
      destination: { secret: { isSet: true, lastFour: destination.token.slice(-4) } },
    });
    expect(JSON.parse(stack.read('.weir/setup-draft.json')).destination.secret).toBe(destination.token);
  });

  test('a wrong token fails the launch early with cause and fix, and nothing is lost', async () => {
    await save(cloud({ token: 'a-token-that-is-wrong' }));
    await owner.call(saveSources, { method: 'PUT', body: PI_ONLY });
    await owner.call(saveName, { method: 'PUT', body: { cluster: 'attic' } });
    const task = await runLaunch();
    expect(task).toMatchObject({ state: 'failed', error: { code: 'verify-failed' } });
    expect(task.steps.find(({ state }) => state === 'failed')?.id).toBe('deliver');
    expect(task.error?.message).toMatch(/refuses the instance ID or the token.*Nothing is lost/);
    expect(task.error?.hint).toContain('metrics:write');
    expect(await stack.containerId('vmagent')).not.toBeNull();
    expect(stack.read('.weir/setup-draft.json')).not.toContain('a-token-that-is-wrong');
  });

  test('the right token then delivers without a new container, what waited included', async () => {
    const before = await stack.containerId('vmagent');
    await save(cloud({ token: destination.token }));
    const task = await runLaunch();
    expect(task.error).toBeNull();
    expect(await stack.containerId('vmagent')).toBe(before);
    await expect
      .poll(() => destination.query('up{job="node-exporter",cluster="attic"} == 1'))
      .toHaveLength(1);
    const command = JSON.stringify(await stack.inspect('vmagent'));
    expect(command).not.toContain(destination.token);
    expect(await owner.call<WizardState>(readWizard)).toMatchObject({
      isComplete: true,
      destination: { secret: { isSet: true } },
    });
  });

  test('another token is refused before anything is changed, and the answers are kept', async () => {
    const [files, running] = [stack.read('.env'), await stack.containerId('vmagent')];
    await save(cloud({ token: 'a-token-that-is-wrong' }));
    const task = await runLaunch();
    expect(task).toMatchObject({ state: 'failed', error: { code: 'verify-failed' } });
    expect(task.steps.find(({ state }) => state === 'failed')?.id).toBe('check');
    expect(task.error?.message).toMatch(/refuses the instance ID or the token/);
    expect(stack.read('.env')).toBe(files);
    expect(await stack.containerId('vmagent')).toBe(running);
    expect(stack.read('.weir/setup-draft.json')).toContain('a-token-that-is-wrong');
  });

  test('an address that takes nothing is put back, with the source that came with it', async () => {
    const files = stack.read('.env');
    // Nothing listens at that port.
    const url = `${new URL(destination.url).origin.replace(/\d+$/, '9')}/api/v1/write`;
    await save({ kind: 'other', url, username: 'me', password: 'x' });
    await owner.call(saveSources, { method: 'PUT', body: { ...PI_ONLY, containers: { enabled: true } } });
    const { taskId } = await owner.call<TaskStarted>(launch, { method: 'POST', body: { waiting: 'keep' } });
    const task = await owner.task(taskId);
    expect(task).toMatchObject({ state: 'failed', error: { code: 'verify-failed' } });
    expect(task.error?.message).toMatch(
      /Everything is as it was before\. The destination has taken samples again/,
    );
    expect(stack.read('.env')).toBe(files);
    expect(await stack.containerId('cadvisor')).toBeNull();
    expect(await stack.inspect('vmagent')).toMatchObject({
      Args: expect.arrayContaining([`-remoteWrite.url=${destination.url}`]),
    });
    await owner.call(saveSources, { method: 'PUT', body: PI_ONLY });
  });

  test('another destination is not taken without saying what becomes of the samples that wait', async () => {
    await save(cloud());
    await destination.set('outage');
    await expect
      .poll(async () => (await reviewOf({ kind: 'local' })).question, { timeout: 300_000, interval: 3000 })
      .toMatchObject({ choices: ['deliver', 'keep', 'drop'], waitingBytes: expect.any(Number) });
    const task = await runLaunch();
    expect(task).toMatchObject({
      state: 'failed',
      error: { message: expect.stringContaining('still wait') },
    });
    expect(stack.read('.env')).toContain('WEIR_DESTINATION=grafana-cloud');
    await destination.set('accept');
    await expect
      .poll(async () => (await reviewOf({ kind: 'local' })).question, { timeout: 300_000, interval: 3000 })
      .toBeNull();
    expect(await runLaunch()).toMatchObject({ state: 'succeeded' });
  });

  async function reviewOf(body: object): Promise<LaunchPreview> {
    await save(body);
    return owner.call<LaunchPreview>(review);
  }
});
