import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { mustRun } from '../run/exec.ts';
import { runDir } from '../run/run-dir.ts';
import { unpacked } from './debian.ts';
import type { Engine } from './engine.ts';

/** Takes every configuration, and as a service runs without ever answering. */
export const HUNG_IMAGE = 'weir-test/hung:1';

async function importImage(engine: Engine, root: string, image: string, changes: string[]): Promise<void> {
  const tar = path.join(runDir('images'), `${image.replace(/\W+/g, '-')}.tar`);
  await mustRun('tar', ['-C', root, '-cf', tar, '.']);
  await engine.docker('import', ...changes.flatMap((change) => ['-c', change]), tar, image);
  await mustRun('rm', ['-f', tar]);
}

/** For a service that starts and never works, as a broken release would. */
export async function ensureHungImage(engine: Engine): Promise<void> {
  if (await engine.docker('image', 'ls', '-q', HUNG_IMAGE)) return;
  const root = await busyboxRoot('hung', ['sh', 'sleep', 'wget']);
  for (const dir of ['tmp', 'etc', 'run', 'vmagentdata'])
    mkdirSync(path.join(root, dir), { recursive: true });
  const script =
    'case "$*" in *dryRun*|*verify-config*) exit 0;; esac; echo "waiting for nothing"; exec sleep 9999';
  await importImage(engine, root, HUNG_IMAGE, [
    'ENV PATH=/bin',
    `ENTRYPOINT ${JSON.stringify(['/bin/sh', '-c', script, 'hung'])}`,
  ]);
}

async function busyboxRoot(name: string, commands: readonly string[]): Promise<string> {
  const busybox = await unpacked('busybox', ['busybox-static']);
  const root = runDir(name);
  mkdirSync(path.join(root, 'bin'), { recursive: true });
  await mustRun('cp', [path.join(busybox, 'usr/bin/busybox'), path.join(root, 'bin/busybox')]);
  for (const command of commands) await mustRun('ln', ['-sf', 'busybox', path.join(root, 'bin', command)]);
  return root;
}
