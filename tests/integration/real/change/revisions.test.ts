import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { POST as adopt } from '@/app/api/changes/adopt/route';
import { POST as revert } from '@/app/api/changes/revert/route';
import { GET as readChanges } from '@/app/api/changes/route';
import { GET as planRestore } from '@/app/api/revisions/[id]/preview/route';
import { POST as restore } from '@/app/api/revisions/[id]/restore/route';
import { GET as readRevision } from '@/app/api/revisions/[id]/route';
import { GET as readRevisions } from '@/app/api/revisions/route';
import { GET as readSettings, PUT as saveSettings } from '@/app/api/settings/route';
import type { Changes, Revision, RevisionDetail } from '@/lib/schemas/revision';
import type { ChangePreview, ChangeStarted, Settings } from '@/lib/schemas/settings/settings';
import type { Task } from '@/lib/schemas/task';
import { recoverApply } from '@/lib/server/change/recover';
import { readMetrics } from '@/lib/server/vmagent/client';
import { readRunningConfig } from '@/lib/server/vmagent/running-config';
import { applied, variables } from '../../../support/panel/apply';
import { claim, type Owner } from '../../../support/panel/panel-client';
import { forgetProcessState } from '../../../support/panel/route-call';
import { waitFor } from '../../../support/run/exec';
import { isRunningConfig } from '../../../support/stack/running-config';
import { type TempStack, tempStack } from '../../../support/stack/stack';

let stack: TempStack;
let owner: Owner;
const CONFIG = 'config/vmagent/prometheus.yml';

beforeAll(async () => {
  stack = await tempStack({ name: 'revisions', env: { COMPOSE_PROFILES: 'local,system' } });
  Object.assign(process.env, stack.env, { WEIR_LOG_LEVEL: 'silent' });
  forgetProcessState();
  await recoverApply();
  owner = await claim();
  await stack.compose('up', '-d', 'victoria-metrics', 'vmagent', 'node-exporter');
  await waitFor('vmagent', readMetrics, { timeoutMs: 60_000 });
});
afterAll(() => stack?.remove());

const seen = async () => (await owner.call<Settings>(readSettings)).revision;
const changes = () => owner.call<Changes>(readChanges);
const revisions = async () => (await owner.call<{ revisions: Revision[] }>(readRevisions)).revisions;
const send = async (
  route: Parameters<Owner['call']>[0],
  method: string,
  body: unknown,
  revision: string,
  params = {},
) => {
  const headers = { 'if-match': `"${revision}"` };
  return owner.call<ChangeStarted>(route, { method, body, headers, params });
};
const save = async (body: unknown, revision?: string) =>
  send(saveSettings, 'PUT', body, revision ?? (await seen()));
async function done({ taskId }: ChangeStarted): Promise<Task> {
  return owner.task(taskId ?? '');
}
const interval = (seconds: number) => ({
  scrape: { 'node-exporter': { intervalSeconds: seconds, timeoutSeconds: null } },
});

describe('the revisions', () => {
  test('begin with the files as they were found', async () => {
    expect(await revisions()).toMatchObject([{ id: 1, who: 'panel', isCurrent: true }]);
    expect(await changes()).toMatchObject({ handEdits: [], drift: [], unsettled: null });
  });

  test('a saved form is an entry with who, what, why and a diff', async () => {
    const task = await done(await save({ ...interval(30), reason: 'finer graphs' }));
    expect(task.error).toBeNull();
    const [newest] = await revisions();
    expect(newest).toMatchObject({ id: 2, who: 'owner', reason: 'finer graphs', isCurrent: true });
    expect(newest?.title).toBe(task.title);
    const detail = await owner.call<RevisionDetail>(readRevision, { params: { id: '2' } });
    expect(detail.changes).toMatchObject([{ path: CONFIG, action: 'change' }]);
    expect(detail.changes[0]?.diff).toMatch(/^-\s+scrape_interval: 60s\n\+\s+scrape_interval: 30s$/m);
  });

  test('what is so already is not saved again', async () => {
    const before = stack.read(CONFIG);
    expect(await save(interval(30))).toEqual({ taskId: null });
    expect(stack.read(CONFIG)).toBe(before);
    expect(await revisions()).toHaveLength(2);
  });
});

describe('two who change the same', () => {
  test('of two browsers that save at once one wins, and the other is told', async () => {
    const revision = await seen();
    const both = await Promise.allSettled([save(interval(20), revision), save(interval(40), revision)]);
    const won = both.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
    const lost = both.flatMap((result) => (result.status === 'rejected' ? [String(result.reason)] : []));
    expect(won).toHaveLength(1);
    expect(lost).toEqual([expect.stringMatching(/409 .*(task-running|revision-conflict)/)]);
    expect((await done(won[0] ?? { taskId: null })).error).toBeNull();
    // The one that lost sees, with its old state, what the other did.
    await expect(save(interval(40), revision)).rejects.toThrow(
      /409 .*revision-conflict.*scrape_interval: [24]0s/,
    );
  });

  test('an edit by hand between reading and saving is a conflict with its diff, and is not lost', async () => {
    const revision = await seen();
    stack.write(CONFIG, stack.read(CONFIG).replace('cluster: raspberrypi', 'cluster: by-hand'));
    await expect(save(interval(55), revision)).rejects.toThrow(
      /409 .*revision-conflict.*\+ {4}cluster: by-hand/,
    );
    expect(stack.read(CONFIG)).toContain('cluster: by-hand');
    await expect(save(interval(55), 'nonsense')).rejects.toThrow(/409 .*revision-conflict/);
  });
});

describe('an edit by hand', () => {
  test('shows as a diff, and as drift where the services run something older', async () => {
    stack.setEnv({ REMOTE_WRITE_MAX_DISK_USAGE: '3GiB' });
    const { handEdits, drift } = await changes();
    expect(handEdits.map(({ path: name }) => name)).toEqual(['.env', CONFIG]);
    expect(handEdits[1]?.diff).toContain('+    cluster: by-hand');
    expect(drift).toMatchObject([{ service: 'vmagent' }]);
  });

  test('is applied as it is', async () => {
    const before = stack.read(CONFIG);
    const task = await done(await send(adopt, 'POST', {}, await seen()));
    expect(task.error).toBeNull();
    expect(stack.read(CONFIG)).toBe(before);
    expect(isRunningConfig(await readRunningConfig(), before)).toBe(true);
    expect((await readMetrics()).maxDiskUsageBytes).toBe(3 * 2 ** 30);
    expect(await changes()).toMatchObject({ handEdits: [], drift: [] });
    expect((await revisions())[0]).toMatchObject({ who: 'hand', isCurrent: true, files: ['.env', CONFIG] });
  });

  test('that vmagent refuses stays in the file, and vmagent keeps the configuration that it has', async () => {
    const good = stack.read(CONFIG);
    const bad = good.replace('global:', 'globall:');
    stack.write(CONFIG, bad);
    const task = await done(await send(adopt, 'POST', {}, await seen()));
    expect(task).toMatchObject({ state: 'failed', error: { code: 'invalid-stack' } });
    expect(task.error?.message).toContain('globall');
    expect(stack.read(CONFIG)).toBe(bad);
    expect(isRunningConfig(await readRunningConfig(), good)).toBe(true);

    const undone = await done(await send(revert, 'POST', {}, await seen()));
    expect(undone.error).toBeNull();
    expect(stack.read(CONFIG)).toBe(good);
    expect(await changes()).toMatchObject({ handEdits: [], drift: [] });
  });

  test('a broken .env is said, and undone too', async () => {
    const good = stack.read('.env');
    stack.write('.env', `${good}\nBROKEN="never closed\n`, 0o600);
    expect((await changes()).handEdits).toMatchObject([{ path: '.env' }]);
    expect((await done(await send(revert, 'POST', {}, (await changes()).revision))).error).toBeNull();
    expect(stack.read('.env')).toBe(good);
  });

  test('of a flag with which vmagent does not start keeps no other change from being put back, nor itself', async () => {
    const good = stack.read('.env');
    stack.setEnv({ REMOTE_WRITE_MAX_DISK_USAGE: 'plenty' });
    const bad = stack.read('.env');
    const task = await applied(variables({ REMOTE_WRITE_USERNAME: 'somebody' }));
    expect(task).toMatchObject({ state: 'failed', error: { code: 'service-unhealthy' } });
    expect(stack.read('.env')).toBe(bad);
    await waitFor('nothing more to be tried', async () => (await changes()).unsettled === null, {
      timeoutMs: 60_000,
    });
    const { handEdits, drift } = await changes();
    expect(handEdits).toMatchObject([{ path: '.env' }]);
    expect(drift).toMatchObject([{ service: 'vmagent' }]);
    await waitFor('vmagent', readMetrics);

    expect((await done(await send(revert, 'POST', {}, await seen()))).error).toBeNull();
    expect(stack.read('.env')).toBe(good);
    expect(await changes()).toMatchObject({ handEdits: [], drift: [] });
  });

  test('a container that somebody removed is drift, and comes back with one button', async () => {
    await stack.engine.docker('rm', '-f', (await stack.containerId('node-exporter')) ?? '');
    expect((await changes()).drift).toMatchObject([{ service: 'node-exporter' }]);
    expect((await done(await send(adopt, 'POST', {}, await seen()))).error).toBeNull();
    expect(await changes()).toMatchObject({ handEdits: [], drift: [] });
  });
});

describe('an earlier revision', () => {
  test('comes back with the secrets of now, and none is kept readable', async () => {
    const set = (token: string, retention: string) =>
      applied(variables({ REMOTE_WRITE_TOKEN: token, VICTORIA_METRICS_RETENTION: retention }));
    expect((await set('first-secret-token', '15d')).error).toBeNull();
    const [then] = await revisions();
    expect((await set('second-secret-token', '16d')).error).toBeNull();

    const params = { id: String(then?.id) };
    const preview = await owner.call<ChangePreview>(planRestore, { params });
    expect(preview.effects).toEqual([{ kind: 'recreate', service: 'victoria-metrics' }]);
    expect(preview.words.at(-1)).toMatch(/REMOTE_WRITE_TOKEN in \.env was different then/);
    expect(JSON.stringify(preview)).not.toContain('secret-token');
    expect(
      (await done(await send(restore, 'POST', { reason: 'back' }, await seen(), params))).error,
    ).toBeNull();
    expect(stack.read('.env')).toContain('VICTORIA_METRICS_RETENTION=15d');
    expect(stack.read('.env')).toContain('REMOTE_WRITE_TOKEN=second-secret-token');
    expect((await revisions())[0]).toMatchObject({ reason: 'back', isCurrent: true });

    const kept = path.join(stack.stateDir, 'revisions');
    const all = readdirSync(kept).map((name) => readFileSync(path.join(kept, name), 'utf8'));
    expect(all.length).toBeGreaterThan(5);
    expect(all.join('')).not.toContain('secret-token');
  });
});

test('an edit by hand with which vmagent ends again and again is undone', async () => {
  const before = stack.read('.env');
  stack.setEnv({ REMOTE_WRITE_MAX_DISK_USAGE: 'plenty' });
  // Its own file, too, so that it is asked for its judgement.
  stack.write(CONFIG, `${stack.read(CONFIG)}# by hand\n`);
  await stack.compose('up', '-d', 'vmagent');
  const restarts = async () =>
    stack.engine.docker('inspect', '-f', '{{.RestartCount}}', (await stack.containerId('vmagent')) ?? '');
  // From then on it waits to be restarted nearly all the time.
  await waitFor('restarts', async () => Number(await restarts()) > 4);
  expect((await done(await send(revert, 'POST', {}, await seen()))).error).toBeNull();
  expect(stack.read('.env')).toBe(before);
  expect(await changes()).toMatchObject({ handEdits: [], drift: [] });
  await waitFor('vmagent', readMetrics);
});
