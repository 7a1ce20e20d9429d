import path from 'node:path';
import { unpacked } from './debian.ts';
import type { Engine } from './engine.ts';

/**
 * Another version of an image.
 * @param script runs in the place of its program, which it finds with its arguments as `"$@"`; left out: the program itself
 */
export async function makeVersion(
  engine: Engine,
  from: string,
  image: string,
  script?: string,
): Promise<void> {
  const id = await engine.docker('create', from);
  try {
    const changes = ['-c', `LABEL version=${image.slice(image.lastIndexOf(':') + 1)}`];
    if (script !== undefined) {
      const busybox = await unpacked('busybox', ['busybox-static']);
      await engine.docker('cp', path.join(busybox, 'usr/bin/busybox'), `${id}:/busybox`);
      const format = '{{json .Config.Entrypoint}}';
      const program = JSON.parse(await engine.docker('inspect', '--format', format, from)) as string[];
      changes.push('-c', `ENTRYPOINT ${JSON.stringify(['/busybox', 'sh', '-c', script, 'sh', ...program])}`);
    }
    await engine.docker('commit', ...changes, id, image);
  } finally {
    await engine.docker('rm', '-f', id);
  }
}

/** Removes the images of a name, which no container uses any longer. @param reference with `*` for any part */
export async function removeImages(engine: Engine, reference: string): Promise<void> {
  const listed = await engine.docker('image', 'ls', '-q', '--filter', `reference=${reference}`);
  const ids = [...new Set(listed.split('\n').filter(Boolean))];
  if (ids.length > 0) await engine.docker('rmi', '-f', ...ids);
}
