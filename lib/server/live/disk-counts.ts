import 'server-only';
import { readFile, readlink, stat } from 'node:fs/promises';
import path from 'node:path';
import { env } from '../env';
import { mountOf } from './mounts';

/** diskstats counts in these, whatever the disk's own sectors are: Documentation/admin-guide/iostats.rst. */
const SECTOR_BYTES = 512;

/** Written to each disk and each part of one since the start of the machine. @param diskstats as the kernel tells them */
export function writtenByDisk(diskstats: string): Map<string, number> {
  return new Map(
    diskstats.split('\n').flatMap((line) => {
      const fields = line.trim().split(/\s+/);
      const sectors = Number(fields[9] ?? Number.NaN);
      return Number.isFinite(sectors) ? [[fields[2] ?? '', sectors * SECTOR_BYTES] as const] : [];
    }),
  );
}

export interface DiskCount {
  name: string;
  writtenBytes: number;
}

/** The disk that holds the stack's folder; null where the kernel does not say which. @param root another one in tests */
export async function readStackDisk(root = '/', folder = env().stateDir): Promise<DiskCount | null> {
  const at = (...parts: string[]) => path.join(/* turbopackIgnore: true */ root, ...parts);
  try {
    const device = mountOf(await readFile(at('proc/self/mountinfo'), 'utf8'), folder)?.device ?? '';
    if (!/^\d+:\d+$/.test(device)) return null;
    const link = at('sys/dev/block', device);
    const isPart = await stat(path.join(/* turbopackIgnore: true */ link, 'partition')).then(
      () => true,
      () => false,
    );
    const target = await readlink(link);
    const name = path.basename(isPart ? path.dirname(target) : target);
    const writtenBytes = writtenByDisk(await readFile(at('proc/diskstats'), 'utf8')).get(name);
    return writtenBytes === undefined ? null : { name, writtenBytes };
  } catch {
    return null;
  }
}
