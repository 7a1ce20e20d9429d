import { cpSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { POST as act } from '@/app/api/services/[name]/actions/route';
import { GET as readTask } from '@/app/api/tasks/[id]/route';
import { PUT as saveDestination } from '@/app/api/wizard/destination/route';
import { POST as testDestination } from '@/app/api/wizard/destination/test/route';
import { GET as readImages } from '@/app/api/wizard/images/route';
import { POST as launch } from '@/app/api/wizard/launch/route';
import { PUT as saveName } from '@/app/api/wizard/name/route';
import { GET as review } from '@/app/api/wizard/review/route';
import { GET as readWizard } from '@/app/api/wizard/route';
import { POST as checkSources } from '@/app/api/wizard/sources/check/route';
import { PUT as saveSources } from '@/app/api/wizard/sources/route';
import type { ErrorBody } from '@/lib/schemas/error';
import type { SourceImages } from '@/lib/schemas/images';
import { type LaunchPreview, launchStepIds } from '@/lib/schemas/settings/launch';
import type { TaskStarted } from '@/lib/schemas/task';
import type { ProbeResult, WizardState } from '@/lib/schemas/wizard';
import { FakeGrafanaGateway } from '../support/fakes/fake-grafana-gateway.ts';
import { claim, type Owner } from '../support/panel/panel-client.ts';
import { forgetProcessState, panelRequest } from '../support/panel/route-call.ts';
import { NO_SOURCES, PI_ONLY } from '../support/stack/pipeline.ts';
import { repoDir } from '../support/stack/stack.ts';

let folder: string;
let owner: Owner;
const token = `glc_${Buffer.from('{"o":"7","n":"weir","k":"k"}').toString('base64')}`;
const secretAccessKey = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'weir-wizard-'));
  for (const name of ['docker-compose.yml', '.env.example', 'config.example']) {
    cpSync(path.join(repoDir, 'compose', name), path.join(folder, name), { recursive: true });
  }
  Object.assign(process.env, {
    WEIR_STACK_DIR: folder,
    WEIR_STATE_DIR: path.join(folder, '.weir'),
    WEIR_HOST_NAME: 'pond.local',
    DOCKER_HOST: `unix://${folder}/no-engine.sock`,
    WEIR_VMAGENT_URL: 'http://127.0.0.1:9',
    WEIR_LOG_LEVEL: 'silent',
  });
  forgetProcessState();
  owner = await claim();
});
afterEach(() => rmSync(folder, { recursive: true }));

const put = (route: typeof saveName, body: object) => owner.call<WizardState>(route, { method: 'PUT', body });
const answersFile = () => path.join(folder, '.weir/setup-draft.json');

async function refused(route: Parameters<Owner['call']>[0], method: string, body: object, params = {}) {
  const request = panelRequest('/x', { method, body, cookie: owner.cookie });
  const response = await route(request, { params: Promise.resolve(params) });
  const { error } = (await response.json()) as ErrorBody;
  return {
    status: response.status,
    code: error.code,
    message: error.message,
    fieldErrors: error.fieldErrors,
  };
}

describe('what was answered', () => {
  test('begins with every question open and offers the name of the host', async () => {
    expect(await owner.call<WizardState>(readWizard)).toEqual({
      step: 'destination',
      isComplete: false,
      hasDelivered: false,
      destination: null,
      sources: null,
      cluster: null,
      suggestedCluster: 'pond',
      runningTaskId: null,
    });
  });

  test('keeps secrets in a private file, shows none, and survives a restart', async () => {
    const cloud = {
      kind: 'grafana-cloud',
      url: 'https://prometheus-1.grafana.net/api/prom/push',
      instanceId: '1',
    };
    await put(saveDestination, { ...cloud, token });
    await put(saveSources, {
      ...PI_ONLY,
      aws: { enabled: true, accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey, regions: ['eu-west-1'] },
    });
    const { aws } = (
      await put(saveSources, {
        ...PI_ONLY,
        aws: { enabled: true, accessKeyId: 'AKIAIOSFODNN7EXAMPLE', regions: ['eu-west-1', 'eu-north-1'] },
      })
    ).sources ?? { aws: null };
    expect(aws).toMatchObject({
      secret: { isSet: true, lastFour: 'EKEY' },
      regions: ['eu-west-1', 'eu-north-1'],
    });
    expect(statSync(answersFile()).mode & 0o777).toBe(0o600);
    forgetProcessState();
    const state = await owner.call<WizardState>(readWizard);
    expect(state).toMatchObject({ step: 'name', destination: { username: '1', secret: { isSet: true } } });
    const shown = JSON.stringify([state, await owner.call(review)]);
    expect(shown).not.toContain(token);
    expect(shown).not.toContain(secretAccessKey);
    expect(readFileSync(answersFile(), 'utf8')).toContain(token);
  });

  test('does not hand a saved token to another host, in the test neither', async () => {
    const gateway = await FakeGrafanaGateway.start();
    gateway.answers(204, '');
    const at = (url: string) => ({ kind: 'grafana-cloud', url, instanceId: '1' });
    await put(saveDestination, { ...at('https://prometheus-1.grafana.net/api/prom/push'), token });
    const result = await owner.call<ProbeResult>(testDestination, {
      method: 'POST',
      body: at(`${gateway.origin}/api/prom/push`),
    });
    await gateway.stop();
    expect(result).toMatchObject({ outcome: 'wrong-token', field: 'token' });
    expect(gateway.seen).toEqual([]);
  });

  test('names the field that is wrong', async () => {
    const cloud = {
      kind: 'grafana-cloud',
      url: 'https://prometheus-1.grafana.net/api/prom/push',
      instanceId: '1',
    };
    expect(await refused(saveDestination, 'PUT', cloud)).toMatchObject({
      status: 422,
      fieldErrors: { token: expect.stringContaining('glc_') },
    });
    expect(
      await refused(saveDestination, 'PUT', { ...cloud, instanceId: 'me@example.net', token }),
    ).toMatchObject({
      status: 422,
      fieldErrors: { instanceId: expect.stringContaining('number') },
    });
    expect(await refused(saveName, 'PUT', { cluster: 'a b' })).toMatchObject({
      status: 422,
      fieldErrors: { cluster: expect.any(String) },
    });
  });

  test('that is damaged is named, and the way out', async () => {
    await put(saveName, { cluster: 'pond' });
    writeFileSync(answersFile(), '{"clust');
    const response = await readWizard(panelRequest('/x', { cookie: owner.cookie }));
    expect(response.status).toBe(409);
    expect((await response.json()).error.message).toContain('.weir/setup-draft.json');
  });

  test('checks credentials as they are typed', async () => {
    const body = { ...NO_SOURCES, aws: { enabled: true, accessKeyId: secretAccessKey, regions: [] } };
    expect(await owner.call(checkSources, { method: 'POST', body })).toMatchObject({
      aws: { ok: false, message: expect.stringContaining('looks like the secret') },
      gcp: null,
    });
  });
});

describe('before the launch', () => {
  test('the review names what is open', async () => {
    const preview = await owner.call<LaunchPreview>(review);
    expect(preview.problems.map(({ step }) => step)).toEqual(['destination', 'sources', 'name']);
  });

  test('the review shows the files and every problem, the engine’s too', async () => {
    await put(saveDestination, { kind: 'local' });
    await put(saveSources, { ...NO_SOURCES, gcp: { enabled: true, projectId: '' } });
    await put(saveName, { cluster: 'pond' });
    const preview = await owner.call<LaunchPreview>(review);
    expect(preview.problems.map(({ message, step }) => [step, message])).toEqual([
      ['sources', expect.stringContaining('Add the key file')],
      [null, expect.stringContaining('does not answer')],
    ]);
    expect(preview.files.find((file) => file.path === '.env')).toMatchObject({
      action: 'create',
      diff: expect.stringContaining('+COMPOSE_PROFILES=local,gcp'),
    });
    expect(preview.services).toContainEqual({
      name: 'stackdriver-exporter',
      image: expect.stringContaining('stackdriver'),
      supply: { state: 'unknown', words: expect.any(String) },
    });
  });

  test('what a source would fetch is unknown while the engine does not answer, and says so', async () => {
    const { sources } = await owner.call<SourceImages>(readImages);
    expect(sources.map(({ source, state }) => [source, state])).toEqual([
      ['aws', 'unknown'],
      ['gcp', 'unknown'],
      ['pi', 'unknown'],
      ['containers', 'unknown'],
    ]);
    expect(sources[0]?.words).toContain('Docker Engine does not answer');
  });

  test.each([
    ['config/vmagent/prometheus.yml', 'global: [\n', /^config\/vmagent\/prometheus\.yml: .* line \d+\./],
    ['config/yace/config.yml', 'discovery: [\n', /^config\/yace\/config\.yml: .* line \d+\./],
    ['.env', 'A="open\n', /^Line 1 of \.env /],
  ])('a hand edit of %s to %j is answered with the name of the file', async (file, text, message) => {
    await put(saveDestination, { kind: 'local' });
    await put(saveSources, PI_ONLY);
    await put(saveName, { cluster: 'attic' });
    cpSync(path.join(folder, 'config.example'), path.join(folder, 'config'), { recursive: true });
    writeFileSync(path.join(folder, file), text);
    const response = await review(panelRequest('/x', { cookie: owner.cookie }));
    expect(response.status).toBe(409);
    const { error } = (await response.json()) as ErrorBody;
    expect(error.message).toMatch(message);
    expect(error.hint).toBeTruthy();
  });

  test('a file that is no mapping is a problem of the review, with the name of the file', async () => {
    await put(saveDestination, { kind: 'local' });
    await put(saveSources, PI_ONLY);
    await put(saveName, { cluster: 'attic' });
    cpSync(path.join(folder, 'config.example'), path.join(folder, 'config'), { recursive: true });
    writeFileSync(path.join(folder, 'config/vmagent/prometheus.yml'), 'hello\n');
    expect((await owner.call<LaunchPreview>(review)).problems).toContainEqual({
      message: expect.stringMatching(/^config\/vmagent\/prometheus\.yml: .* global /),
      hint: expect.stringMatching(/./),
      step: null,
    });
  });

  test('a launch that cannot work fails in its first step and writes nothing', async () => {
    await put(saveDestination, { kind: 'local' });
    await put(saveSources, PI_ONLY);
    await put(saveName, { cluster: 'pond' });
    const { taskId } = await owner.call<TaskStarted>(launch, { method: 'POST', body: {} });
    const task = await owner.task(taskId);
    expect(task).toMatchObject({
      state: 'failed',
      error: { message: expect.stringContaining('Docker Engine') },
    });
    expect(task.steps.map(({ state }) => state)).toEqual(
      launchStepIds.map((_, index) => (index === 0 ? 'failed' : 'waiting')),
    );
    expect(() => statSync(path.join(folder, '.env'))).toThrow();
    expect(await owner.call<WizardState>(readWizard)).toMatchObject({ step: 'review', runningTaskId: null });
  });
});

describe('what is asked of services and jobs', () => {
  test.each([
    ['weir', 'restart', 422],
    ['node-exporter', 'reload', 422],
    ['vmagent', 'remove', 422],
    ['../vmagent', 'stop', 404],
    ['other', 'stop', 404],
  ])('%s %s is refused', async (name, action, status) => {
    expect((await refused(act, 'POST', { action }, { name })).status).toBe(status);
  });

  test('a job that nobody knows is 404', async () => {
    for (const id of ['00000000-0000-4000-8000-000000000000', 'x', '../x']) {
      const request = panelRequest('/x', { cookie: owner.cookie });
      expect((await readTask(request, { params: Promise.resolve({ id }) })).status).toBe(404);
    }
  });
});
