import { describe, expect, test } from 'vitest';
import { disksAmong, mountOf, mountsIn } from '@/lib/server/settings/mounted';

const line = (figure: string, device: string, kind: string, folder: string, value: number) =>
  `node_filesystem_${figure}{device="${device}",device_error="",fstype="${kind}",mountpoint="${folder}"} ${value}`;
const mounted = (device: string, kind: string, folder: string, { free = 4e10, isReadOnly = 0 } = {}) =>
  [
    line('size_bytes', device, kind, folder, 6.4e10),
    line('avail_bytes', device, kind, folder, free),
    line('readonly', device, kind, folder, isReadOnly),
  ].join('\n');

const card = mounted('/dev/mmcblk0p2', 'ext4', '/', { free: 1e10 });
const disks = (...others: string[]) =>
  disksAmong(mountsIn([card, ...others].join('\n')), '/var/lib/docker', 1e9).map(({ folder, fault }) => [
    folder,
    fault,
  ]);

describe('disks that the data may go to', () => {
  test('are those that are mounted, with what they are', () => {
    const [disk] = disksAmong(
      mountsIn([card, mounted('/dev/sda1', 'ext4', '/mnt/usb')].join('\n')),
      '/var/lib/docker',
      1e9,
    );
    expect(disk).toEqual({
      ...{ folder: '/mnt/usb', fileSystem: 'ext4', sizeBytes: 6.4e10, freeBytes: 4e10, fault: null },
    });
  });

  test.each([
    ['the card itself, by another part', mounted('/dev/mmcblk0p3', 'ext4', '/srv'), 'same-disk'],
    ['a stick as it is sold', mounted('/dev/sda1', 'vfat', '/media/pi/STICK'), 'no-owners'],
    ['one of Windows', mounted('/dev/sda1', 'ntfs3', '/mnt/win'), 'no-owners'],
    ['a read-only one', mounted('/dev/sda1', 'ext4', '/mnt/usb', { isReadOnly: 1 }), 'read-only'],
    ['a full one', mounted('/dev/sda1', 'ext4', '/mnt/usb', { free: 5e8 }), 'full'],
    ['a name that a shell would run', mounted('/dev/sda1', 'ext4', '/media/$(reboot)'), 'odd-name'],
    ['a name with a blank', mounted('/dev/sda1', 'ext4', '/media/pi/My Disk'), 'odd-name'],
    ['a whole disk without parts', mounted('/dev/sdb', 'xfs', '/mnt/b'), null],
    ['an NVMe disk', mounted('/dev/nvme0n1p1', 'f2fs', '/mnt/nvme'), null],
  ])('%s', (_, text, fault) => expect(disks(text).map(([, said]) => said)).toEqual([fault]));

  test('are not those of the system, nor what is no disk', () =>
    expect(
      disks(
        mounted('/dev/mmcblk0p1', 'vfat', '/boot/firmware'),
        mounted('tmpfs', 'tmpfs', '/run'),
        'node_filesystem_size_bytes{device="/dev/sda1"} NaN',
        'node_filesystem_',
      ),
    ).toEqual([]));

  test('are told by where Docker’s folder is, and not by where the system is', () => {
    const ssd = mounted('/dev/sda1', 'ext4', '/var/lib/docker');
    expect(disks(ssd, mounted('/dev/sda2', 'ext4', '/mnt/usb'))).toEqual([['/mnt/usb', 'same-disk']]);
  });

  test('are at most fifty', () =>
    expect(
      mountsIn(Array.from({ length: 80 }, (_, i) => mounted('/dev/sda1', 'ext4', `/m/${i}`)).join('\n')),
    ).toHaveLength(50));

  test('hold what is below them', () => {
    const mounts = mountsIn([card, mounted('/dev/sda1', 'ext4', '/mnt/usb')].join('\n'));
    expect(mountOf(mounts, '/mnt/usb/weir-data/vmagent-data')?.folder).toBe('/mnt/usb');
    // Not mounted: the figures of the card would be shown as those of the disk.
    expect(mountOf(mounts, '/mnt/usb2')).toBeUndefined();
    expect(mountOf([], '/mnt')).toBeUndefined();
  });
});
