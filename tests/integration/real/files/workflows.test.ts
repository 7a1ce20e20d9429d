import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunResult, run } from '../../../support/run/exec';
import { runDir } from '../../../support/run/run-dir';
import { ensureEngine } from '../../../support/stack/engine';
import { localImages } from '../../../support/stack/images';
import { repoDir } from '../../../support/stack/stack';

const dir = runDir('workflows');
const file = (name: string) => path.join(dir, '.github/workflows', name);
let lint: () => Promise<RunResult>;

beforeAll(async () => {
  const engine = await ensureEngine();
  const { ACTIONLINT_IMAGE: image = '' } = await localImages(engine);
  cpSync(path.join(repoDir, '.github'), path.join(dir, '.github'), { recursive: true });
  // By it the linter knows a project, in which workflows call each other.
  mkdirSync(path.join(dir, '.git'));
  lint = () =>
    run(
      'docker',
      ['run', '--rm', '--network', 'none', '-v', `${dir}:/src:ro`, '-w', '/src', image, '-no-color'],
      {
        env: { ...process.env, DOCKER_HOST: engine.host },
      },
    );
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

test('actionlint finds nothing in the workflows', async () => {
  expect(await lint()).toMatchObject({ stdout: '', stderr: '', code: 0 });
});

test.each([
  ['release.yml', 'needs: image', 'needs: images', /job "images" which does not exist/],
  ['release.yml', 'matrix.runner', 'matrix.machine', /property "machine" is not defined/],
  ['checks.yml', 'ubuntu-24.04', 'debian-13', /label "debian-13" is unknown/],
  ['checks.yml', 'workflow_call:', 'push_call:', /unknown Webhook event "push_call"/],
])('it would: in %s, %s as %s', async (name, right, wrong, words) => {
  const text = readFileSync(file(name), 'utf8');
  writeFileSync(file(name), text.replace(right, wrong));
  const { code, stdout } = await lint();
  writeFileSync(file(name), text);
  expect(stdout).toMatch(words);
  expect(code).toBe(1);
});
