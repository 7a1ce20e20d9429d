import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { expect, test } from 'vitest';

const compose = path.resolve(import.meta.dirname, '../../../compose');

/** What compose/move notes of a disk, where /etc/fstab mounts it with these options. */
function noted(options: string): string {
  const script = `set -eu
    here=${compose} me=compose/move kind=ext4
    . "$here/lib/common.sh"; . "$here/lib/place.sh"
    findmnt() { case $* in *UUID*) echo 12-34 ;; *) printf '%s' "$OPTIONS"; [ -n "$OPTIONS" ] ;; esac; }
    check_fstab /mnt/usb`;
  const env = { NODE_ENV: 'test' as const, PATH: process.env.PATH, OPTIONS: options };
  const { status, stderr } = spawnSync('sh', ['-c', script], { encoding: 'utf8', env });
  expect(status).toBe(0);
  return stderr;
}
const entry = 'UUID=12-34 /mnt/usb ext4 defaults,nofail,x-systemd.before=docker.service 0 2';

test.each([
  ['', `echo '${entry}' | sudo tee -a /etc/fstab`],
  ['defaults,nofail', `in /etc/fstab: ${entry}`],
])('a disk that may be away when Docker starts: "%s"', (options, fix) =>
  expect(noted(options)).toContain(`Fix: ${fix}`),
);

test.each(['defaults', 'defaults,nofail,x-systemd.before=docker.service'])(
  'a disk that is mounted before Docker starts: "%s"',
  (options) => expect(noted(options)).toBe(''),
);
