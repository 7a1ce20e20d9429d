import 'server-only';
import type { Disks } from '@/lib/schemas/machine/disks';
import { dataFolder } from '../docker/data-disk';
import { hub } from '../sampler/hub';
import { readExporter } from '../sight/exporter';
import { bufferDevice } from '../stack/buffer-device';
import { disksAmong, mountAbove, mountsIn } from './mounted';

/** node-exporter is asked for this alone. */
const QUERY = '?collect[]=filesystem';

/** Where the buffer lies, and the disks that it may be moved to by compose/move. */
export async function readDisks(): Promise<Disks> {
  const [folder, mounts, docker] = await Promise.all([
    bufferDevice(),
    readExporter('pi', QUERY).then(mountsIn, () => null),
    dataFolder(),
  ]);
  const { bytes, capBytes } = hub().snapshot().buffer;
  const disk = folder === null || mounts === null ? undefined : mountAbove(mounts, folder);
  return {
    folder,
    freeBytes: disk?.freeBytes ?? null,
    disks: mounts && disksAmong(mounts, docker, Math.max(bytes ?? 0, capBytes ?? 0)),
  };
}
