import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { POST as open } from '@/app/api/backup/restore/[id]/open/route';
import { GET as preview } from '@/app/api/backup/restore/[id]/preview/route';
import { POST as restore } from '@/app/api/backup/restore/[id]/route';
import { POST as bring } from '@/app/api/backup/restore/route';
import { GET as readSettings, PUT as saveSettings } from '@/app/api/settings/route';
import type { LockedBackup } from '@/lib/schemas/backup/restore';
import type { ChangePreview, ChangeStarted, Settings } from '@/lib/schemas/settings/settings';
import { makeArchive } from '@/lib/server/backup/archive';
import { recoverApply } from '@/lib/server/change/recover';
import { unsettledReason } from '@/lib/server/change/state';
import { stateText, writeState } from '@/lib/server/files/state/state-store';
import { readMetrics } from '@/lib/server/vmagent/client';
import { readRunningConfig } from '@/lib/server/vmagent/running-config';
import { bundled } from '../../../support/panel/bundle';
import { claim, type Owner } from '../../../support/panel/panel-client';
import { forgetProcessState, panelRequest } from '../../../support/panel/route-call';
import { run, waitFor } from '../../../support/run/exec';
import { isRunningConfig } from '../../../support/stack/running-config';
import { type TempStack, tempStack } from '../../../support/stack/stack';

const CONFIG = 'config/vmagent/prometheus.yml';
const passphrase = 'frogs between the lilies';
const RULES = { off: ['WeirDrift'], limits: {} };

let stack: TempStack;
let owner: Owner;
beforeAll(async () => {
  stack = await tempStack({ name: 'restore', env: { COMPOSE_PROFILES: 'local,system' }, gateway: {} });
  Object.assign(process.env, stack.env, { WEIR_LOG_LEVEL: 'silent' });
  forgetProcessState();
  await recoverApply();
  owner = await claim();
  await stack.compose('up', '-d', 'victoria-metrics', 'vmagent', 'node-exporter');
  await waitFor('vmagent', readMetrics, { timeoutMs: 60_000 });
});
afterAll(() => stack?.remove());

const state = (name: string) => path.join(stack.stateDir, `${name}.json`);
const settings = () => owner.call<Settings>(readSettings);
async function brought(content: Uint8Array): Promise<string> {
  const headers = { 'content-type': 'application/octet-stream' };
  const request = panelRequest('/x', { method: 'POST', cookie: owner.cookie, headers });
  const answer = await bring(new Request(request, { body: Buffer.from(content), method: 'POST' }));
  const { id } = (await answer.json()) as LockedBackup;
  await owner.call(open, { method: 'POST', params: { id }, body: { secret: passphrase } });
  return id;
}
async function started(id: string, cluster: string): Promise<ChangeStarted> {
  const seen = await owner.call<ChangePreview>(preview, { params: { id }, query: `?cluster=${cluster}` });
  expect(seen.problems).toEqual([]);
  const headers = { 'if-match': `"${seen.revision}"` };
  return owner.call<ChangeStarted>(restore, { method: 'POST', params: { id }, body: { cluster }, headers });
}

test('settings, services and states are those of the backup again; password and sessions stay', async () => {
  await writeState('alert-rules', RULES);
  const files = [stack.read(CONFIG), stack.read('.env')];
  const { content } = await makeArchive({ passphrase });
  const { revision, labels } = await settings();
  const change = { scrape: { 'node-exporter': { intervalSeconds: 15, timeoutSeconds: null } } };
  const headers = { 'if-match': `"${revision}"` };
  const saved = await owner.call<ChangeStarted>(saveSettings, { method: 'PUT', body: change, headers });
  expect((await owner.task(saved.taskId ?? '')).error).toBeNull();
  await writeState('alert-rules', { off: [], limits: {} });
  const auth = readFileSync(state('auth'), 'utf8');

  const { taskId } = await started(await brought(content), labels.cluster ?? '');
  expect((await owner.task(taskId ?? '')).error).toBeNull();
  expect([stack.read(CONFIG), stack.read('.env')]).toEqual(files);
  expect(isRunningConfig(await readRunningConfig(), stack.read(CONFIG))).toBe(true);
  expect(JSON.parse(readFileSync(state('alert-rules'), 'utf8'))).toEqual(RULES);
  expect(readFileSync(state('auth'), 'utf8')).toBe(auth);
  await settings();
});

test('a backup of another Pi under a name of its own; only a state differs, and it is taken', async () => {
  const { content } = await makeArchive({ passphrase });
  const { taskId } = await started(await brought(content), 'pi-cellar');
  expect((await owner.task(taskId ?? '')).error).toBeNull();
  expect((await settings()).labels.cluster).toBe('pi-cellar');
  const again = await makeArchive({ passphrase });
  await writeState('alert-rules', { off: [], limits: {} });
  expect(await started(await brought(again.content), 'pi-cellar')).toEqual({ taskId: null });
  expect(JSON.parse(readFileSync(state('alert-rules'), 'utf8'))).toEqual(RULES);
});

test('what the program refuses leaves files, services and states as they were', async () => {
  const before = stack.read(CONFIG);
  const broken = before.replace(/^scrape_configs:/m, 'scrape_configs_of_another_kind:');
  expect(broken).not.toBe(before);
  writeFileSync(path.join(stack.dir, CONFIG), broken);
  const { content } = await makeArchive({ passphrase });
  writeFileSync(path.join(stack.dir, CONFIG), before);
  await writeState('alert-rules', { off: [], limits: {} });
  const { taskId } = await started(await brought(content), 'pi-cellar');
  expect((await owner.task(taskId ?? '')).state).toBe('failed');
  expect(stack.read(CONFIG)).toBe(before);
  expect(JSON.parse(readFileSync(state('alert-rules'), 'utf8'))).toEqual({ off: [], limits: {} });
});

test('killed between the states and the moment from which the restore counts, all is back after the next start', async () => {
  const before = stack.read(CONFIG);
  await writeState('alert-rules', { off: [], limits: {} });
  const program = await bundled(
    'restore-killed',
    `import fs from 'node:fs';
    import { syncBuiltinESMExports } from 'node:module';
    import { startApply } from '@/lib/server/change/apply';
    import { onTask } from '@/lib/server/tasks/tasks';
    const { rename } = fs.promises;
    fs.promises.rename = (from, to) =>
      /revisions.\\d+\\.json$/.test(String(to)) ? process.kill(process.pid, 'SIGKILL') : rename(from, to);
    syncBuiltinESMExports();
    onTask(({ state, error }) => {
      if (state === 'running') return;
      console.error(error);
      process.exit(3);
    });
    const named = (texts) => texts.get('vmagent-config').replace(/cluster: .*/, 'cluster: pi-killed');
    await startApply({
      who: 'owner',
      reason: null,
      ifMatch: '*',
      edit: (texts) => ({ texts: new Map(texts).set('vmagent-config', named(texts)), title: 'Restored', problems: [] }),
      states: new Map([['alert-rules', ${JSON.stringify(stateText(RULES))}]]),
    });`,
  );
  const { code, stderr } = await run(process.execPath, [program], { env: process.env });
  expect(code, stderr).not.toBe(3);
  expect(stack.read(CONFIG)).toContain('cluster: pi-killed');
  expect(JSON.parse(readFileSync(state('alert-rules'), 'utf8'))).toEqual(RULES);

  await recoverApply();
  expect(stack.read(CONFIG)).toBe(before);
  expect(JSON.parse(readFileSync(state('alert-rules'), 'utf8'))).toEqual({ off: [], limits: {} });
  await waitFor('everything settled', () => unsettledReason() === null, { timeoutMs: 60_000 });
  expect(isRunningConfig(await readRunningConfig(), before)).toBe(true);
});
