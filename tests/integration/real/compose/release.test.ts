import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { mustRun } from '../../../support/run/exec';
import { BUILD_MS, type Clone, cloneRepository } from '../../../support/stack/clone';
import { type Registry, startRegistry } from '../../../support/stack/registry';

let clone: Clone;
let registry: Registry;
/** The image that the Dockerfile builds: its name, which another copy of these sources may use, one of this test, its id. */
let built: string;
let kept: string;
let builtId: string;
/** The same image in the registry, by its digest. */
let pushed: string;

const docker = (...args: string[]) => clone.engine.docker(...args);
const source = (name: string) => path.join(clone.dir, name);
const read = (name: string) => readFileSync(clone.file(name), 'utf8');
const chosen = () => /^WEIR_IMAGE='?([^'\n]+)/m.exec(read('.env'))?.[1] ?? '';
const idOf = (image: string) => docker('image', 'inspect', '--format', '{{.Id}}', image);
const health = () =>
  fetch(`http://127.0.0.1:${clone.env.WEIR_PORT}/api/health`).then((answer) => answer.status);

/** What the panel's container runs from. */
async function running(): Promise<string> {
  const labels = [`project=${clone.project}`, 'service=weir'].map(
    (label) => `label=com.docker.compose.${label}`,
  );
  const filters = labels.flatMap((label) => ['--filter', label]);
  const id = await docker('ps', '-q', ...filters);
  return docker('inspect', '--format', '{{.Config.Image}} {{.Image}}', id);
}

/** Writes release.json as a release of the sources as they are now. */
async function release(): Promise<string> {
  const [repository = '', digest = ''] = pushed.split('@');
  const script = `here=$1; . "$here/lib/release.sh"; release_text "$(source_version)" "$2" "$3" "$(tree_hash)"`;
  const text = await mustRun('sh', ['-c', script, 'sh', clone.file('.'), repository, digest]);
  writeFileSync(clone.file('release.json'), `${text}\n`);
  const { version, tree } = JSON.parse(text);
  return `weir:${version}-${tree.slice(0, 12)}`;
}

/** Runs `compose/up`. @returns the line of the images, and whether something was built */
async function up(): Promise<{ images: string; isBuilt: boolean }> {
  const { code, stdout, stderr } = await clone.command('up');
  expect(code, stdout + stderr).toBe(0);
  expect(await health()).toBe(200);
  const images = /^ {2}images +(.*) \(\d+ s\)$/m.exec(stdout)?.[1] ?? '';
  return { images, isBuilt: /Step \d|naming to/.test(read('up.log')) };
}

beforeAll(async () => {
  clone = await cloneRepository('release');
  registry = await startRegistry();
  const { code, stderr } = await clone.first();
  expect(code, stderr).toBe(0);
  built = chosen();
  builtId = await idOf(built);
  kept = `weir-test/panel:${clone.project}`;
  const own = `weir:${clone.project}`;
  for (const name of [kept, own]) await docker('tag', built, name);
  writeFileSync(clone.file('.env'), read('.env').replace(/^WEIR_IMAGE=.*$/m, `WEIR_IMAGE=${own}`));
  const name = `${registry.host}/weir:1`;
  await docker('tag', built, name);
  const said = await docker('push', name);
  pushed = `${registry.host}/weir@${/digest: (sha256:[0-9a-f]{64})/.exec(said)?.[1]}`;
  await docker('image', 'rm', name);
}, BUILD_MS);

afterAll(async () => {
  await registry.stop();
  await clone.remove();
  await docker('image', 'rm', kept);
  // Not while another copy of these sources runs from it.
  await docker('image', 'rm', built).catch(() => '');
});

test('the panel of a release is pulled by its digest, and nothing is built', async () => {
  writeFileSync(source('released'), '');
  const name = await release();
  expect(name).not.toBe(built);
  expect(await up()).toEqual({ images: 'fetched', isBuilt: false });
  expect(chosen()).toBe(name);
  expect(await idOf(name)).toBe(builtId);
  expect(await running()).toBe(`${name} ${builtId}`);
  // One name each, so that a newer one takes the place of it whole.
  expect(await docker('image', 'ls', '-q', `${registry.host}/weir`)).toBe('');
  expect(await up()).toEqual({ images: 'were here', isBuilt: false });
});

test(
  'one changed file: it is built from these sources',
  async () => {
    const released = chosen();
    // As good as the real one, and built in a second.
    writeFileSync(
      source('Dockerfile'),
      `FROM ${kept} AS build\nLABEL weir.build=by-hand\nFROM build\nLABEL weir.test=1\n`,
    );
    expect(await up()).toEqual({ images: 'fetched, and the panel built', isBuilt: true });
    expect(chosen()).toMatch(/^weir:[\d.]+-[0-9a-f]{12}$/);
    expect(chosen()).not.toBe(released);
    expect(await running()).toBe(`${chosen()} ${await idOf(chosen())}`);
    await expect(idOf(released)).rejects.toThrow(/No such image/);
  },
  BUILD_MS,
);

test('a file that no release wrote: nothing is done', async () => {
  const before = { env: read('.env'), running: await running() };
  await release();
  writeFileSync(clone.file('release.json'), read('release.json').replace('sha256:', 'latest'));
  const { code, stdout, stderr } = await clone.command('up');
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toContain('release.json is not as a release of Weir writes it, so nothing was done.');
  expect({ env: read('.env'), running: await running() }).toEqual(before);
  rmSync(clone.file('release.json'));
});

test(
  'no registry answers: it is built here, and the next run has it',
  async () => {
    await registry.stop();
    writeFileSync(source('released'), 'another');
    const name = await release();
    expect(await up()).toEqual({ images: 'fetched, and the panel built', isBuilt: true });
    expect(chosen()).toBe(name);
    expect(read('up.log')).toContain('The panel is built here: ');
    expect(existsSync(clone.file('release.json'))).toBe(true);
    expect(await up()).toEqual({ images: 'were here', isBuilt: false });
  },
  BUILD_MS,
);
