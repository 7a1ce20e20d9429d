import { rmSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { POST as act } from '@/app/api/services/[name]/actions/route';
import { PUT as changeSettings } from '@/app/api/settings/route';
import { PUT as saveDestination } from '@/app/api/wizard/destination/route';
import { POST as launch } from '@/app/api/wizard/launch/route';
import { PUT as saveName } from '@/app/api/wizard/name/route';
import { PUT as saveSources } from '@/app/api/wizard/sources/route';
import type { Finding, ServiceName } from '@/lib/schemas/snapshot';
import type { ServiceAction, Task, TaskStarted } from '@/lib/schemas/task';
import { live, startLive } from '@/lib/server/live/live';
import { hub } from '@/lib/server/sampler/hub';
import { claim, type Owner } from '../../../support/panel/panel-client';
import { forgetProcessState } from '../../../support/panel/route-call';
import { waitFor } from '../../../support/run/exec';
import { pause } from '../../../support/stack/pause';
import { PI_ONLY } from '../../../support/stack/pipeline';
import { type TempStack, tempStack } from '../../../support/stack/stack';

let stack: TempStack;
let owner: Owner;

beforeAll(async () => {
  stack = await tempStack({ name: 'findings', gateway: { NODE_EXPORTER_IMAGE: 'weir-local/nowhere:1' } });
  Object.assign(process.env, stack.env, { WEIR_LOG_LEVEL: 'silent' });
  forgetProcessState();
  owner = await claim();
  await owner.call(saveDestination, { method: 'PUT', body: { kind: 'local' } });
  await owner.call(saveSources, { method: 'PUT', body: PI_ONLY });
  await owner.call(saveName, { method: 'PUT', body: { cluster: 'shed' } });
  const { taskId } = await owner.call<TaskStarted>(launch, { method: 'POST', body: {} });
  expect(await owner.task(taskId)).toMatchObject({ state: 'succeeded', error: null });
  startLive();
  hub().subscribe(() => undefined);
  await waitFor('a delivery', () => hub().snapshot().verdict.state === 'ok', { timeoutMs: 60_000 });
});
afterAll(async () => {
  live().sampler.stop();
  await stack.remove();
});

async function perform(name: ServiceName, action: ServiceAction): Promise<Task> {
  const { taskId } = await owner.call<TaskStarted>(act, {
    method: 'POST',
    params: { name },
    body: { action },
  });
  return owner.task(taskId);
}
const find = (id: string): Finding | undefined =>
  hub()
    .snapshot()
    .verdict.findings.find((finding) => finding.id === id);
const seen = (id: string) => waitFor(id, () => find(id), { timeoutMs: 30_000 });
const gone = (id: string) => waitFor(`${id} to go`, () => find(id) === undefined, { timeoutMs: 30_000 });
const healthOf = (name: ServiceName) =>
  hub()
    .snapshot()
    .services.find((service) => service.name === name)?.health;
const docker = async (verb: string, name: ServiceName) =>
  stack.engine.docker(verb, (await stack.containerId(name)) ?? '');

describe('after a start', () => {
  test('the store is known to work when it answers, long before Docker’s first check', async () => {
    const task = await perform('victoria-metrics', 'restart');
    expect(task).toMatchObject({
      state: 'succeeded',
      outcome: 'victoria-metrics was restarted. It answers.',
    });
  });

  test('an exporter is waited for until it is scraped or has stayed up, and its pill tells what is known', async () => {
    const task = await perform('node-exporter', 'restart');
    expect(task.outcome).toMatch(/^node-exporter was restarted\. (vmagent has scraped it|It has stayed up)/);
    await waitFor('the pill', () => healthOf('node-exporter') !== 'starting');
  });

  test('vmagent is known to work when its new process answers', async () => {
    const task = await perform('vmagent', 'restart');
    expect(task.outcome).toMatch(/^vmagent was restarted\. Its new process answers\. Samples were delivered/);
    await waitFor('the pill', () => healthOf('vmagent') === 'healthy');
  });

  test('three restarts that were asked for are no restart loop', async () => {
    for (let n = 0; n < 3; n++) await docker('restart', 'node-exporter');
    await hub().refresh();
    expect(find('service-restart-loop-node-exporter')).toBeUndefined();
  });
});

test('a paused vmagent is called paused, and works again when it was restarted', async () => {
  await pause(docker, 'vmagent');
  expect((await seen('vmagent-paused')).fix).toContain('unpause');
  expect(find('vmagent-down')).toBeUndefined();
  expect(await perform('vmagent', 'restart')).toMatchObject({ state: 'succeeded' });
  await gone('vmagent-paused');
});

test('a paused exporter is called paused', async () => {
  await pause(docker, 'node-exporter');
  await seen('service-paused-node-exporter');
  await docker('unpause', 'node-exporter');
  await gone('service-paused-node-exporter');
});

test.each([
  ['.env', 'WEIR_BROKEN="no end\n', /^Line \d+ of \.env has a quote that is not closed\.$/],
  ['docker-compose.yml', '\n  broken: [\n', /^docker-compose\.yml is no valid YAML: line \d+: /],
])('a broken %s under a stack that runs is found, with its line', async (file, added, words) => {
  const text = stack.read(file);
  stack.write(file, text + added, 0o600);
  expect(await seen('stack-file-broken')).toMatchObject({
    severity: 'warning',
    title: expect.stringMatching(words),
  });
  expect(hub().snapshot().verdict.state).not.toBe('ok');
  stack.write(file, text, 0o600);
  await gone('stack-file-broken');
});

test('a file that Docker Compose reads on top is named, and no change undoes what stands in it', async () => {
  const override = 'docker-compose.override.yml';
  const text = 'services:\n  vmagent:\n    environment: {SITE: attic}\n';
  stack.write(override, text);
  expect(await seen('stack-file-broken')).toMatchObject({
    severity: 'warning',
    title: `Docker Compose would read ${override} on top of docker-compose.yml, and Weir does not.`,
    fix: expect.stringContaining(`remove ${override}`),
  });
  const before = stack.read('.env');
  const change = owner.call(changeSettings, {
    method: 'PUT',
    headers: { 'if-match': '*' },
    body: { labels: { cluster: 'attic' } },
  });
  await expect(change).rejects.toThrow(/^409 .*docker-compose\.override\.yml/);
  expect(await perform('node-exporter', 'start')).toMatchObject({
    state: 'failed',
    error: { code: 'invalid-stack', message: expect.stringContaining(override) },
  });
  expect(stack.read('.env')).toBe(before);
  expect(stack.read(override)).toBe(text);
  rmSync(path.join(stack.dir, override));
  await gone('stack-file-broken');
});

describe('a configuration of vmagent without any target', () => {
  const file = 'config/vmagent/prometheus.yml';
  const message = expect.stringContaining('no target is configured: nothing is collected');

  test.each(['reload', 'restart'] as const)('is said by a %s and by a finding', async (action) => {
    const text = stack.read(file);
    stack.write(file, '');
    expect(await perform('vmagent', action)).toMatchObject({
      state: 'failed',
      error: { code: 'verify-failed', message },
    });
    await seen('no-targets');
    stack.write(file, text);
    expect(await perform('vmagent', action)).toMatchObject({ state: 'succeeded' });
    await gone('no-targets');
  });

  test('one that cannot be read keeps vmagent from starting, in its own words', async () => {
    const text = stack.read(file);
    stack.write(file, 'scrape_configs: [\n');
    const task = await perform('vmagent', 'restart');
    expect(task).toMatchObject({ state: 'failed', error: { code: 'service-unhealthy' } });
    expect(task.error?.hint).toContain('prometheus.yml');
    await seen('service-restart-loop-vmagent');
    stack.write(file, text);
    expect(await perform('vmagent', 'restart')).toMatchObject({ state: 'succeeded' });
    await gone('service-restart-loop-vmagent');
  });
});

describe('files that what runs has not followed', () => {
  test('are found soon after the edit, with the service, and gone with it', async () => {
    const text = stack.read('.env');
    stack.setEnv({ REMOTE_WRITE_MAX_DISK_USAGE: '2GiB' });
    const finding = await seen('config-drift');
    expect(finding).toMatchObject({ severity: 'info', href: '/changes' });
    expect(finding.evidence).toBe('vmagent runs with older settings than the files say.');
    expect(hub().snapshot().verdict.state).toBe('ok');
    stack.write('.env', text, 0o600);
    await gone('config-drift');
  });

  test('an image that is nowhere is why a service has no container', async () => {
    const text = stack.read('.env');
    stack.setEnv({ NODE_EXPORTER_IMAGE: 'weir-local/nowhere:1' });
    await stack.engine.docker('rm', '-f', (await stack.containerId('node-exporter')) ?? '');
    const finding = await seen('image-missing-node-exporter');
    expect(finding).toMatchObject({ severity: 'warning', evidence: 'weir-local/nowhere:1' });
    expect(find('service-missing-node-exporter')).toBeUndefined();
    stack.write('.env', text, 0o600);
    await gone('image-missing-node-exporter');
    expect(await perform('node-exporter', 'start')).toMatchObject({ state: 'succeeded' });
    await gone('service-missing-node-exporter');
  });
});

test('a process that the kernel ends for want of memory is found though the service goes on', async () => {
  const id = (await stack.containerId('node-exporter')) ?? '';
  // dd takes its block size in memory, which is more than the container may have.
  await stack.engine
    .docker('exec', id, 'dd', 'if=/dev/zero', 'of=/dev/null', 'bs=400M', 'count=1')
    .catch(() => '');
  const finding = await seen('service-out-of-memory-node-exporter');
  expect(finding.consequence).toBe('It runs. There may be a gap of some seconds.');
});
