import { afterAll, beforeAll, expect, test } from 'vitest';
import { POST as adopt } from '@/app/api/changes/adopt/route';
import { POST as act } from '@/app/api/services/[name]/actions/route';
import { POST as plan } from '@/app/api/settings/preview/route';
import { PUT as apply, GET as read } from '@/app/api/settings/route';
import type { ChangePreview, ChangeStarted, Settings, SettingsChange } from '@/lib/schemas/settings/settings';
import type { TaskStarted } from '@/lib/schemas/task';
import { readChanges } from '@/lib/server/change/changes';
import { recoverApply } from '@/lib/server/change/recover';
import { createSettingsReader } from '@/lib/server/sight/stack-settings';
import { readMetrics } from '@/lib/server/vmagent/client';
import { claim, type Owner } from '../../../support/panel/panel-client';
import { forgetProcessState } from '../../../support/panel/route-call';
import { waitFor } from '../../../support/run/exec';
import { type TempStack, tempStack } from '../../../support/stack/stack';

const KEY = 'services.node-exporter.deploy';
let stack: TempStack;
let owner: Owner;
let exporter: string | null;

beforeAll(async () => {
  stack = await tempStack({ name: 'foreign', env: { COMPOSE_PROFILES: 'system,local' }, isQuick: true });
  await stack.compose('up', '-d', 'victoria-metrics', 'vmagent', 'node-exporter');
  Object.assign(process.env, stack.env, { WEIR_LOG_LEVEL: 'silent' });
  forgetProcessState();
  await recoverApply();
  owner = await claim();
  await waitFor('vmagent', readMetrics, { timeoutMs: 60_000 });
  exporter = await stack.containerId('node-exporter');
  const image = /^NODE_EXPORTER_IMAGE=(.*)$/m.exec(stack.read('.env'))?.[1];
  const text = stack
    .read('docker-compose.yml')
    .replace(/^ {2}node-exporter:$/m, '  node-exporter:\n    deploy: {labels: {mine: "yes"}}')
    // Two services of the owner's own, one of which is understood and on.
    .replace(
      /^services:$/m,
      `services:\n  plain: {image: ${image}, depends_on: [vmagent]}\n  odd: {image: ${image}, env_file: [own.env]}`,
    );
  stack.write('own.env', '');
  stack.write('docker-compose.yml', text);
});
afterAll(() => stack?.remove());

async function changed(change: SettingsChange) {
  const { taskId } = await owner.call<ChangeStarted>(apply, {
    method: 'PUT',
    body: change,
    headers: { 'if-match': '*' },
  });
  return owner.task(taskId ?? '');
}

test('Compose takes the file, and the edit can be taken over', async () => {
  await stack.compose('config', '--quiet', 'vmagent');
  const { taskId } = await owner.call<ChangeStarted>(adopt, {
    method: 'POST',
    body: {},
    headers: { 'if-match': '*' },
  });
  expect((await owner.task(taskId ?? '')).error).toBeNull();
  expect(await readChanges()).toMatchObject({ handEdits: [], drift: [] });
});

test('what does not touch the service works: a reload, a token, a container that is made anew', async () => {
  const { labels } = await owner.call<Settings>(read);
  expect((await changed({ labels: { ...labels, room: 'attic' } })).error).toBeNull();
  const before = await stack.containerId('vmagent');
  expect((await changed({ buffer: { maxBytes: 2 * 1024 ** 3 } })).error).toBeNull();
  expect(await stack.containerId('vmagent')).not.toBe(before);
  expect((await changed({ retention: { days: 30 } })).error).toBeNull();
  expect(await stack.containerId('node-exporter')).toBe(exporter);
  expect(await readChanges()).toMatchObject({ handEdits: [], drift: [] });
});

test('every preview says what is left as it is, and the panel has a finding', async () => {
  const { words } = await owner.call<ChangePreview>(plan, {
    method: 'POST',
    body: { retention: { days: 31 } },
  });
  expect(words.join('\n')).toContain(KEY);
  expect(words.join('\n')).toMatch(/The service odd is your own .*services\.odd\.env_file/);
  const { notUnderstood, problem } = await createSettingsReader()();
  expect(problem).toBeNull();
  expect(notUnderstood).toEqual([{ service: 'node-exporter', reason: expect.stringContaining(KEY) }]);
});

test('what would touch it is refused with the service and the key, before a byte is written', async () => {
  const env = stack.read('.env');
  const { sources } = await owner.call<Settings>(read);
  const { accessKeyId, regions } = sources.aws;
  const off: SettingsChange = {
    sources: {
      pi: { enabled: false },
      containers: { enabled: true },
      aws: { enabled: false, accessKeyId, regions },
      gcp: { enabled: false, projectId: '' },
    },
  };
  const { problems } = await owner.call<ChangePreview>(plan, { method: 'POST', body: off });
  expect(problems).toMatchObject([{ message: expect.stringMatching(/node-exporter.*deploy/) }]);
  await expect(changed(off)).rejects.toThrow(KEY);
  expect(stack.read('.env')).toBe(env);
  expect(await stack.containerId('node-exporter')).toBe(exporter);
});

test('it can be stopped and started', async () => {
  for (const action of ['stop', 'start', 'restart']) {
    const params = { name: 'node-exporter' };
    const { taskId } = await owner.call<TaskStarted>(act, { method: 'POST', body: { action }, params });
    expect((await owner.task(taskId)).error).toBeNull();
  }
  expect(await stack.containerId('node-exporter')).toBe(exporter);
});

test('without a container it is not made, and the reason names the key', async () => {
  await stack.compose('rm', '-sf', 'node-exporter');
  const params = { name: 'node-exporter' };
  const { taskId } = await owner.call<TaskStarted>(act, {
    method: 'POST',
    body: { action: 'start' },
    params,
  });
  expect((await owner.task(taskId)).error?.message).toContain(KEY);
  expect(await stack.containerId('node-exporter')).toBeNull();
  // Docker Compose makes it.
  await stack.compose('up', '-d', 'node-exporter');
  expect(await readChanges()).toMatchObject({ handEdits: [], drift: [] });
});
