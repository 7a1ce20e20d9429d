import { mkdirSync, readdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readWeirFile } from '@/lib/server/cli/weir-file';
import { readModel } from '@/lib/server/services/compose-model';
import { setUpFrom } from '@/lib/server/services/headless';
import { judgeFile } from '@/lib/server/services/validate-config';
import { setEnv } from '@/lib/server/stack/env-file';
import { applied, editOf, intervalOf } from '../../support/apply';
import { forgetProcessState } from '../../support/route-call';
import { type TempStack, tempStack } from '../../support/stack';

const CONFIG = 'config/vmagent/prometheus.yml';
const jobOf = (name: string) => `- job_name: ${name}\n  static_configs:\n    - targets: ["127.0.0.1:9"]\n`;

let stack: TempStack;
beforeAll(async () => {
  stack = await tempStack({ name: 'beside', isQuick: true });
  Object.assign(process.env, stack.env, { WEIR_LOG_LEVEL: 'silent' });
  forgetProcessState();
});
afterAll(() => stack?.remove());

const folder = () => path.join(stack.dir, 'config/vmagent');

async function judged(text: string, variables: Record<string, string> = {}): Promise<string | null> {
  const model = await readModel(setEnv(stack.read('.env'), variables));
  return judgeFile('vmagent', text, model, AbortSignal.timeout(120_000)).then(
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
    const job = await setUpFrom(change, () => undefined);
    expect(job).toMatchObject({ state: 'succeeded', error: null });
  });
});

describe('case 3, files beside the config, in a running pipeline', () => {
  test('a change is made, also while vmagent is stopped', async () => {
    expect((await applied(intervalOf('node-exporter', 45))).error).toBeNull();
    await stack.compose('stop', 'vmagent');
    expect((await applied(intervalOf('node-exporter', 46))).error).toBeNull();
    await stack.compose('start', 'vmagent');
  });

  test('a variable comes with the file that needs it', async () => {
    const compose = stack.read('docker-compose.yml');
    const port = '      NODE_EXPORTER_PORT:';
    stack.write('docker-compose.yml', compose.replace(port, `      SITE: \${SITE:-none}\n${port}`));
    const job = await applied(
      editOf({
        env: (text) => setEnv(text, { SITE: 'attic' }),
        'vmagent-config': (text) => text.replace('cluster:', 'site: "%{SITE}"\n    cluster:'),
      }),
    );
    expect(job.error).toBeNull();
  });
});
