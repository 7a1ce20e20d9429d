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

/** Takes names off images, and removes those that have no other. @param reference with `*` for any part */
export async function removeImages(engine: Engine, reference: string): Promise<void> {
  const format = '{{.Repository}} {{.Tag}} {{.Digest}}';
  const args = ['image', 'ls', '--digests', '--filter', `reference=${reference}`, '--format', format];
  for (const row of (await engine.docker(...args)).split('\n').filter(Boolean)) {
    const [repository, tag, digest] = row.split(' ');
    const name = tag === '<none>' ? `${repository}@${digest}` : `${repository}:${tag}`;
    // A digest goes with the tag that it came with.
    await engine.docker('rmi', name).catch(() => '');
  }
}
