import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { run } from '../../../support/run/exec';
import { freePort } from '../../../support/run/ports';
import { projectPrefix, runDir } from '../../../support/run/run-dir';
import { type Engine, ensureEngine } from '../../../support/stack/engine';
import { localImages } from '../../../support/stack/images';
import { PORT_NAMES, removeProjects, repoDir } from '../../../support/stack/stack';

const FRESH = ['up', 'down', 'reset-password', 'lib', 'docker-compose.yml', '.env.example', 'config.example'];

let engine: Engine;
let image: string;
let ports: Record<string, string>;
let root: string;
const project = `${projectPrefix()}-folders`;
const other = `${project}-attic`;

/** The commands as somebody has them in a folder of their own. */
function folder(name: string): string {
  const dir = path.join(root, name);
  mkdirSync(dir, { recursive: true });
  for (const part of FRESH) {
    cpSync(path.join(repoDir, 'compose', part), path.join(dir, part), { recursive: true });
  }
  return dir;
}

function command(dir: string, name: string, args: string[] = [], env: Record<string, string> = {}) {
  const base = { PATH: process.env.PATH, DOCKER_HOST: engine.host, NODE_ENV: 'test' as const, ...ports };
  return run(path.join(dir, name), args, { env: { ...base, ...env } });
}

/** A running container with the labels that the panel and Compose give it. */
async function container(name: string, service: string, dir: string | null, of = project): Promise<string> {
  const labels = [
    `com.docker.compose.project=${of}`,
    `com.docker.compose.service=${service}`,
    ...(dir === null ? [] : [`com.docker.compose.project.working_dir=${dir}`]),
  ].flatMap((label) => ['--label', label]);
  const args = ['--name', `${of}-${name}`, '--entrypoint', '/bin/sh', ...labels, image, '-c', 'sleep 600'];
  return engine.docker('run', '-d', '--network', 'none', '--stop-signal', 'KILL', ...args);
}

const running = async (of = project) => {
  const names = await engine.docker('ps', '--filter', `name=^${of}-[a-z]+$`, '--format', '{{.Names}}');
  return names
    .split('\n')
    .filter(Boolean)
    .map((name) => name.slice(of.length + 1))
    .sort();
};

beforeAll(async () => {
  engine = await ensureEngine();
  const { VMAGENT_IMAGE } = await localImages(engine);
  if (VMAGENT_IMAGE === undefined) throw new Error('There is no image of vmagent.');
  image = VMAGENT_IMAGE;
  ports = Object.fromEntries(
    await Promise.all(PORT_NAMES.map(async (name) => [name, String(await freePort())] as const)),
  );
});

beforeEach(() => {
  root = runDir('folders', 'scripts');
});

afterEach(async () => {
  await removeProjects(engine, project);
  rmSync(root, { recursive: true, force: true });
});

afterAll(async () => {
  expect(await removeProjects(engine, project)).toBe(0);
});

describe('two folders with the same project name', () => {
  test('up and down in the second one refuse, name the first one, and touch nothing', async () => {
    const [first, second] = [folder('first'), folder('second')];
    await container('weir', 'weir', first);
    await container('vmagent', 'vmagent', first);
    for (const [name, args] of [
      ['up', ['--yes']],
      ['down', []],
      ['down', ['--delete-data', '--yes']],
    ] as const) {
      const { code, stderr } = await command(second, name, [...args], { WEIR_PROJECT: project });
      expect(code, name).toBe(1);
      expect(stderr).toContain(`"${project}" runs from ${first}; nothing was touched`);
      expect(stderr).toContain('Fix: WEIR_PROJECT=another-name compose/up');
      expect(stderr).toContain(`${first}/down`);
    }
    expect(existsSync(path.join(second, '.env'))).toBe(false);
    expect(await running()).toEqual(['vmagent', 'weir']);
    // The way out that it names.
    const { code, stdout } = await command(first, 'down', [], { WEIR_PROJECT: project });
    expect(code).toBe(0);
    expect(stdout).toContain('is down');
    expect(await running()).toEqual([]);
  });

  test('a folder that was moved takes its stack along, when it is told to', async () => {
    const before = folder('before');
    await container('weir', 'weir', before);
    const after = path.join(root, 'after');
    renameSync(before, after);
    const asked = await command(after, 'down', [], { WEIR_PROJECT: project });
    expect(asked.code).toBe(1);
    expect(asked.stderr).toContain(`was started from ${before}, which is not there any more`);
    expect(await running()).toEqual(['weir']);
    expect((await command(after, 'down', ['--yes'], { WEIR_PROJECT: project })).code).toBe(0);
    expect(await running()).toEqual([]);
  });

  test('down leaves alone what is of no folder, or of no service of this stack', async () => {
    const mine = folder('mine');
    await container('vmagent', 'vmagent', mine);
    await container('own', 'own', mine);
    await container('old', 'vmagent', null);
    const network = await engine.docker(
      ...['network', 'create', '--label', `com.docker.compose.project=${project}`],
      ...['--label', 'com.docker.compose.network=monitoring', `${project}_monitoring`],
    );
    await engine.docker('network', 'disconnect', 'none', `${project}-own`);
    await engine.docker('network', 'connect', network, `${project}-own`);
    const { code, stderr } = await command(mine, 'down', [], { WEIR_PROJECT: project });
    expect(code).toBe(0);
    expect(await running()).toEqual(['old', 'own']);
    expect(stderr).toMatch(/were left alone: .*own/);
    expect(stderr).toContain('stays: a container that is not of this stack uses it');
  });

  test('down deletes no data for a folder that never had any', async () => {
    const fresh = folder('fresh');
    const label = `com.docker.compose.project=${project}`;
    const name = `${project}_vmagent-data`;
    await engine.docker(
      ...['volume', 'create', '--label', label, '--label', 'com.docker.compose.volume=vmagent-data', name],
    );
    const args = ['--delete-data', '--yes'];
    const refused = await command(fresh, 'down', args, { WEIR_PROJECT: project });
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain('nothing was set up');
    expect(await engine.docker('volume', 'ls', '-q', '--filter', `label=${label}`)).toBe(name);
    writeFileSync(path.join(fresh, '.env'), `WEIR_PROJECT=${project}\n`);
    expect((await command(fresh, 'down', args)).code).toBe(0);
    expect(await engine.docker('volume', 'ls', '-q', '--filter', `label=${label}`)).toBe('');
  });
});

/** A volume as the panel makes it. */
async function volume(dir: string): Promise<string> {
  const labels = [
    `com.docker.compose.project=${project}`,
    'com.docker.compose.volume=vmagent-data',
    `com.docker.compose.project.working_dir=${dir}`,
  ].flatMap((label) => ['--label', label]);
  return engine.docker('volume', 'create', ...labels, `${project}_vmagent-data`);
}
const volumes = () =>
  engine.docker('volume', 'ls', '-q', '--filter', `label=com.docker.compose.project=${project}`);

describe('the data of a stack that is down', () => {
  test('is of its folder: up and down in another one refuse, name both, and touch nothing', async () => {
    const [first, second] = [folder('first'), folder('second')];
    const name = await volume(first);
    for (const dir of [first, second]) writeFileSync(path.join(dir, '.env'), `WEIR_PROJECT=${project}\n`);
    for (const [script, args] of [
      ['up', ['--yes']],
      ['down', ['--delete-data', '--yes']],
    ] as const) {
      const { code, stderr } = await command(second, script, [...args]);
      expect(code, script).toBe(1);
      expect(stderr).toContain(
        `the data in the volume ${name} is of the stack in ${first}; nothing was touched`,
      );
      expect(stderr).toContain(`${first}/down --delete-data`);
    }
    expect(await volumes()).toBe(name);
    // The way out that it names.
    expect((await command(first, 'down', ['--delete-data', '--yes'])).code).toBe(0);
    expect(await volumes()).toBe('');
  });

  test('goes with a folder that was moved, when it is told to, and is then not asked about again', async () => {
    const before = folder('before');
    await volume(before);
    const after = path.join(root, 'after');
    renameSync(before, after);
    const asked = await command(after, 'down', [], { WEIR_PROJECT: project });
    expect(asked.code).toBe(1);
    expect(asked.stderr).toContain(`was started from ${before}, which is not there any more`);
    // What compose/up does of it; the images are another test's.
    const script = `set -eu; here=${after} me=up assume_yes=yes project=${project}
      for part in common settings folder; do . "$here/lib/$part.sh"; done
      check_folder; choose_user; mkdir "$here/.weir"; own="$panel_uid:$panel_gid"; chown "$own" "$here/.weir"
      remember_move`;
    const { code, stderr } = await run('sh', ['-c', script], {
      env: { PATH: process.env.PATH, DOCKER_HOST: engine.host, NODE_ENV: 'test' },
    });
    expect(code, stderr).toBe(0);
    expect((await command(after, 'down', [], { WEIR_PROJECT: project })).code).toBe(0);
  });
});

describe('a project name in .env', () => {
  test.each([
    ['export', `export WEIR_PROJECT=${other}\n`],
    ['blanks around the sign', `WEIR_PROJECT = ${other}\n`],
    ['a byte order mark', `\ufeffWEIR_PROJECT=${other}\n`],
    ['Windows line ends', `WEIR_PROJECT=${other}\r\n`],
    ['quotes and a comment', `WEIR_PROJECT='${other}' # up there\n`],
    ['a reference', `B=${other}\nWEIR_PROJECT=\${B}\n`],
  ])('is the one that down acts on, written with %s', async (_, text) => {
    const dir = folder('attic');
    await container('vmagent', 'vmagent', dir, other);
    writeFileSync(path.join(dir, '.env'), text);
    const { code, stdout } = await command(dir, 'down');
    expect(code).toBe(0);
    expect(stdout).toContain(`The stack "${other}" is down`);
    expect(await running(other)).toEqual([]);
  });

  test.each([
    ['a quote that is not closed', `WEIR_PROJECT='${other}\n`, 'line 1 of'],
    ['an escape', `# one\nWEIR_PROJECT="${other}\\x"\n`, 'line 2 of'],
    ['a line that is no assignment', `WEIR_PROJECT=${other}\n!\n`, 'line 2 of'],
  ])(
    'stops up, down and reset-password with its line where it cannot be read: %s',
    async (_, text, words) => {
      const dir = folder('attic');
      await container('vmagent', 'vmagent', dir, other);
      writeFileSync(path.join(dir, '.env'), text);
      for (const [name, args] of [
        ['up', ['--yes']],
        ['down', []],
        ['down', ['--delete-data', '--yes']],
        ['reset-password', []],
      ] as const) {
        const { code, stderr } = await command(dir, name, [...args]);
        expect(code, name).toBe(1);
        expect(stderr).toContain(words);
        expect(stderr).toContain('so nothing was done');
        expect(stderr).toContain("Fix: write the line as NAME=value or NAME='value'");
        expect(stderr).not.toContain(other);
      }
      expect(await running(other)).toEqual(['vmagent']);
      expect(readFileSync(path.join(dir, '.env'), 'utf8')).toBe(text);
    },
  );
});
