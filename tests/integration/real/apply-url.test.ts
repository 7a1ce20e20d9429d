import { afterAll, beforeAll, expect, test } from 'vitest';
import { getJob } from '@/lib/server/jobs/jobs';
import { startApply } from '@/lib/server/services/apply';
import { planApply } from '@/lib/server/services/apply-plan';
import { recoverApply } from '@/lib/server/services/apply-recover';
import { readMetrics } from '@/lib/server/vmagent/client';
import { applied, ended, variables } from '../../support/apply';
import { type Destination, startDestination } from '../../support/destination';
import { waitFor } from '../../support/exec';
import { forgetProcessState } from '../../support/route-call';
import { type TempStack, tempStack } from '../../support/stack';

let stack: TempStack;
let one: Destination;
let other: Destination;

const pointedAt = ({ url, instanceId, token }: Destination) => ({
  WEIR_DESTINATION: 'grafana-cloud',
  REMOTE_WRITE_URL: url,
  REMOTE_WRITE_USERNAME: instanceId,
  REMOTE_WRITE_TOKEN: token,
});

beforeAll(async () => {
  stack = await tempStack({ name: 'url', env: { COMPOSE_PROFILES: '' } });
  one = await startDestination(stack.engine);
  other = await startDestination(stack.engine, { instanceId: '654321' });
  stack.setEnv(pointedAt(one));
  Object.assign(process.env, stack.env, { WEIR_LOG_LEVEL: 'silent' });
  forgetProcessState();
  await recoverApply();
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
  await fetch(`${stack.env.WEIR_VMAGENT_URL}/api/v1/import/prometheus`, { method: 'POST', body });
  const isWaiting = async () => ((await readMetrics()).pendingBytes ?? 0) > 0;
  // The block that is being sent does not count as waiting; the next one does.
  await waitFor('the buffer to hold it', async () => {
    await fetch(`${stack.env.WEIR_VMAGENT_URL}/api/v1/import/prometheus`, { method: 'POST', body });
    return isWaiting();
  });
}
const arrived = (destination: Destination, marker: string) =>
  destination.scalar(`count_over_time(weir_marker{name="${marker}"}[1h])`);

test('while samples wait, another address is not taken without saying what becomes of them', async () => {
  await leaveWaiting(one, 'kept');
  const plan = await planApply(variables(pointedAt(other)));
  expect(plan.question).toMatchObject({ choices: ['deliver', 'keep', 'drop'] });
  expect(plan.question?.waitingBytes).toBeGreaterThan(0);
  const wish = { who: 'owner', reason: null, ifMatch: '*', edit: variables(pointedAt(other)) } as const;
  await expect(startApply(wish)).rejects.toMatchObject({
    code: 'bad-request',
    fieldErrors: { waiting: expect.any(String) },
  });
  expect(stack.read('.env')).toContain(one.url);
});

test('kept, they stay on the disk and arrive when the address is set again', async () => {
  const job = await applied(variables(pointedAt(other)), { waiting: 'keep' });
  expect(job).toMatchObject({ error: null, outcome: expect.stringContaining('has taken samples') });
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
  const { jobId } = await startApply(wish);
  const isProgressing = () => getJob(jobId ?? '').steps[0]?.progress;
  await waitFor('the bar', isProgressing);
  expect(stack.read('.env')).toContain(`REMOTE_WRITE_URL=${one.url}`);
  await one.set('accept');
  expect((await ended(jobId)).error).toBeNull();
  expect(await arrived(one, 'first')).toBeGreaterThan(0);
  expect(stack.read('.env')).toContain(`REMOTE_WRITE_URL=${other.url}`);
});

test('dropped, they are gone, and the plan says how much that is', async () => {
  await leaveWaiting(other, 'dropped');
  const plan = await planApply(variables(pointedAt(one)), { waiting: 'drop' });
  expect(plan.words[0]).toMatch(/^[\d.]+ [kM]B that wait for the earlier address are thrown away\.$/);
  expect((await applied(variables(pointedAt(one)), { waiting: 'drop' })).error).toBeNull();
  await other.set('accept');
  expect((await applied(variables(pointedAt(other)))).error).toBeNull();
  expect(await arrived(other, 'dropped')).toBeNull();
});

test('an address where nobody takes anything is given up, and the earlier one works on', async () => {
  const before = stack.read('.env');
  const job = await applied(variables({ REMOTE_WRITE_URL: other.url.replace('/api/prom/push', '/nowhere') }));
  expect(job).toMatchObject({ state: 'failed', error: { code: 'verify-failed' } });
  expect(stack.read('.env')).toBe(before);
});
