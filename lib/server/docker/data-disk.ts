import 'server-only';
import { statfs } from 'node:fs/promises';
import { singleton } from '../singleton';
import { withDocker } from './client';

/** Docker keeps each container's in its data folder and mounts it from there, whatever holds the images. */
const FROM_DATA_FOLDER = '/etc/hostname';
/** Docker puts this file into every container. */
const IN_CONTAINER = '/.dockerenv';

/**
 * Bytes that are free on the disk with the engine's data folder (usually /var/lib/docker), where named volumes lie and
 * with them vmagent's buffer. The stack folder may be on another one.
 * @returns null where it cannot be told
 */
export async function dataDiskFreeBytes(): Promise<number | null> {
  const folder = await dataFolder().catch(() => null);
  if (folder === null) return null;
  // The panel's container does not have that folder.
  return (
    (await freeBytes(folder)) ?? ((await freeBytes(IN_CONTAINER)) && (await freeBytes(FROM_DATA_FOLDER)))
  );
}

/** On the disk that holds `place`; null when there is no such thing. */
async function freeBytes(place: string): Promise<number | null> {
  const disk = await statfs(place).catch(() => null);
  return disk === null ? null : disk.bavail * disk.bsize;
}

/** It changes only with a restart of the engine. */
export async function dataFolder(): Promise<string> {
  const known = singleton<{ folder: string | null }>('engine-data-folder', () => ({ folder: null }));
  known.folder ??= String((await withDocker((client) => client.info())).DockerRootDir);
  return known.folder;
}
