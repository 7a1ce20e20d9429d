import 'server-only';
import type { Disks } from '@/lib/schemas/machine/disks';
import { dataFolder } from '../docker/data-disk';
import { hub } from '../sampler/hub';
import { readExporter } from '../sight/exporter';
import { bufferDevice } from '../stack/buffer-device';
import { readStackTexts } from '../stack/stack-texts';
import { disksAmong, mountOf, mountsIn } from './mounted';
import { bufferBytesIn } from './sections/buffer';
import { RESERVE_BYTES } from './sections/facts';
import { readOr } from './sections/section';

/** node-exporter is asked for this alone. */
const QUERY = '?collect[]=filesystem';

/** Where the buffer lies, and the disks that it may be moved to by compose/move. */
export async function readDisks(): Promise<Disks> {
  const [folder, mounts, docker, { texts }] = await Promise.all([
    bufferDevice(),
    readExporter('pi', QUERY).then(mountsIn, () => null),
    dataFolder(),
    readStackTexts(),
  ]);
  const bytes = hub().snapshot().buffer.bytes ?? 0;
  const cap = readOr(() => bufferBytesIn(texts), 0);
  const disk = folder === null || mounts === null ? undefined : mountOf(mounts, folder);
  return {
    folder,
    freeBytes: disk?.freeBytes ?? null,
    disks: mounts && disksAmong(mounts, docker, Math.max(bytes, cap) + RESERVE_BYTES),
  };
}
