import { readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunResult, run } from '../../../support/run/exec';
import { type Clone, cloneRepository } from '../../../support/stack/clone';
import { localImages } from '../../../support/stack/images';
import { type Registry, startRegistry } from '../../../support/stack/registry';
import { repoDir } from '../../../support/stack/stack';
import { removeImages } from '../../../support/stack/versions';

const TAG = 'v9.1.0';
const DEFAULT = /(\$\{[A-Z_]+_IMAGE:-)(?!weir:)[^}]+\}/g;

let clone: Clone;
let registry: Registry;
/** The repository whose image every service of the copy has. */
let repository: string;
let image: string;

const docker = (...args: string[]) => clone.engine.docker(...args);
const read = (name: string) => readFileSync(clone.file(name), 'utf8');
const files = () => ['docker-compose.yml', 'releases.json'].map(read);
const digests = () => JSON.parse(read('releases.json')).images[0].versions[0].digests;
const pin = (...args: string[]): Promise<RunResult> =>
  run(process.execPath, ['scripts/pin.mjs', ...args], {
    cwd: clone.dir,
    env: { ...process.env, DOCKER_HOST: clone.engine.host },
  });

/** Files in which every service runs one image of the registry, by its tag. */
function reset(): void {
  const compose = readFileSync(path.join(repoDir, 'compose/docker-compose.yml'), 'utf8');
  writeFileSync(clone.file('docker-compose.yml'), compose.replace(DEFAULT, `$1${repository}:${TAG}}`));
  const versions = [{ version: TAG, notes: 'It is here for a test.' }];
  writeFileSync(
    clone.file('releases.json'),
    JSON.stringify({ date: '2026-12-01', images: [{ repository, versions }] }),
  );
}

/** Pushes a tag that stands for an image for each processor; the second is the first with a label. */
async function pushBoth(label: string, processors: readonly string[]): Promise<void> {
  const index = `${repository}:${TAG}`;
  const parts: string[] = [];
  for (const processor of processors) {
    const name = `${repository}:${label}-${processor}`;
    const { code, output } = await run(
      'docker',
      ['build', '-t', name, '--label', `weir.test=${label}-${processor}`, '-'],
      { input: `FROM ${image}\n`, env: { ...process.env, DOCKER_HOST: clone.engine.host } },
    );
    expect(code, output).toBe(0);
    await docker('push', name);
    await docker('image', 'rm', name);
    parts.push(name);
  }
  await docker('manifest', 'create', '--insecure', index, ...parts);
  for (const [at, processor] of processors.entries())
    await docker('manifest', 'annotate', '--os', 'linux', '--arch', processor, index, parts[at] ?? '');
  await docker('manifest', 'push', '--insecure', '--purge', index);
}

beforeAll(async () => {
  clone = await cloneRepository('pin');
  registry = await startRegistry();
  repository = `${registry.host}/pinned/one`;
  image = (await localImages(clone.engine)).NODE_EXPORTER_IMAGE ?? '';
  symlinkSync(path.join(repoDir, 'node_modules'), path.join(clone.dir, 'node_modules'));
  await pushBoth('first', ['amd64', 'arm64']);
});

afterAll(async () => {
  await removeImages(clone.engine, repository);
  await registry.stop();
  rmSync(path.join(clone.dir, 'node_modules'));
  await clone.remove();
});

test('each image gets the digest that its registry has, in both files, and the engine takes it by that', async () => {
  reset();
  expect((await pin('--check')).stderr).toContain(
    `${repository}:${TAG} has no digest in docker-compose.yml.`,
  );
  const { code, output } = await pin();
  expect(code, output).toBe(0);
  const { index, amd64, arm64 } = digests();
  expect(new Set([index, amd64, arm64]).size).toBe(3);
  const named = read('docker-compose.yml').match(DEFAULT) ?? [];
  expect(named).toHaveLength(6);
  for (const one of named) expect(one).toContain(`:-${repository}:${TAG}@${index}}`);
  const headers = { accept: 'application/vnd.docker.distribution.manifest.list.v2+json' };
  const answer = await fetch(`http://${repository.replace('/', '/v2/')}/manifests/${TAG}`, { headers });
  expect(answer.headers.get('docker-content-digest')).toBe(index);
  // It is here by that name, though it was pulled by its tag.
  await docker('image', 'inspect', `${repository}:${TAG}@${index}`);
  await docker('image', 'rm', `${repository}:${TAG}`);
  await docker('pull', `${repository}:${TAG}@${index}`);

  expect((await pin('--check')).output).toContain('6 images are pinned.');
  const before = files();
  expect((await pin()).code).toBe(0);
  expect(files()).toEqual(before);
});

test('a tag that is of another image now, and one without an image for arm64: nothing is written', async () => {
  await pushBoth('second', ['amd64', 'arm64']);
  const before = files();
  const moved = await pin();
  expect(moved.code).toBe(1);
  expect(moved.stderr).toContain('nothing was written.');
  expect(moved.stderr).toMatch(/its tag was of sha256:\w+, and is of sha256:\w+ now/);
  expect(files()).toEqual(before);

  await pushBoth('third', ['amd64']);
  reset();
  const loose = files();
  const half = await pin();
  expect(half).toMatchObject({ code: 1, stderr: expect.stringContaining('there is none for arm64') });
  expect(files()).toEqual(loose);
});

test('a registry that does not answer: nothing is written, and which image it is of is said', async () => {
  reset();
  const before = files();
  await registry.stop();
  const { code, stderr } = await pin();
  expect(code).toBe(1);
  expect(stderr).toMatch(new RegExp(`${repository}:${TAG}: .*refused`));
  expect(files()).toEqual(before);
});
