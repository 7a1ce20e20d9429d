import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { bundled } from '../../../support/panel/bundle.ts';
import { waitFor } from '../../../support/run/exec.ts';
import { projectPrefix, runDir } from '../../../support/run/run-dir.ts';
import { type Engine, ensureEngine } from '../../../support/stack/engine.ts';
import { localImages } from '../../../support/stack/images.ts';
import { repoDir } from '../../../support/stack/stack.ts';

let engine: Engine;
let image = '';
let program = '';
const children: ChildProcess[] = [];
const container = `${projectPrefix()}-lock`;

beforeAll(async () => {
  engine = await ensureEngine();
  image = (await localImages(engine)).VMAGENT_IMAGE ?? '';
  program = await bundled(
    'folder-lock-holder',
    `import { lockFolder } from '@/lib/server/files/state/folder-lock';
    const release = lockFolder('panel');
    console.log(release ? 'held' : 'refused');
    if (release) setInterval(() => undefined, 1000);`,
  );
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await engine.docker('rm', '-f', container).catch(() => undefined);
});

/** A process of this machine that wants the lock. @returns it, and what it said */
async function onHost(folder: string) {
  const env = { ...process.env, WEIR_STATE_DIR: folder };
  const child = spawn(process.execPath, [program], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  const said = await new Promise<string>((resolve) =>
    child.stdout.once('data', (chunk) => resolve(String(chunk).trim())),
  );
  const end = async () => {
    child.kill('SIGKILL');
    await new Promise((resolve) => child.once('exit', resolve));
  };
  return { said, end };
}

/** The same in a container: its own namespaces and root, this machine's Node, and the folder under another name. */
async function inContainer(folder: string): Promise<string> {
  await engine.docker('rm', '-f', container).catch(() => undefined);
  const mounts = ['/usr', '/lib', '/lib64', repoDir].flatMap((from) => ['-v', `${from}:${from}:ro`]);
  await engine.docker(
    ...['run', '-d', '--name', container, '--network', 'none', ...mounts, '-v', `${folder}:/state`],
    ...['-e', 'WEIR_STATE_DIR=/state', '--user', '0', '--entrypoint', process.execPath, image, program],
  );
  return waitFor('its word', async () => (await engine.logs(container)).trim() || null);
}

test('a lock that a process of the host holds is seen in a container, and the other way round, until its holder is killed', async () => {
  const folder = runDir('locks', path.basename(container));
  const first = await onHost(folder);
  expect(first.said).toBe('held');
  expect(await inContainer(folder)).toBe('refused');
  await first.end();
  expect(await inContainer(folder)).toBe('held');
  expect((await onHost(folder)).said).toBe('refused');
  await engine.docker('kill', '-s', 'KILL', container);
  expect((await onHost(folder)).said).toBe('held');
});
