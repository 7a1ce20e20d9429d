import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readHost } from '@/lib/server/live/host';
import { isReadOnly } from '@/lib/server/live/mounts';
import { type HostReading, hostSample, hostStep, NO_HOST_MEMORY } from '@/lib/server/sampler/steps/host';
import { QUIET_HOST, START_MS } from '../../support/fakes/fake-ports';

const MINUTE = 60_000;

describe('what the kernel tells', () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(path.join(tmpdir(), 'weir-host-'));
  });
  afterEach(() => rmSync(root, { recursive: true }));
  const put = (file: string, text: string) => {
    mkdirSync(path.join(root, path.dirname(file)), { recursive: true });
    writeFileSync(path.join(root, file), text);
  };
  const alarm = (value: string, name = 'rpi_volt') => {
    put('sys/class/hwmon/hwmon0/name', 'cpu_thermal\n');
    put('sys/class/hwmon/hwmon1/name', `${name}\n`);
    put('sys/class/hwmon/hwmon1/in0_lcrit_alarm', `${value}\n`);
  };
  const firmware = (value: string) =>
    put('sys/devices/platform/soc/soc:firmware/get_throttled', `${value}\n`);

  test('nothing, where there is nothing to read', async () =>
    expect(await readHost(root)).toMatchObject({
      isUnderVoltage: null,
      isSlowed: null,
      temperatureCelsius: null,
      memoryAvailableBytes: null,
      memoryTotalBytes: null,
      sdWrittenBytes: null,
    }));

  test.each([
    ['0', false, false],
    ['1', true, false],
    ['50000', false, false],
    ['50005', true, true],
    ['2', false, true],
    ['80008', false, true],
    ['e0000', false, false],
  ])('the firmware’s word %s', async (word, isUnderVoltage, isSlowed) => {
    firmware(word);
    expect(await readHost(root)).toMatchObject({ isUnderVoltage, isSlowed });
  });

  test('the kernel’s watch on the voltage, where the firmware says nothing', async () => {
    alarm('1');
    expect(await readHost(root)).toMatchObject({ isUnderVoltage: true, isSlowed: null });
    alarm('0');
    expect((await readHost(root)).isUnderVoltage).toBe(false);
  });

  test('another sensor’s alarm is not the Pi’s voltage', async () => {
    alarm('1', 'nct6775');
    expect((await readHost(root)).isUnderVoltage).toBeNull();
  });

  test('memory, and what was written to SD cards but not to their parts or other disks', async () => {
    put('proc/meminfo', 'MemTotal:        3884360 kB\nMemFree:  1 kB\nMemAvailable:    2345678 kB\n');
    put(
      'proc/diskstats',
      ' 179       0 mmcblk0 1 2 3 4 5 6 1000 8 9 10 11\n 179       1 mmcblk0p1 1 2 3 4 5 6 700 8\n   8       0 sda 1 2 3 4 5 6 99 8\n',
    );
    expect(await readHost(root)).toMatchObject({
      memoryTotalBytes: 3_884_360 * 1024,
      memoryAvailableBytes: 2_345_678 * 1024,
      sdWrittenBytes: 512_000,
    });
  });

  test.each([
    ['0x01 0x02', '0x01', { tenth: 2, isSpareLow: false }],
    ['0x0a 0x0b', '0x03', { tenth: 11, isSpareLow: true }],
    ['', '0x02', { tenth: null, isSpareLow: true }],
    ['0x00 0x00', '0x00', null],
    ['nonsense', '', null],
  ])('what flash memory tells of its wear: %j, %j', async (life, spare, cardWear) => {
    put('sys/block/sda/device/life_time', '0x0b 0x0b\n');
    put('sys/block/mmcblk0/device/life_time', `${life}\n`);
    put('sys/block/mmcblk0/device/pre_eol_info', `${spare}\n`);
    expect((await readHost(root)).cardWear).toEqual(cardWear);
  });

  const mounts = (...lines: string[]) => lines.map((line, i) => `${i} 1 8:1 / ${line}`).join('\n');
  test.each([
    ['the whole disk', mounts('/ rw,relatime shared:1 - ext4 /dev/root ro,errors=remount-ro'), true],
    ['newer kernels', mounts('/ rw,relatime - ext4 /dev/root rw,emergency_ro'), true],
    ['a disk that is well', mounts('/ rw - ext4 /dev/root rw', '/boot rw - vfat /dev/boot ro'), false],
    [
      'a folder that is mounted so on purpose',
      mounts(
        '/ rw - overlay overlay rw',
        '/stack ro - ext4 /dev/root rw',
        '/stack/.weir rw - ext4 /dev/root rw',
      ),
      false,
    ],
    ['another folder’s', mounts('/ rw - ext4 /dev/root rw', '/stack/.weird rw - ext4 /dev/sda ro'), false],
    [
      'the mount on top',
      mounts('/stack/.weir rw - ext4 /dev/root rw', '/stack/.weir rw - ext4 /dev/sda ro'),
      true,
    ],
    ['nothing to read', '', false],
  ])('a file system that was made read-only: %s', (_, mountinfo, is) =>
    expect(isReadOnly(mountinfo, '/stack/.weir')).toBe(is),
  );

  test('this machine: memory and disk are told, and nothing is alarming about what it cannot tell', async () => {
    const seen = await readHost();
    expect(seen.memoryTotalBytes).toBeGreaterThan(seen.memoryAvailableBytes ?? Number.POSITIVE_INFINITY);
    expect(seen.diskTotalBytes).toBeGreaterThan(0);
  });
});

describe('what is said of it', () => {
  const play = (...readings: [minutes: number, over: Partial<HostReading>][]) =>
    readings.reduce(
      (memory, [minutes, over]) => hostStep(memory, { ...QUIET_HOST, ...over }, START_MS + minutes * MINUTE),
      NO_HOST_MEMORY,
    );
  const sample = (memory: ReturnType<typeof play>, minutes: number) =>
    hostSample(memory, START_MS + minutes * MINUTE);

  test('a dip of the voltage and a hot spell are held for ten minutes', () => {
    const memory = play([0, { isUnderVoltage: true, isSlowed: true, temperatureCelsius: 80 }], [1, {}]);
    expect(sample(memory, 9)).toMatchObject({ isUnderVoltage: true, isSlowed: true, hotCelsius: 51.5 });
    expect(sample(memory, 10)).toMatchObject({ isUnderVoltage: false, isSlowed: false, hotCelsius: null });
  });

  test('79 °C is warm, not hot', () =>
    expect(sample(play([0, { temperatureCelsius: 79.9 }]), 0).hotCelsius).toBeNull());

  test('what it does not tell is unknown, never an alarm', () =>
    expect(hostSample(NO_HOST_MEMORY, START_MS)).toEqual({
      isUnderVoltage: false,
      isSlowed: false,
      hotCelsius: null,
      memory: null,
      disk: null,
      isReadOnly: false,
      sdBytesPerDay: null,
      cardWear: null,
      powerCuts: 0,
    }));

  test('writes are told after an hour, at the pace of up to a day', () => {
    const write = (minutes: number): [number, Partial<HostReading>] => [
      minutes,
      { sdWrittenBytes: minutes * 1e6 },
    ];
    expect(sample(play(write(0), write(30), write(59)), 59).sdBytesPerDay).toBeNull();
    expect(sample(play(write(0), write(30), write(60)), 60).sdBytesPerDay).toBe(1.44e9);
    const days = Array.from({ length: 300 }, (_, index) => write(index * 10));
    expect(play(...days).writes.length).toBeLessThanOrEqual(145);
  });

  test('a machine that was started anew begins to count anew', () => {
    const memory = play([0, { sdWrittenBytes: 9e9 }], [60, { sdWrittenBytes: 1e6 }]);
    expect(memory.writes).toEqual([{ atMs: START_MS + 60 * MINUTE, bytes: 1e6 }]);
  });
});
