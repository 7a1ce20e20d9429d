import { afterAll, beforeAll, expect, test } from 'vitest';
import { POST as adopt } from '@/app/api/changes/adopt/route';
import { GET as planRestore } from '@/app/api/revisions/[id]/preview/route';
import { POST as restore } from '@/app/api/revisions/[id]/restore/route';
import { GET as readRevisions } from '@/app/api/revisions/route';
import type { Revisions } from '@/lib/schemas/revision';
import type { ChangePreview, ChangeStarted } from '@/lib/schemas/settings/settings';
import { startApply } from '@/lib/server/change/apply';
import { previewApply } from '@/lib/server/change/preview';
import { recoverApply } from '@/lib/server/change/recover';
import { getTask } from '@/lib/server/tasks/tasks';
import { readMetrics } from '@/lib/server/vmagent/client';
import { applied, ended, variables } from '../../../support/panel/apply';
import { claim, type Owner } from '../../../support/panel/panel-client';
import { forgetProcessState } from '../../../support/panel/route-call';
import { waitFor } from '../../../support/run/exec';
import { type Destination, pointedAt, startDestination } from '../../../support/stack/destination';
import { type TempStack, tempStack } from '../../../support/stack/stack';

let stack: TempStack;
let one: Destination;
let other: Destination;
let owner: Owner;

beforeAll(async () => {
  stack = await tempStack({ name: 'url', env: { COMPOSE_PROFILES: '' }, isQuick: true });
  one = await startDestination(stack.engine);
  other = await startDestination(stack.engine, { instanceId: '654321', token: one.token });
  stack.setEnv(pointedAt(one));
  Object.assign(process.env, stack.env, { WEIR_LOG_LEVEL: 'silent' });
  forgetProcessState();
  await recoverApply();
  owner = await claim();
  await stack.compose('up', '-d', 'vmagent');
  await waitFor('vmagent', readMetrics, { timeoutMs: 60_000 });
});
afterAll(async () => {
  await one?.remove();
  await other?.remove();
  await stack?.remove();
});

/** One sample that waits in the buffer, because the destination is away. */
async function leaveWaiting(destination: Destination, marker: string): Promise<void> {
  await destination.set('outage');
  const body = `weir_marker{name="${marker}"} 1`;
  // One look may catch the block that the sender is about to take; what is seen again and again stays.
  let looks = 0;
  await waitFor('the buffer to hold it', async () => {
    await fetch(`${stack.env.WEIR_VMAGENT_URL}/api/v1/import/prometheus`, { method: 'POST', body });
    looks = ((await readMetrics()).pendingBytes ?? 0) > 0 ? looks + 1 : 0;
    return looks === 15;
  });
}
/** A sample that is collected from now on arrives, and so has what was in the buffer before it. */
async function arrivesAt(destination: Destination, marker: string): Promise<void> {
  const body = `weir_marker{name="${marker}"} 1`;
  await fetch(`${stack.env.WEIR_VMAGENT_URL}/api/v1/import/prometheus`, { method: 'POST', body });
  await waitFor(marker, () => arrived(destination, marker));
}
const arrived = (destination: Destination, marker: string) =>
  destination.scalar(`count_over_time(weir_marker{name="${marker}"}[1h])`);

test('while samples wait, another address is not taken without saying what becomes of them', async () => {
  await leaveWaiting(one, 'kept');
  const preview = await previewApply(variables(pointedAt(other)));
  expect(preview.question).toMatchObject({ choices: ['deliver', 'keep', 'drop'] });
  expect(preview.question?.waitingBytes).toBeGreaterThan(0);
  const wish = { who: 'owner', reason: null, ifMatch: '*', edit: variables(pointedAt(other)) } as const;
  await expect(startApply(wish)).rejects.toMatchObject({
    code: 'bad-request',
    fieldErrors: { waiting: expect.any(String) },
  });
  expect(stack.read('.env')).toContain(one.url);
});

test('kept, they stay on the disk and arrive when the address is set again', async () => {
  const task = await applied(variables(pointedAt(other)), { waiting: 'keep' });
  expect(task).toMatchObject({ error: null, outcome: expect.stringContaining('has taken samples') });
  await waitFor('it there', () => other.scalar('count(weir_apply_check)'));
  await one.set('accept');
  expect(await arrived(one, 'kept')).toBeNull();
  expect((await applied(variables(pointedAt(one)))).error).toBeNull();
  await waitFor('what was kept', () => arrived(one, 'kept'), { timeoutMs: 60_000 });
});

test('delivered first, they arrive at the earlier address before it changes', async () => {
  await leaveWaiting(one, 'first');
  const edit = variables(pointedAt(other));
  const wish = { who: 'owner', reason: null, ifMatch: '*', waiting: 'deliver', edit } as const;
  const { taskId } = await startApply(wish);
  const isProgressing = () => getTask(taskId ?? '').steps[0]?.progress;
  await waitFor('the bar', isProgressing);
  expect(stack.read('.env')).toContain(`REMOTE_WRITE_URL=${one.url}`);
  await one.set('accept');
  expect((await ended(taskId)).error).toBeNull();
  expect(await arrived(one, 'first')).toBeGreaterThan(0);
  expect(stack.read('.env')).toContain(`REMOTE_WRITE_URL=${other.url}`);
});

test('dropped, they are gone, and the plan says how much that is', async () => {
  await leaveWaiting(other, 'dropped');
  const preview = await previewApply(variables(pointedAt(one)), { waiting: 'drop' });
  expect(preview.words[0]).toMatch(/^[\d.]+ [kM]B that wait for the earlier address are thrown away\.$/);
  expect((await applied(variables(pointedAt(one)), { waiting: 'drop' })).error).toBeNull();
  await other.set('accept');
});

test('going back to a revision with another address asks the same; what was dropped never arrives', async () => {
  const { revisions } = await owner.call<Revisions>(readRevisions);
  await leaveWaiting(one, 'restored');
  const params = { id: String(revisions[1]?.id) };
  const preview = await owner.call<ChangePreview>(planRestore, { params });
  expect(preview.question).toMatchObject({ choices: ['deliver', 'keep', 'drop'] });
  const restoring = (body: object) =>
    owner.call<ChangeStarted>(restore, { method: 'POST', body, params, headers: { 'if-match': '*' } });
  const before = stack.read('.env');
  await expect(restoring({})).rejects.toThrow(/^422 .*"fieldErrors":\{"waiting":/);
  expect(stack.read('.env')).toBe(before);

  expect((await ended((await restoring({ waiting: 'drop' })).taskId)).error).toBeNull();
  expect(stack.read('.env')).toContain(`REMOTE_WRITE_URL=${other.url}`);
  await arrivesAt(other, 'after going back');
  expect(await arrived(other, 'dropped')).toBeNull();
  await one.set('accept');
});

test('an edit of the address by hand is not taken over without saying it; what is dropped never arrives', async () => {
  await leaveWaiting(other, 'by hand');
  stack.setEnv(pointedAt(one));
  const edited = stack.read('.env');
  const adopting = (body: object) =>
    owner.call<ChangeStarted>(adopt, { method: 'POST', body, headers: { 'if-match': '*' } });
  await expect(adopting({})).rejects.toThrow(/^422 .*"fieldErrors":\{"waiting":/);
  expect(stack.read('.env')).toBe(edited);

  expect((await ended((await adopting({ waiting: 'drop' })).taskId)).error).toBeNull();
  expect(stack.read('.env')).toBe(edited);
  await arrivesAt(one, 'after the edit');
  await other.set('accept');
  expect((await applied(variables(pointedAt(other)))).error).toBeNull();
  await arrivesAt(other, 'back again');
  for (const marker of ['dropped', 'restored', 'by hand']) {
    expect(await arrived(one, marker)).toBeNull();
    expect(await arrived(other, marker)).toBeNull();
  }
});

test('an address where nobody takes anything is given up, and the earlier one works on', async () => {
  const before = stack.read('.env');
  const task = await applied(
    variables({ REMOTE_WRITE_URL: other.url.replace('/api/prom/push', '/nowhere') }),
  );
  expect(task).toMatchObject({ state: 'failed', error: { code: 'verify-failed' } });
  expect(stack.read('.env')).toBe(before);
});
