import { mkdirSync, readdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { adoptEdits, readChanges } from '@/lib/server/change/changes';
import { judgeFile, vmagent } from '@/lib/server/change/steps/validate';
import { readWeirFile } from '@/lib/server/cli/weir-file';
import { setEnv } from '@/lib/server/files/env/env-file';
import { readChangeFacts } from '@/lib/server/settings/sections/facts';
import { settingsView } from '@/lib/server/settings/sections/settings-view';
import { startLaunch } from '@/lib/server/setup/launch';
import { readModel } from '@/lib/server/stack/model';
import { noJob } from '@/lib/server/stack/scrape-jobs';
import { readStackTexts } from '@/lib/server/stack/stack-texts';
import { compareWithRunning, wantedConfig } from '@/lib/server/stack/wanted-config';
import { followTask } from '@/lib/server/tasks/follow';
import { readMetrics } from '@/lib/server/vmagent/client';
import { readRunningConfig } from '@/lib/server/vmagent/running-config';
import { applied, editOf, ended, intervalOf } from '../../../support/panel/apply';
import { forgetProcessState, panelRequest } from '../../../support/panel/route-call';
import { waitFor } from '../../../support/run/exec';
import { type TempStack, tempStack } from '../../../support/stack/stack';

const CONFIG = 'config/vmagent/prometheus.yml';
const jobOf = (name: string) => `- job_name: ${name}\n  static_configs:\n    - targets: ["127.0.0.1:9"]\n`;

let stack: TempStack;
beforeAll(async () => {
  stack = await tempStack({ name: 'beside', isQuick: true });
  Object.assign(process.env, stack.env, { WEIR_LOG_LEVEL: 'silent' });
  forgetProcessState();
});
afterAll(() => stack?.remove());

/** An edit by hand, taken over. */
async function adopted() {
  const adopt = { request: panelRequest('/', { headers: { 'if-match': '*' } }), body: {} };
  const { taskId } = await adoptEdits(adopt as Parameters<typeof adoptEdits>[0]);
  return ended(taskId);
}

const folder = () => path.join(stack.dir, 'config/vmagent');

async function judged(text: string, variables: Record<string, string> = {}): Promise<string | null> {
  const model = await readModel(setEnv(stack.read('.env'), variables));
  return judgeFile(vmagent, text, model, AbortSignal.timeout(120_000)).then(
    () => null,
    (error: Error) => error.message,
  );
}

describe('case 3, files beside the config, where no vmagent runs yet', () => {
  beforeAll(() => {
    mkdirSync(path.join(folder(), 'own'));
    stack.write('config/vmagent/more.yml', jobOf('extra'));
    stack.write('config/vmagent/own/one.yml', jobOf('globbed'));
    stack.write('config/vmagent/own/$(touch x);"a b"\n.yml', jobOf('odd'));
    symlinkSync('more.yml', path.join(folder(), 'inner.yml'));
    symlinkSync('/etc/passwd', path.join(folder(), 'outer.yml'));
    writeFileSync(path.join(folder(), 'large.bin'), '');
    truncateSync(path.join(folder(), 'large.bin'), 2 ** 33);
  });

  test.each([
    ['a file', '[more.yml]'],
    ['a folder, with names that a shell would read', '["own/*.yml"]'],
    ['a link inside the folder', '[inner.yml]'],
    ['an absolute path', '[/etc/vmagent/more.yml]'],
  ])('the program finds %s', async (_, files) => {
    expect(await judged(`scrape_config_files: ${files}\nscrape_configs: []\n`)).toBeNull();
    expect(readdirSync(folder())).not.toContain('.weir-candidate');
  });

  test.each([
    ['a file that is missing', '[none.yml]', /none\.yml: no such file/],
    ['a link that leads out of what the container has', '[outer.yml]', /outer\.yml/],
    ['a job that two files have', '[more.yml, inner.yml]', /duplicate `job_name`.*extra/],
  ])('the program refuses %s', async (_, files, words) => {
    expect(await judged(`scrape_config_files: ${files}\nscrape_configs: []\n`)).toMatch(words);
  });

  test('a message names the file as its owner knows it', async () => {
    expect(await judged('scrape_confiks: []\n')).toMatch(/config\/vmagent\/prometheus\.yml.*scrape_confiks/);
  });

  test('the program has the environment that the service will have', async () => {
    const text = 'scrape_configs: [{job_name: a, sample_limit: %{NODE_EXPORTER_PORT}}]\n';
    expect(await judged(text)).toBeNull();
    expect(await judged(text, { NODE_EXPORTER_PORT: '"many"' })).toMatch(/many/);
  });

  test('a launch takes them', async () => {
    stack.write(CONFIG, `scrape_config_files: [more.yml]\n${stack.read(CONFIG)}`);
    const change = await readWeirFile(
      'destination: {kind: local}\nsources: {pi: {enabled: true}, containers: {enabled: false}, aws: {enabled: false}, gcp: {enabled: false}}\n',
      {
        env: () => '',
        file: () => Promise.reject(new Error('no file is named')),
      },
    );
    const task = await followTask(
      () => startLaunch({ change }),
      () => undefined,
    );
    expect(task).toMatchObject({ state: 'succeeded', error: null });
  });
});

describe('case 3, files beside the config, in a running pipeline', () => {
  test('a change is made, also while vmagent is stopped', async () => {
    expect((await applied(intervalOf('node-exporter', 45))).error).toBeNull();
    await stack.compose('stop', 'vmagent');
    expect((await applied(intervalOf('node-exporter', 46))).error).toBeNull();
    await stack.compose('start', 'vmagent');
  });

  test('its jobs are known and shown, and are no drift', async () => {
    const read = await waitFor('a vmagent that says what it runs', async () => {
      const changes = await readChanges();
      return changes.unseen.length === 0 && changes;
    });
    expect(read.drift).toEqual([]);
    const { ownJobs } = await readChangeFacts();
    expect(ownJobs).toEqual([
      { job: 'extra', file: 'config/vmagent/more.yml', targets: ['127.0.0.1:9'], hasMore: false },
    ]);
  });

  test('an edit of such a file is drift until vmagent has read it, and is brought to it', async () => {
    stack.write('config/vmagent/more.yml', jobOf('renamed'));
    const words = 'vmagent runs an older scrape configuration than the file.';
    expect(await readChanges()).toMatchObject({ drift: [{ service: 'vmagent', words }], unseen: [] });
    expect((await adopted()).error).toBeNull();
    expect(await readRunningConfig()).toContain('job_name: renamed');
    expect((await readChanges()).drift).toEqual([]);
  });

  test('a job that both files have is told with its name, and vmagent goes on', async () => {
    stack.write('config/vmagent/more.yml', jobOf('node-exporter'));
    const [drift] = (await readChanges()).drift;
    expect(drift?.words).toContain(
      'config/vmagent/prometheus.yml and config/vmagent/more.yml both have a job node-exporter',
    );
    expect((await adopted()).error?.message).toMatch(/duplicate `job_name`.*node-exporter/);
    stack.write('config/vmagent/more.yml', jobOf('extra'));
    expect((await adopted()).error).toBeNull();
  });

  test('a job that was moved to such a file is not asked back by the forms', async () => {
    const facts = await readChangeFacts();
    const [message, hint] = noJob('yace', [
      ...facts.ownJobs,
      { job: 'yace', file: 'config/vmagent/more.yml', targets: [], hasMore: false },
    ]);
    expect(`${message} ${hint}`).toContain('more.yml');
    expect(`${message} ${hint}`).not.toContain('config.example');
  });

  test('case 1, a secret that vmagent does not show is read by it before the change counts', async () => {
    const withPassword = (password: string) =>
      editOf({
        'vmagent-config': (text) => {
          const job = `  - {job_name: locked, basic_auth: {username: me, password: ${password}}}\n`;
          return text
            .replace(/^.*job_name: locked.*\n/m, '')
            .replace('scrape_configs:\n', (key) => key + job);
        },
      });
    const reloads = async () => (await readMetrics()).configReloads ?? 0;
    const before = await reloads();
    expect((await applied(withPassword('one-secret'))).error).toBeNull();
    expect((await applied(withPassword('two-secret'))).error).toBeNull();
    await waitFor('two reloads to be counted', async () => (await reloads()) >= before + 2);
    expect(await readChanges()).toMatchObject({ drift: [], unseen: [expect.stringContaining('a secret')] });
  });

  test('case 1, a variable is what the container has, not what the file would give it', async () => {
    const site = (text: string) =>
      text.replace('    cluster:', '    port: "%{NODE_EXPORTER_PORT}"\n    cluster:');
    expect((await applied(editOf({ 'vmagent-config': site }))).error).toBeNull();
    expect((await readChanges()).drift).toEqual([]);
    const { NODE_EXPORTER_PORT: now } = (await wantedConfig('')).variables ?? {};
    stack.setEnv({ NODE_EXPORTER_PORT: '9999' });
    expect((await wantedConfig('')).variables).toMatchObject({ NODE_EXPORTER_PORT: now });
    expect(['same', 'unsure']).toContain(await compareWithRunning(stack.read(CONFIG)));
    stack.setEnv({ NODE_EXPORTER_PORT: now ?? '' });
  });

  test('case 1, the host name of the container is one of its variables', async () => {
    const name = (text: string) => text.replace('    cluster:', '    host: "%{HOSTNAME}"\n    cluster:');
    expect((await applied(editOf({ 'vmagent-config': name }))).error).toBeNull();
    expect((await readChanges()).drift).toEqual([]);
    // What the engine gives it and does not say is no drift either.
    const home = (text: string) => text.replace('    cluster:', '    home: "%{HOME}"\n    cluster:');
    expect((await applied(editOf({ 'vmagent-config': home }))).error).toBeNull();
    expect(await readRunningConfig()).toMatch(/home: \//);
    expect((await readChanges()).drift).toEqual([]);
  });

  test('case 1, a second document is no drift, for vmagent reads the first, and the forms name its line', async () => {
    const lines = stack.read(CONFIG).split('\n').length;
    stack.write(CONFIG, `${stack.read(CONFIG)}---\nscrape_configs: [{job_name: below}]\n`);
    expect((await adopted()).error).toBeNull();
    expect(await readRunningConfig()).not.toContain('below');
    expect((await readChanges()).drift).toEqual([]);
    const { locked } = settingsView((await readStackTexts()).texts, await readChangeFacts());
    expect(locked.scrape).toContain(
      `config/vmagent/prometheus.yml: The file holds a second document in line ${lines}`,
    );
    stack.write(CONFIG, stack.read(CONFIG).replace(/---\n.*below.*\n/, ''));
    expect((await adopted()).error).toBeNull();
  });

  test('a variable comes with the file that needs it', async () => {
    const compose = stack.read('docker-compose.yml');
    const port = '      NODE_EXPORTER_PORT:';
    stack.write('docker-compose.yml', compose.replace(port, `      SITE: \${SITE:-none}\n${port}`));
    const task = await applied(
      editOf({
        env: (text) => setEnv(text, { SITE: 'attic' }),
        'vmagent-config': (text) => text.replace('cluster:', 'site: "%{SITE}"\n    cluster:'),
      }),
    );
    expect(task.error).toBeNull();
  });
});
