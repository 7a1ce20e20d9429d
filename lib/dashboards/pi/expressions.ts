/** What both a panel shows and a rule watches. */
import { by, type Select } from '../terms/promql';

/** Memory that only looks like a disk, and images that are always full. */
const DISKS = 'fstype!~"tmpfs|ramfs|overlay|squashfs|iso9660|vfat|autofs|fuse.*"';

export const temperature = (of: Select): string => `max ${by()} (${of('node_thermal_zone_temp')})`;

/** The kernel's watch on the voltage: 0 while it is enough. */
export const underVoltage = (of: Select): string =>
  `max ${by()} (max_over_time(${of('node_hwmon_in_lcrit_alarm_volts')}[10m]))`;

export const memoryFree = (of: Select): string =>
  `min ${by()} (${of('node_memory_MemAvailable_bytes')} / ${of('node_memory_MemTotal_bytes')})`;

export const diskFree = (of: Select): string =>
  `min ${by('mountpoint')} (${of('node_filesystem_avail_bytes', DISKS)} / ${of('node_filesystem_size_bytes', DISKS)})`;

export const disks = (of: Select, metric: string): string => of(metric, DISKS);
