import { spawn } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  statfsSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { mustRun, run, waitFor } from '../../../support/run/exec';
import { freePort } from '../../../support/run/ports';
import { projectPrefix, runDir } from '../../../support/run/run-dir';
import { type Engine, ensureEngine } from '../../../support/stack/engine';
import { localImages } from '../../../support/stack/images';
import { PORT_NAMES, removeProjects, repoDir } from '../../../support/stack/stack';

const project = `${projectPrefix()}-trouble`;
let engine: Engine;
let base: NodeJS.ProcessEnv;
let root: string;
let dir: string;
let fakes: string;
let mounted = false;

/** `up` without a source tree beside it: it comes as far as the panel's image and stops there. */
const AT_THE_PANEL = /cannot be built|has no Dockerfile/;
const up = (args: string[] = ['--yes'], env: Record<string, string> = {}) =>
  run(path.join(dir, 'up'), args, { env: { ...base, ...env } });

function fake(name: string, script: string): Record<string, string> {
  writeFileSync(path.join(fakes, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return { PATH: `${fakes}:${process.env.PATH}` };
}

function copyInto(target: string): void {
  for (const part of [
    'up',
    'down',
    'lib',
    'docker-compose.yml',
    '.env.example',
    'config.example',
    'images',
  ]) {
    cpSync(path.join(repoDir, 'compose', part), path.join(target, part), { recursive: true });
  }
}

beforeAll(async () => {
  engine = await ensureEngine();
  const ports = await Promise.all(PORT_NAMES.map(async (name) => [name, String(await freePort())] as const));
  base = {
    NODE_ENV: 'test',
    PATH: process.env.PATH,
    DOCKER_HOST: engine.host,
    WEIR_PROJECT: project,
    ...(await localImages(engine)),
    ...Object.fromEntries(ports),
  };
});

beforeEach(() => {
  root = runDir('trouble');
  dir = path.join(root, 'compose');
  fakes = path.join(root, 'fakes');
  mkdirSync(dir);
  mkdirSync(fakes);
});

afterEach(async () => {
  if (mounted) await mustRun('umount', [dir]);
  mounted = false;
  rmSync(root, { recursive: true, force: true });
});

afterAll(async () => {
  expect(await removeProjects(engine, project)).toBe(0);
});

describe('compose/up in trouble', () => {
  test('tells its steps in plain lines with their seconds, and names its log when one stops', async () => {
    copyInto(dir);
    const { code, stdout, stderr } = await up();
    expect(code).toBe(1);
    expect(stdout).toMatch(
      /^ {2}machine {3}fit for Weir \(\d+ s\)\n {2}engine {4}Docker [\d.]+\S* \(\d+ s\)\n/,
    );
    expect(stdout).toMatch(/^ {2}images {4}stopped here \(\d+ s\)$/m);
    for (const control of ['\r', '\u001b']) expect(stdout).not.toContain(control);
    expect(stderr).toMatch(AT_THE_PANEL);
    expect(stderr).toContain(`Details: ${dir}/up.log`);
    expect(lstatSync(path.join(dir, 'up.log')).mode & 0o777).toBe(0o600);
    expect(readFileSync(path.join(dir, 'up.log'), 'utf8')).toContain('--- engine');
  });

  test('interrupted, it says so, leaves nothing half-made, and goes on when it is run again', async () => {
    copyInto(dir);
    const real = (await mustRun('sh', ['-c', 'command -v docker'])).trim();
    const env = fake('docker', `[ "$1" != info ] || exec sleep 600\nexec ${real} "$@"`);
    const child = spawn(path.join(dir, 'up'), ['--yes'], {
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...base, ...env, TMPDIR: root },
    });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk.toString();
    });
    child.stderr.on('data', (chunk: Buffer) => {
      stderr += chunk.toString();
    });
    const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
    await waitFor('the second step', async () => stdout.includes('machine'), { timeoutMs: 60_000 });
    // As the terminal does on Ctrl-C: the whole group gets it.
    process.kill(-(child.pid ?? 0), 'SIGINT');
    expect(await ended).toBe(130);
    expect(stderr).toContain('interrupted. Run it again to go on.');
    expect(readdirSync(root).filter((name) => name.startsWith('weir-up.'))).toEqual([]);
    const again = await up();
    expect(again.stderr).toMatch(AT_THE_PANEL);
  });

  test('a full disk is named, and with room again it goes on', async () => {
    await mustRun('mount', ['-t', 'tmpfs', '-o', 'size=1500k', 'weir-test', dir]);
    mounted = true;
    copyInto(dir);
    writeFileSync(path.join(dir, '.env'), `${readFileSync(path.join(dir, '.env.example'))}# mine\n`);
    const filler = path.join(dir, 'filler');
    const room = statfsSync(dir);
    writeFileSync(filler, Buffer.alloc(room.bavail * room.bsize));
    const { code, stderr } = await up();
    expect(code).toBe(1);
    expect(stderr).toMatch(/cannot be written|could not be/);
    expect(stderr).toMatch(/Fix: .*df -h/);
    rmSync(filler);
    expect((await up()).stderr).toMatch(AT_THE_PANEL);
    expect(readFileSync(path.join(dir, '.env'), 'utf8')).toContain('# mine');
  });

  test('a clock that cannot be right is named before anything is changed', async () => {
    copyInto(dir);
    const real = (await mustRun('sh', ['-c', 'command -v date'])).trim();
    const { code, stderr } = await up(['--yes'], fake('date', `exec ${real} -d @86400 "$@"`));
    expect(code).toBe(1);
    expect(stderr).toContain('the clock says 1970-01-02');
    expect(stderr).toMatch(/Fix: sudo timedatectl set-ntp true/);
    expect(readdirSync(dir)).not.toContain('config');
  });

  test('without an engine, a terminal and --yes it names the command that installs one', async () => {
    copyInto(dir);
    // All that this machine has, but for the docker command.
    for (const name of readdirSync('/usr/bin').filter((each) => each !== 'docker')) {
      symlinkSync(path.join('/usr/bin', name), path.join(fakes, name));
    }
    for (const name of ['apt-get', 'apt-cache']) {
      rmSync(path.join(fakes, name), { force: true });
      fake(name, 'exit 1');
    }
    const { DOCKER_HOST: _, ...env } = base;
    const bare = { ...env, PATH: fakes, DOCKER_SOCKET: path.join(root, 'none.sock') };
    const { code, stderr } = await run(path.join(dir, 'up'), [], { env: bare });
    expect(code).toBe(1);
    expect(stderr).toContain('no Docker Engine is installed');
    expect(stderr).toMatch(/Fix: \S+\/up --yes {5}\(installs it/);
  });
});

describe('.env, of which the panel may write only the one in config/', () => {
  const link = () => readlinkSync(path.join(dir, '.env'));
  const text = () => readFileSync(path.join(dir, 'config/.env'), 'utf8');

  test('comes from an older Weir, and from an editor that put a plain file in the place of the link', async () => {
    copyInto(dir);
    writeFileSync(path.join(dir, '.env'), 'export WEIR_TIMEZONE="Asia/Tokyo" # ours\n', { mode: 0o644 });
    expect((await up()).stderr).toMatch(AT_THE_PANEL);
    expect(link()).toBe('config/.env');
    expect(text()).toContain('export WEIR_TIMEZONE="Asia/Tokyo" # ours\n');
    expect(lstatSync(path.join(dir, 'config/.env')).mode & 0o777).toBe(0o600);

    // As `sed -i` and vim do.
    writeFileSync(path.join(dir, '.env.tmp'), text().replace('Tokyo', 'Seoul'));
    renameSync(path.join(dir, '.env.tmp'), path.join(dir, '.env'));
    expect(lstatSync(path.join(dir, '.env')).isSymbolicLink()).toBe(false);
    expect((await up()).stderr).toMatch(AT_THE_PANEL);
    expect(link()).toBe('config/.env');
    expect(text()).toContain('Asia/Seoul');
    rmSync(path.join(dir, '.env'));
    expect((await up()).stderr).toMatch(AT_THE_PANEL);
    expect(link()).toBe('config/.env');
    expect(text()).toContain('Asia/Seoul');
  });

  test('is not followed to another place', async () => {
    copyInto(dir);
    const elsewhere = path.join(root, 'elsewhere');
    writeFileSync(elsewhere, 'A=1\n');
    await mustRun('ln', ['-s', elsewhere, path.join(dir, '.env')]);
    const { code, stderr } = await up();
    expect(code).toBe(1);
    expect(stderr).toContain('is a link to another place');
    expect(readFileSync(elsewhere, 'utf8')).toBe('A=1\n');
  });

  test('a link that the panel planted leads root nowhere', async () => {
    copyInto(dir);
    expect((await up()).stderr).toMatch(AT_THE_PANEL);
    const roots = path.join(root, 'roots');
    writeFileSync(roots, 'mine\n', { mode: 0o644 });
    chmodSync(root, 0o755);
    for (const name of ['config/.env.new', 'config/yace/config.yml.new']) {
      await mustRun('ln', ['-s', roots, path.join(dir, name)]);
    }
    rmSync(path.join(dir, 'config/yace/config.yml'));
    expect((await up(['--yes'], { WEIR_TIMEZONE: 'Asia/Tokyo' })).stderr).toMatch(AT_THE_PANEL);
    expect(readFileSync(roots, 'utf8')).toBe('mine\n');
    expect(lstatSync(roots).uid).toBe(process.getuid?.());
    expect(text()).toContain('WEIR_TIMEZONE=Asia/Tokyo');
    expect(lstatSync(path.join(dir, 'config/yace/config.yml')).isFile()).toBe(true);
  });
});
