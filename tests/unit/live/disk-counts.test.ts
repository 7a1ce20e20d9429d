import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readStackDisk } from '@/lib/server/live/disk-counts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'weir-disk-'));
});
afterEach(() => rmSync(root, { recursive: true }));

function put(file: string, text: string) {
  mkdirSync(path.join(root, path.dirname(file)), { recursive: true });
  writeFileSync(path.join(root, file), text);
}

function machine(device: string, below: string, isPart: boolean) {
  put(
    'proc/self/mountinfo',
    `9 1 0:99 / / rw - overlay overlay rw\n10 9 ${device} /srv /stack rw - ext4 /dev/root rw\n`,
  );
  put(
    'proc/diskstats',
    ' 179 0 mmcblk0 1 2 3 4 5 6 1000 8\n 179 2 mmcblk0p2 1 2 3 4 5 6 700 8\n 8 0 sda 1 2 3 4 5 6 99 8\n',
  );
  mkdirSync(path.join(root, 'sys/devices', below), { recursive: true });
  if (isPart) put(path.join('sys/devices', below, 'partition'), '2\n');
  mkdirSync(path.join(root, 'sys/dev/block'), { recursive: true });
  symlinkSync(`../../devices/${below}`, path.join(root, 'sys/dev/block', device));
}
const read = () => readStackDisk(root, '/stack/.weir');

test('a part of a disk wears the whole of it', async () => {
  machine('179:2', 'mmc0/block/mmcblk0/mmcblk0p2', true);
  expect(await read()).toEqual({ name: 'mmcblk0', writtenBytes: 512_000 });
});

test('a disk without parts', async () => {
  machine('8:0', 'usb/block/sda', false);
  expect(await read()).toEqual({ name: 'sda', writtenBytes: 99 * 512 });
});

test.each([
  ['nothing to read', () => undefined],
  ['a device that no disk has', () => put('proc/self/mountinfo', '9 1 0:99 / / rw - overlay overlay rw\n')],
  ['a device that is none', () => put('proc/self/mountinfo', '9 1 ../../x / / rw - overlay overlay rw\n')],
  ['a disk without counts', () => machine('7:3', 'block/loop3', false)],
])('unknown, not 0: %s', async (_, make) => {
  make();
  expect(await read()).toBeNull();
});
