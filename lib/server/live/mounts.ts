import 'server-only';

interface Mount {
  point: string;
  /** Major and minor number of the device: `179:2`. */
  device: string;
  /** Of the file system as a whole. */
  options: string[];
}

/** The mount that holds a folder; undefined where nothing is told. Documentation/filesystems/proc.rst, 3.5. */
export function mountOf(mountinfo: string, folder: string): Mount | undefined {
  const mounts = mountinfo.split('\n').map((line): Mount => {
    const [mount = '', source = ''] = line.split(' - ');
    const [, , device = '', , point = ''] = mount.split(' ');
    return { point: unescaped(point), device, options: source.split(' ')[2]?.split(',') ?? [] };
  });
  const above = mounts.filter(({ point }) => isBelow(folder, point));
  const longest = Math.max(0, ...above.map(({ point }) => point.length));
  // Of several in one place the last is on top.
  return above.findLast(({ point }) => point.length === longest);
}

/**
 * Whether the file system below a folder was made read-only as a whole, as the kernel does after an error of the disk; a
 * mount alone may be so on purpose. `emergency_ro` is how newer kernels say it of ext4.
 */
export function isReadOnly(mountinfo: string, folder: string): boolean {
  const options = mountOf(mountinfo, folder)?.options ?? [];
  return options.some((option) => option === 'ro' || option === 'emergency_ro');
}

const isBelow = (folder: string, point: string) =>
  point === '/' || folder === point || (point !== '' && folder.startsWith(`${point}/`));

/** Blanks and the like are written as octal numbers. */
const unescaped = (point: string) =>
  point.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));
