import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { volumeDevice } from '@/lib/server/docker/volumes';
import { mustRun, run, waitFor } from '../../../support/run/exec';
import { projectPrefix, runDir } from '../../../support/run/run-dir';
import { type Engine, ensureEngine } from '../../../support/stack/engine';
import { localImages } from '../../../support/stack/images';
import { removeProjects, repoDir } from '../../../support/stack/stack';

/** compose/move on a real engine, a real disk in a file and a real vmagent; compose/up is a short one of the test's own. */

const PARTS = ['move', 'down', 'lib', 'docker-compose.yml'];
// No name of another test begins so: volumes are found by theirs.
const project = `${projectPrefix()}-disks`;
const volume = `${project}_vmagent-data`;

let engine: Engine;
let image: string;
let root: string;
let dir: string;
let usb: string;

/** Starts vmagent alone, as compose/up would; not from another disk where the file `refuses` is there. */
const up = () => `#!/bin/sh
set -eu
here=${dir} me=${dir}/up assume_yes=yes scratch=${root}
for part in common settings folder data; do . "$here/lib/$part.sh"; done
read_env; choose_socket; project=${project}; no_move; check_folder; check_data
has_volume ${volume} || make_volume ${volume} '' <<END
com.docker.compose.project=${project}
com.docker.compose.volume=vmagent-data
com.docker.compose.project.working_dir=${dir}
END
[ ! -e ${root}/refuses ] || [ -z "$(device_of ${volume})" ] || exit 1
[ -z "$(own_containers)" ] || exit 0
docker run -d --name ${project}-vmagent --network none --label com.docker.compose.project=${project} \\
  --label com.docker.compose.service=vmagent --label com.docker.compose.project.working_dir=${dir} \\
  --cap-drop ALL -v ${volume}:/vmagentdata ${image} -remoteWrite.url=http://127.0.0.1:9/w -remoteWrite.tmpDataPath=/vmagentdata
`;

function executable(name: string, text: string) {
  writeFileSync(name, text);
  chmodSync(name, 0o755);
}

const command = (name: string, args: string[] = [], fakes = '') =>
  run(path.join(dir, name), args, {
    env: { PATH: `${fakes}:${process.env.PATH}`, DOCKER_HOST: engine.host, NODE_ENV: 'test' },
  });

/** Programs of the system that are not as they are. */
function fakes(programs: Record<string, string>): string {
  const folder = path.join(root, 'fakes');
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(programs))
    executable(path.join(folder, name), `#!/bin/sh\n${text}\n`);
  return folder;
}

const inVmagent = (script: string) => engine.docker('exec', `${project}-vmagent`, 'sh', '-c', script);
const sum = () => inVmagent('cd /vmagentdata && cat ballast | md5sum && ls -ln ballast | cut -c 1-20');
const device = () => engine.docker('volume', 'inspect', '--format', '{{index .Options "device"}}', volume);
const volumes = async () =>
  (await engine.docker('volume', 'ls', '-q', '--filter', `name=${project}`))
    .split('\n')
    .filter(Boolean)
    .sort();
const data = () => path.join(usb, 'weir-data');

beforeAll(async () => {
  engine = await ensureEngine();
  process.env.DOCKER_HOST = engine.host;
  const { VMAGENT_IMAGE } = await localImages(engine);
  if (VMAGENT_IMAGE === undefined) throw new Error('There is no image of vmagent.');
  image = VMAGENT_IMAGE;
});

beforeEach(async () => {
  root = runDir('move', 'disks');
  dir = path.join(root, 'compose');
  usb = path.join(root, 'usb');
  for (const part of PARTS)
    cpSync(path.join(repoDir, 'compose', part), path.join(dir, part), { recursive: true });
  mkdirSync(path.join(dir, 'config'));
  writeFileSync(path.join(dir, '.env'), `WEIR_PROJECT=${project}\n`);
  executable(path.join(dir, 'up'), up());
  mkdirSync(usb);
  await mustRun('sh', [
    '-c',
    `truncate -s 3G ${root}/disk && /usr/sbin/mkfs.ext4 -q ${root}/disk && mount -o loop ${root}/disk ${usb}`,
  ]);
  expect(await command('up')).toMatchObject({ code: 0 });
  await inVmagent(
    'head -c 5000000 /dev/urandom >/vmagentdata/ballast && chown 7:8 /vmagentdata/ballast || true',
  );
});

afterEach(async () => {
  await removeProjects(engine, project);
  for (const name of await volumes()) await engine.docker('volume', 'rm', name);
  await mustRun('umount', [usb]);
  rmSync(root, { recursive: true, force: true });
});

afterAll(async () => {
  expect(await removeProjects(engine, project)).toBe(0);
});

describe('the data', () => {
  test('go to another disk and back, with all that they are, and leave nothing behind', async () => {
    const before = await sum();
    const there = await command('move', [usb, '--yes']);
    expect(there.stderr).toMatch(/^Note: the disk at .* is not in \/etc\/fstab/);
    expect(there).toMatchObject({
      code: 0,
      stdout: expect.stringContaining(`The data are in ${data()} now`),
    });
    expect(await device()).toBe(`${data()}/vmagent-data`);
    expect(await volumeDevice(volume)).toBe(`${data()}/vmagent-data`);
    expect(existsSync(`${data()}/vmagent-data/ballast`)).toBe(true);
    expect(statSync(data()).mode & 0o777).toBe(0o700);
    expect(await sum()).toBe(before);
    expect(await volumes()).toEqual([volume]);
    expect((await command('move', [usb, '--yes'])).stdout).toContain('already');
    const back = await command('move', ['--back', '--yes']);
    expect(back).toMatchObject({ code: 0, stderr: '' });
    expect(await sum()).toBe(before);
    expect(await volumeDevice(volume)).toBeNull();
    expect([await device(), await volumes()]).toEqual(['', [volume]]);
    expect(readdirSync(usb)).toEqual(['lost+found']);
  });

  test('are deleted on the other disk, too, when the owner says so', async () => {
    expect(await command('move', [usb, '--yes'])).toMatchObject({ code: 0 });
    expect(await command('down', ['--delete-data', '--yes'])).toMatchObject({ code: 0 });
    expect([readdirSync(usb), await volumes()]).toEqual([['lost+found'], []]);
  });

  test('stay in use where they are when nothing answers from the new place', async () => {
    const before = await sum();
    writeFileSync(path.join(root, 'refuses'), '');
    executable(
      path.join(dir, 'move'),
      `#!/bin/sh\nsed 's/^WAIT_SECONDS=60/WAIT_SECONDS=1/' "$0.real" >"$0.now"; . "$0.now"\n`,
    );
    cpSync(path.join(repoDir, 'compose/move'), path.join(dir, 'move.real'));
    const { code, stderr } = await command('move', [usb, '--yes']);
    expect([code, stderr]).toEqual([1, expect.stringContaining('All is where it was.')]);
    expect(await sum()).toBe(before);
    expect([await device(), await volumes(), readdirSync(usb)]).toEqual(['', [volume], ['lost+found']]);
  });

  test('start nothing from a disk that is not mounted, and no folder is made in its place', async () => {
    expect(await command('move', [usb, '--yes'])).toMatchObject({ code: 0 });
    await command('down');
    await mustRun('umount', [usb]);
    const { code, stderr } = await command('up');
    expect(code).not.toBe(0);
    expect(stderr).toContain(`Note: ${data()}/vmagent-data is not there`);
    expect(readdirSync(usb)).toEqual([]);
    const away = await command('move', ['--back', '--yes']);
    expect(away.stderr).toMatch(
      /is not there; nothing was changed\.\n {2}Fix: mount its disk[\s\S]*--abandon/,
    );
    const deleted = await command('down', ['--delete-data', '--yes']);
    expect(deleted.stderr).toContain(`what lies in ${data()}/vmagent-data stays: its disk is not mounted`);
    await mustRun('mount', ['-o', 'loop', path.join(root, 'disk'), usb]);
    expect(existsSync(`${data()}/vmagent-data/ballast`)).toBe(true);
  });

  test('are given up with a disk that is gone for good, and the stack runs', async () => {
    expect(await command('move', [usb, '--yes'])).toMatchObject({ code: 0 });
    expect((await command('move', ['--abandon', '--yes'])).stderr).toContain(
      'the disk with the data is there',
    );
    await command('down');
    await mustRun('umount', [usb]);
    const unasked = await command('move', ['--abandon']);
    expect(unasked).toMatchObject({ code: 1, stderr: expect.stringContaining('nothing was changed') });
    expect(await command('move', ['--abandon', '--yes'])).toMatchObject({ code: 0, stderr: '' });
    expect([await device(), await volumes()]).toEqual(['', [volume]]);
    expect(await inVmagent('ls /vmagentdata')).not.toContain('ballast');
    await mustRun('mount', ['-o', 'loop', path.join(root, 'disk'), usb]);
  });

  test('are moved by one command at a time, and started by none meanwhile', async () => {
    const before = await sum();
    const folder = fakes({ diff: `touch ${root}/copied; while [ ! -e ${root}/go ]; do sleep 0.1; done` });
    const moved = command('move', [usb, '--yes'], folder);
    await waitFor('the copy', async () => existsSync(path.join(root, 'copied')));
    for (const [name, args] of [
      ['up', []],
      ['down', []],
      ['move', ['--back', '--yes']],
    ] as const) {
      const { code, stderr } = await command(name, [...args]);
      expect([code, stderr]).toEqual([1, expect.stringMatching(/compose\/move runs/)]);
    }
    writeFileSync(path.join(root, 'go'), '');
    expect(await moved).toMatchObject({ code: 0 });
    expect([await sum(), await volumes()]).toEqual([before, [volume]]);
  });

  test('stay while the stack is being ended', async () => {
    const folder = fakes({
      docker: `[ "$1" != ps ] || { touch ${root}/asked; while [ ! -e ${root}/answer ]; do sleep 0.1; done; }
        PATH=${process.env.PATH} exec docker "$@"`,
    });
    const ended = command('down', [], folder);
    await waitFor('compose/down', async () => existsSync(path.join(root, 'asked')));
    const { code, stderr } = await command('move', [usb, '--yes']);
    expect([code, stderr]).toEqual([1, expect.stringMatching(/another compose\/move runs, or compose\/up/)]);
    writeFileSync(path.join(root, 'answer'), '');
    expect(await ended).toMatchObject({ code: 0 });
    expect(await volumes()).toEqual([volume]);
  });

  test('of before stay while a store that is switched on does not run', async () => {
    writeFileSync(path.join(dir, '.env'), `WEIR_PROJECT=${project}\nCOMPOSE_PROFILES=local\n`);
    const { code, stderr } = await command('move', ['--finish']);
    expect([code, stderr]).toEqual([1, expect.stringMatching(/victoria-metrics does not run/)]);
  });
});

describe('a kill', () => {
  /** Ends the command before one of the engine's calls that change something. */
  const killed = (call: number) =>
    fakes({
      docker: `case "$1 $2" in
      'volume rm' | 'volume create')
        echo >>${root}/calls
        [ "$(wc -l <${root}/calls)" -ne ${call} ] || { kill -9 $PPID $(cat ${root}/pid); exit 1; } ;;
      esac
      PATH=${process.env.PATH} exec docker "$@"`,
    });

  const CALLS = [1, 2, 3, 4, 5, 6];
  test.each([
    ...CALLS.map((call) => ['there', call] as const),
    ...CALLS.map((call) => ['back', call] as const),
  ])('on the way %s, before call %i, leaves data that are whole, in one place', async (way, call) => {
    const before = await sum();
    if (way === 'back') expect(await command('move', [usb, '--yes'])).toMatchObject({ code: 0 });
    const to = way === 'back' ? '--back' : usb;
    writeFileSync(path.join(root, 'calls'), '');
    const begin = path.join(root, 'begin');
    executable(
      begin,
      `#!/bin/sh\necho $$ >${root}/pid\nPATH=${killed(call)}:$PATH exec ${dir}/move ${to} --yes\n`,
    );
    const env = { PATH: process.env.PATH, DOCKER_HOST: engine.host, NODE_ENV: 'test' as const };
    expect((await run(begin, [], { env })).code).not.toBe(0);
    expect(await command('up')).toMatchObject({ code: 0 });
    expect(await sum()).toBe(before);
    expect(await command('move', [to, '--yes'])).toMatchObject({ code: 0 });
    expect(await sum()).toBe(before);
    expect([await device(), await volumes()]).toEqual([
      way === 'back' ? '' : `${data()}/vmagent-data`,
      [volume],
    ]);
  });

  test('by the keyboard, or a shutdown, brings the stack back as it was', async () => {
    const before = await sum();
    const folder = fakes({ diff: 'kill -TERM $PPID; sleep 1' });
    const { code, stderr } = await command('move', [usb, '--yes'], folder);
    expect([code, stderr]).toEqual([130, expect.stringContaining('interrupted. All is where it was.')]);
    expect([await sum(), await volumes(), readdirSync(usb)]).toEqual([before, [volume], ['lost+found']]);
  });

  test.each(['cp', 'diff'])('in the midst of %s, too', async (program) => {
    const before = await sum();
    const folder = fakes({ [program]: 'kill -9 $PPID; sleep 1' });
    expect((await command('move', [usb, '--yes'], folder)).code).not.toBe(0);
    expect(await command('up')).toMatchObject({ code: 0 });
    expect([await sum(), await volumes(), readdirSync(usb)]).toEqual([before, [volume], ['lost+found']]);
  });
});

describe('a place is refused, and nothing is touched', () => {
  const refused = async (args: string[], words: RegExp, folder = '', code = 1) => {
    const id = await engine.docker('inspect', '--format', '{{.State.StartedAt}}', `${project}-vmagent`);
    const { code: ended, stderr } = await command('move', args, folder);
    expect([ended, stderr]).toEqual([code, expect.stringMatching(words)]);
    expect(await engine.docker('inspect', '--format', '{{.State.StartedAt}}', `${project}-vmagent`)).toBe(id);
  };

  test('one that cannot hold the data', async () => {
    await refused(['usb'], /is no whole path/);
    await refused(['/mnt/a b'], /is no whole path/);
    await refused([path.join(root, 'nowhere')], /is not there/);
    await refused([dir], /lies in the folder of the stack/);
    await refused(['/dev/shm'], /is in memory/);
    await refused([root], /is on the disk of/);
    await refused([usb], /nothing was changed/);
    await refused([], /name a folder/, '', 2);
    await refused(['--back', usb], /takes no folder/, '', 2);
    for (const kind of ['vfat', 'exfat', 'ntfs3', 'fuseblk']) {
      const folder = fakes({ findmnt: `case $* in *FSTYPE*) echo ${kind} ;; *) echo /dev/sda1 ;; esac` });
      await refused([usb, '--yes'], /keeps no owners of files[\s\S]*sudo mkfs\.ext4 \/dev\/sda1/, folder);
    }
    await refused(
      [usb, '--yes'],
      /mounted read-only/,
      fakes({ findmnt: 'case $* in *FSTYPE*) echo ext4 ;; *) echo ro ;; esac' }),
    );
    rmSync(path.join(root, 'fakes'), { recursive: true });
    await refused([path.join(dir, 'up')], /is no folder/);
    await refused(['/proc', '--yes'], /is on no disk of this machine \(proc\)/);
    await mustRun('sh', ['-c', `fallocate -l 1G ${usb}/filler`]);
    // A buffer of 1 GiB, and 1 GiB that stays free.
    await refused([usb, '--yes'], /has 1\d{3} MiB free, and 20\d\d MiB are needed/);
  });

  test('one that the panel may write backups into, or where something lies', async () => {
    writeFileSync(path.join(dir, '.env'), `WEIR_PROJECT=${project}\nWEIR_BACKUP_DIR=${usb}\n`);
    await refused([usb, '--yes'], /the panel may write its backups into/);
    writeFileSync(path.join(dir, '.env'), `WEIR_PROJECT=${project}\nWEIR_BACKUP_DIR=${usb}/weir\n`);
    mkdirSync(`${data()}/vmagent-data`, { recursive: true });
    await refused([usb, '--yes'], /is there already/);
  });
});
