import 'server-only';
import type { Disk } from '@/lib/schemas/machine/disks';
import { readSamples } from '../vmagent/series';

interface Mount {
  folder: string;
  device: string;
  fileSystem: string;
  sizeBytes: number;
  freeBytes: number;
  isReadOnly: boolean;
}

const FIGURES = new Map([
  ['node_filesystem_size_bytes', 'sizeBytes'],
  ['node_filesystem_avail_bytes', 'freeBytes'],
  ['node_filesystem_readonly', 'isReadOnly'],
] as const);
const MOST = 50;

/** File systems that keep owners of files, as compose/lib/place.sh has them. */
const WITH_OWNERS = new Set(['ext2', 'ext3', 'ext4', 'xfs', 'btrfs', 'f2fs']);
/** What compose/move takes; a name with anything else could be more than a name to a shell. */
const PLAIN = /^\/[A-Za-z0-9/._-]+$/;

/** The disks that are mounted, as node-exporter tells them. @param text untrusted */
export function mountsIn(text: string): Mount[] {
  const mounts = new Map<string, Mount>();
  for (const { name, series, value } of readSamples(text, (line) => line.startsWith('node_filesystem_'))) {
    const figure = FIGURES.get(name as 'node_filesystem_readonly');
    const folder = series.get('mountpoint') ?? '';
    const device = series.get('device') ?? '';
    if (figure === undefined || !device.startsWith('/dev/') || !Number.isFinite(value)) continue;
    if (!mounts.has(folder) && mounts.size === MOST) continue;
    const fileSystem = series.get('fstype') ?? '';
    const mount = mounts.get(folder) ?? {
      ...{ folder, device, fileSystem, sizeBytes: 0, freeBytes: 0, isReadOnly: false },
    };
    mounts.set(folder, { ...mount, [figure]: figure === 'isReadOnly' ? value === 1 : value });
  }
  return [...mounts.values()];
}

/** `/dev/mmcblk0p2` is a part of `/dev/mmcblk0`, and `/dev/sda1` of `/dev/sda`. */
const wholeDisk = (device: string): string =>
  device.replace(/^(\/dev\/(?:mmcblk|nvme\d+n|loop)\d+)p\d+$/, '$1').replace(/^(\/dev\/[a-z]+)\d+$/, '$1');

/** The mount that holds a folder. */
function mountAbove(mounts: readonly Mount[], folder: string): Mount | undefined {
  const above = mounts.filter((one) => one.folder === '/' || `${folder}/`.startsWith(`${one.folder}/`));
  return above.toSorted((a, b) => b.folder.length - a.folder.length)[0];
}

/** The disk that holds a folder; none where that is only the system's, as while its own is not mounted. */
export function mountOf(mounts: readonly Mount[], folder: string): Mount | undefined {
  const mount = mountAbove(mounts, folder);
  return mount?.folder === '/' ? undefined : mount;
}

/** Where the data may go, and where not. @param docker Docker's own folder @param neededBytes what they may take */
export function disksAmong(mounts: readonly Mount[], docker: string, neededBytes: number): Disk[] {
  const own = mountAbove(mounts, docker);
  const isSystem = ({ folder }: Mount) =>
    folder === '/' || folder === own?.folder || /^\/boot(?:\/|$)/.test(folder);
  const faultOf = (mount: Mount): Disk['fault'] => {
    if (own && wholeDisk(own.device) === wholeDisk(mount.device)) return 'same-disk';
    if (!PLAIN.test(mount.folder)) return 'odd-name';
    if (!WITH_OWNERS.has(mount.fileSystem)) return 'no-owners';
    if (mount.isReadOnly) return 'read-only';
    return mount.freeBytes < neededBytes ? 'full' : null;
  };
  return mounts
    .filter((mount) => !isSystem(mount))
    .map((mount) => {
      const { folder, fileSystem, sizeBytes, freeBytes } = mount;
      return { folder, fileSystem, sizeBytes, freeBytes, fault: faultOf(mount) };
    });
}
