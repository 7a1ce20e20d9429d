import { statSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { POST as act } from '@/app/api/services/[name]/actions/route';
import { GET as downloadLogs } from '@/app/api/services/[name]/logs/download/route';
import { GET as readLogs } from '@/app/api/services/[name]/logs/route';
import { GET as followLogs } from '@/app/api/services/[name]/logs/stream/route';
import { PUT as saveDestination } from '@/app/api/wizard/destination/route';
import { POST as launch } from '@/app/api/wizard/launch/route';
import { PUT as saveName } from '@/app/api/wizard/name/route';
import { GET as review } from '@/app/api/wizard/review/route';
import { GET as readWizard } from '@/app/api/wizard/route';
import { PUT as saveSources } from '@/app/api/wizard/sources/route';
import type { LaunchPreview } from '@/lib/schemas/settings/launch';
import type { TaskStarted } from '@/lib/schemas/task';
import type { WizardState } from '@/lib/schemas/wizard';
import { fakeGoogleKey } from '../../../support/fakes/gcp/keys.ts';
import { claim, type Owner } from '../../../support/panel/panel-client';
import { forgetProcessState, panelRequest } from '../../../support/panel/route-call';
import { queryVictoria } from '../../../support/stack/destination';
import { type TempStack, tempStack } from '../../../support/stack/stack';

let stack: TempStack;
let owner: Owner;

const off = {
  pi: { enabled: true },
  containers: { enabled: false },
  aws: { enabled: false },
  gcp: { enabled: false },
};

beforeAll(async () => {
  stack = await tempStack({ name: 'launch', isQuick: true });
  Object.assign(process.env, stack.env, { WEIR_LOG_LEVEL: 'silent' });
  forgetProcessState();
  owner = await claim();
});
afterAll(() => stack.remove());

async function runLaunch() {
  const { taskId } = await owner.call<TaskStarted>(launch, { method: 'POST', body: {} });
  return owner.task(taskId);
}

/** Asks the database itself, not the panel. */
const query = (promql: string) =>
  queryVictoria(`http://127.0.0.1:${stack.ports.VICTORIA_METRICS_PORT}`, promql);

describe('the wizard with the destination on this Pi', () => {
  test('answers are kept across a restart of the panel, and the review says what will happen', async () => {
    await owner.call(saveDestination, { method: 'PUT', body: { kind: 'local' } });
    await owner.call(saveSources, { method: 'PUT', body: off });
    forgetProcessState();
    expect(await owner.call<WizardState>(readWizard)).toMatchObject({ step: 'name', isComplete: false });
    await owner.call(saveName, { method: 'PUT', body: { cluster: 'attic' } });

    const preview = await owner.call<LaunchPreview>(review);
    expect(preview.problems).toEqual([]);
    expect(preview.services.map(({ name }) => name)).toEqual([
      'victoria-metrics',
      'node-exporter',
      'vmagent',
    ]);
    expect(preview.services.map(({ supply }) => supply.state)).toEqual(['here', 'here', 'here']);
    expect(preview.leftOut).toEqual([]);
    const config = preview.files.find(({ path }) => path === 'config/vmagent/prometheus.yml');
    expect(config?.diff).toMatch(/^-\s+cluster: raspberrypi\n\+\s+cluster: attic$/m);
  });

  test('a port that another container has is named, with the variable that moves it', async () => {
    const name = `${stack.project}-squatter`;
    const port = `127.0.0.1:${stack.ports.VMAGENT_PORT}:80`;
    const image = stack.read('.env').match(/^VMAGENT_IMAGE=(.+)$/m)?.[1] ?? '';
    const label = `com.docker.compose.project=${stack.project}-other`;
    await stack.engine.docker(
      'run',
      '-d',
      '--name',
      name,
      '-p',
      port,
      '--label',
      label,
      '--entrypoint',
      'sleep',
      image,
      '300',
    );
    expect((await owner.call<LaunchPreview>(review)).problems).toEqual([
      {
        message: expect.stringMatching(new RegExp(`${stack.ports.VMAGENT_PORT}.*container ${name}`)),
        hint: expect.stringContaining('VMAGENT_PORT'),
        step: null,
      },
    ]);
    const task = await runLaunch();
    expect(task).toMatchObject({ state: 'failed', error: { message: expect.stringContaining(name) } });
    await stack.engine.docker('rm', '-f', name);
  });

  test('the launch ends with a sample that was seen delivered', async () => {
    const task = await runLaunch();
    expect(task.error).toBeNull();
    expect(task.steps.map(({ id, state }) => [id, state])).toEqual(
      ['check', 'images', 'validate', 'write', 'start', 'healthy', 'scrape', 'deliver', 'sources'].map(
        (id) => [id, 'done'],
      ),
    );
    expect(task.outcome).toMatch(/^The first sample was delivered \d+ s after the launch\.$/);

    await expect.poll(async () => (await query('up{job="node-exporter",cluster="attic"}'))[0]?.value).toBe(1);
    const count = async () => (await query('count({cluster="attic"})'))[0]?.value;
    await expect.poll(count).toBeGreaterThanOrEqual(300);
    expect(await owner.call<WizardState>(readWizard)).toMatchObject({ isComplete: true, step: 'review' });
    // So that compose/up in a second folder with the same project does not take the data over.
    const format = '{{index .Labels "com.docker.compose.project.working_dir"}}';
    const volume = `${stack.project}_vmagent-data`;
    expect(await stack.engine.docker('volume', 'inspect', '--format', format, volume)).toBe(stack.dir);
  });

  test('a second launch finds everything done and leaves the containers alone', async () => {
    const before = await stack.containerId('vmagent');
    const task = await runLaunch();
    expect(task.error).toBeNull();
    expect(task.steps.find(({ id }) => id === 'write')?.detail).toBe('All files are as they should be.');
    expect(await stack.containerId('vmagent')).toBe(before);
  });

  test('a launch mends what was left half-way: a container that is gone and a list that is empty', async () => {
    await stack.engine.docker('rm', '-f', (await stack.containerId('vmagent')) ?? '');
    stack.write('config/vmagent/targets/node-exporter.yml', '[]\n');
    expect(await runLaunch()).toMatchObject({ state: 'succeeded', error: null });
    expect(stack.read('config/vmagent/targets/node-exporter.yml')).toContain('host.docker.internal');
    expect(await query('up{job="node-exporter"} == 1')).toHaveLength(1);
  });

  test('a restart of vmagent is confirmed by its new process and by delivery', async () => {
    const { taskId } = await owner.call<TaskStarted>(act, {
      method: 'POST',
      params: { name: 'vmagent' },
      body: { action: 'restart' },
    });
    const task = await owner.task(taskId);
    expect(task).toMatchObject({ state: 'succeeded', error: null });
    expect(task.outcome).toContain('Samples were delivered after the restart.');
  });

  test('a reload of vmagent is confirmed, and one of a broken file is refused', async () => {
    const reload = async () => {
      const options = { method: 'POST', params: { name: 'vmagent' }, body: { action: 'reload' } };
      return owner.task((await owner.call<TaskStarted>(act, options)).taskId);
    };
    const text = stack.read('config/vmagent/prometheus.yml');
    stack.write('config/vmagent/prometheus.yml', text.replace('cluster: attic', 'cluster: cellar'));
    expect(await reload()).toMatchObject({ state: 'succeeded' });
    stack.write('config/vmagent/prometheus.yml', text.replace('global:', 'globall:'));
    expect(await reload()).toMatchObject({ state: 'failed', error: { code: 'verify-failed' } });
    stack.write('config/vmagent/prometheus.yml', text);
    expect(await reload()).toMatchObject({ state: 'succeeded' });
  });

  test('the check refuses a file that vmagent would not take, and nothing is changed', async () => {
    const text = stack.read('config/vmagent/prometheus.yml');
    stack.write('config/vmagent/prometheus.yml', text.replace('scrape_configs:', 'scrape_confiks:'));
    await owner.call(saveName, { method: 'PUT', body: { cluster: 'roof' } });
    const task = await runLaunch();
    expect(task).toMatchObject({ state: 'failed', error: { code: 'invalid-stack' } });
    expect(task.error?.message).toContain('scrape_confiks');
    expect(stack.read('config/vmagent/prometheus.yml')).toContain('cluster: attic');
    stack.write('config/vmagent/prometheus.yml', text);
  });

  test('a source that is switched off is stopped and removed, and its target list emptied', async () => {
    await owner.call(saveSources, {
      method: 'PUT',
      body: { ...off, pi: { enabled: false }, containers: { enabled: true } },
    });
    const preview = await owner.call<LaunchPreview>(review);
    expect(preview.services.map(({ name }) => name)).toContain('cadvisor');
    await owner.call(saveSources, {
      method: 'PUT',
      body: {
        ...off,
        pi: { enabled: false },
        aws: {
          enabled: true,
          accessKeyId: `AKIA${'A'.repeat(16)}`,
          secretAccessKey: 'b'.repeat(40),
          regions: ['eu-west-1', 'eu-north-1'],
          services: ['lambda', 'ecs', 'container-insights', 'api-http'],
        },
        gcp: { enabled: true, projectId: 'garden-pond', keyJson: fakeGoogleKey('garden-pond') },
      },
    });
    const task = await runLaunch();
    expect(task.error).toBeNull();
    // Without their clouds they give nothing; their containers run.
    expect(task.leftOut?.filter(({ action }) => action !== null) ?? []).toEqual([]);
    expect(await stack.containerId('node-exporter')).toBeNull();
    expect(statSync(path.join(stack.dir, 'config/gcp/key.json')).mode & 0o777).toBe(0o600);
    expect(stack.read('config/vmagent/targets/node-exporter.yml')).toMatch(/^\[\]$/m);
    expect(stack.read('config/vmagent/targets/yace.yml')).toContain('- targets: ["yace:5000"]');
    const jobs = stack.read('config/yace/config.yml');
    expect(jobs.match(/regions: \[eu-west-1, eu-north-1\]/g)).toHaveLength(4);
    expect(jobs.match(/(?<=- type: ).*/g)).toEqual([
      'AWS/Lambda',
      'AWS/ECS',
      'ECS/ContainerInsights',
      'AWS/ApiGateway',
    ]);
  });

  test('YACE’s reload is confirmed by its log, and a file that it refuses is told from one that it takes', async () => {
    const reload = async () => {
      const options = { method: 'POST', params: { name: 'yace' }, body: { action: 'reload' } };
      return owner.task((await owner.call<TaskStarted>(act, options)).taskId);
    };
    expect(await reload()).toMatchObject({ state: 'succeeded' });
    const text = stack.read('config/yace/config.yml');
    stack.write('config/yace/config.yml', text.replace('type: AWS/Lambda', 'type: lambda'));
    const task = await reload();
    expect(task).toMatchObject({ state: 'failed', error: { code: 'verify-failed' } });
    expect(task.error?.message).toMatch(/lambda/);
    stack.write('config/yace/config.yml', text);
  });

  test('a log is followed in batches and downloaded as a file', async () => {
    const context = { params: Promise.resolve({ name: 'vmagent' }) };
    const stream = await followLogs(panelRequest('/x?tail=3', { cookie: owner.cookie }), context);
    expect(stream.headers.get('content-type')).toContain('text/event-stream');
    const reader = stream.body?.pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    while (!text.includes('event: line')) text += (await reader?.read())?.value ?? '';
    await reader?.cancel();
    expect(JSON.parse(/data: (\[.*\])/.exec(text)?.[1] ?? '')[0]).toMatchObject({
      stream: expect.any(String),
    });

    const file = await downloadLogs(panelRequest('/x', { cookie: owner.cookie }), context);
    expect(file.headers.get('content-disposition')).toMatch(
      /attachment; filename="[\w-]+-vmagent-[\d-]+\.log"/,
    );
    expect(await file.text()).toMatch(/^\d{4}-\d\d-\d\dT.*vmagent/m);
  });

  test('no secret is in a log or in an answer', async () => {
    const { lines } = await owner.call<{ lines: { text: string }[] }>(readLogs, { params: { name: 'yace' } });
    expect(lines.length).toBeGreaterThan(0);
    const preview = await owner.call<LaunchPreview>(review);
    expect(JSON.stringify([lines, preview, await owner.call(readWizard)])).not.toContain('b'.repeat(40));
  });
});
