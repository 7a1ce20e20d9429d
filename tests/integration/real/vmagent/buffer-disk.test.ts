import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmdirSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readChangeFacts } from '@/lib/server/settings/sections/facts';
import { forgetProcessState } from '../../../support/panel/route-call';
import { type Engine, ensureEngine } from '../../../support/stack/engine';
import { localImages } from '../../../support/stack/images';

const GIB = 1024 ** 3;
let engine: Engine;
let folder = '';

beforeAll(async () => {
  engine = await ensureEngine();
  folder = mkdtempSync(path.join(tmpdir(), 'weir-buffer-disk-'));
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', folder]);
});
afterAll(() => {
  execFileSync('umount', [folder]);
  rmdirSync(folder);
});

function use(dockerHost: string): void {
  const env = { WEIR_STACK_DIR: folder, WEIR_STATE_DIR: path.join(folder, '.weir'), DOCKER_HOST: dockerHost };
  Object.assign(process.env, env, { WEIR_LOG_LEVEL: 'silent' });
  forgetProcessState();
}

async function freeForVolumes(): Promise<number> {
  const { bavail, bsize } = statfsSync(await engine.docker('info', '--format', '{{.DockerRootDir}}'));
  return bavail * bsize;
}

test('the buffer may be as large as the disk of Docker’s volumes allows, whatever disk the stack folder is on', async () => {
  use(engine.host);
  const { mostBufferBytes } = await readChangeFacts();
  // Others write there meanwhile.
  expect(Math.abs((mostBufferBytes ?? 0) - ((await freeForVolumes()) - GIB))).toBeLessThan(GIB);
});

test('of an engine that does not answer nothing is guessed', async () => {
  use('unix:///nowhere/docker.sock');
  expect((await readChangeFacts()).mostBufferBytes).toBeNull();
});

test('what the panel looks at in its container is on the same disk', async () => {
  const script = "busybox stat -f -c '%a %S' /etc/hostname && busybox ls /.dockerenv";
  const image = (await localImages(engine)).VMAGENT_IMAGE ?? '';
  const args = ['run', '--rm', '--entrypoint', '/bin/sh', image, '-c', script];
  const [blocks, size, file] = (await engine.docker(...args)).split(/\s/);
  expect(file).toBe('/.dockerenv');
  expect(Math.abs(Number(blocks) * Number(size) - (await freeForVolumes()))).toBeLessThan(GIB);
});
