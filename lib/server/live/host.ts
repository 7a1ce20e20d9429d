import 'server-only';
import { readdir, readFile, statfs } from 'node:fs/promises';
import path from 'node:path';
import type { CardWear } from '@/lib/verdict/terms/host';
import { env } from '../env';
import { recentPowerCuts } from '../recording/power-cuts';
import type { HostReading } from '../sampler/steps/host';
import { writtenByDisk } from './disk-counts';
import { isReadOnly } from './mounts';

/** Bits of the firmware's word: 0 under-voltage, 1 frequency capped, 2 throttled, 3 soft temperature limit. */
const UNDER_VOLTAGE = 0b0001;
const SLOWED = 0b1110;

/**
 * How the machine itself is, from the kernel's files, which a container sees as the host does. What a machine does not
 * tell is null: only a Pi tells of its voltage. @param root of the file system; another one in tests
 */
export async function readHost(root = '/'): Promise<HostReading> {
  const at = (...parts: string[]) => path.join(/* turbopackIgnore: true */ root, ...parts);
  const [throttled, isAlarmed, memory, sdWrittenBytes, disk, temperatureCelsius, mounts, cardWear] =
    await Promise.all([
      readText(at('sys/devices/platform/soc/soc:firmware/get_throttled')),
      voltageAlarm(at('sys/class/hwmon')),
      readText(at('proc/meminfo')),
      writtenToCards(at('proc/diskstats')),
      statfs(env().stackDir).catch(() => null),
      readTemperature(at('sys/class/thermal')),
      readText(at('proc/self/mountinfo')),
      readCardWear(at('sys/block')),
    ]);
  const bits = /^[0-9a-f]+$/i.test(throttled) ? Number.parseInt(throttled, 16) : null;
  return {
    isUnderVoltage: bits === null ? isAlarmed : (bits & UNDER_VOLTAGE) > 0 || isAlarmed === true,
    isSlowed: bits === null ? null : (bits & SLOWED) > 0,
    temperatureCelsius,
    memoryAvailableBytes: kilobytes(memory, 'MemAvailable'),
    memoryTotalBytes: kilobytes(memory, 'MemTotal'),
    diskFreeBytes: disk && disk.bavail * disk.bsize,
    diskTotalBytes: disk && disk.blocks * disk.bsize,
    isReadOnly: isReadOnly(mounts, env().stateDir),
    sdWrittenBytes,
    cardWear,
    powerCuts: recentPowerCuts(Date.now()),
  };
}

/**
 * The machine's temperature in °C from the kernel's first thermal zone of a processor, else its first zone; null
 * where there is none (virtual machines) or it cannot be read.
 */
export async function readTemperature(folder = '/sys/class/thermal'): Promise<number | null> {
  const names = await readdir(/* turbopackIgnore: true */ folder).catch(() => []);
  const zones = names.filter((name) => /^thermal_zone\d+$/.test(name)).sort();
  const kinds = await Promise.all(
    zones.map((zone) => readText(path.join(/* turbopackIgnore: true */ folder, zone, 'type'))),
  );
  const cpu = kinds.findIndex((kind) => /cpu|x86_pkg|soc/i.test(kind));
  const zone = zones[Math.max(0, cpu)];
  if (zone === undefined) return null;
  const text = await readText(path.join(/* turbopackIgnore: true */ folder, zone, 'temp'));
  const degrees = Number.parseInt(text, 10) / 1000;
  // A zone without a sensor reads as an absurd value.
  return degrees > -50 && degrees < 200 ? degrees : null;
}

/** The kernel's own watch on the voltage (raspberrypi-hwmon); null where there is none. */
async function voltageAlarm(folder: string): Promise<boolean | null> {
  for (const name of await readdir(/* turbopackIgnore: true */ folder).catch(() => [])) {
    const sensor = path.join(/* turbopackIgnore: true */ folder, name);
    if ((await readText(path.join(/* turbopackIgnore: true */ sensor, 'name'))) !== 'rpi_volt') continue;
    const alarm = await readText(path.join(/* turbopackIgnore: true */ sensor, 'in0_lcrit_alarm'));
    return alarm === '' ? null : alarm === '1';
  }
  return null;
}

function kilobytes(meminfo: string, name: string): number | null {
  const amount = new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(meminfo)?.[1];
  return amount === undefined ? null : Number(amount) * 1024;
}

/** Written to all SD cards since the start of the machine; null where there is none. */
async function writtenToCards(file: string): Promise<number | null> {
  const disks = writtenByDisk(await readText(file));
  const cards = [...disks].flatMap(([name, bytes]) => (/^mmcblk\d+$/.test(name) ? [bytes] : []));
  return cards.length === 0 ? null : cards.reduce((sum, bytes) => sum + bytes, 0);
}

/**
 * What the soldered flash of a Compute Module and the like tells; SD cards tell nothing.
 * Documentation/driver-api/mmc/mmc-dev-attrs.rst: life_time and pre_eol_info, of JEDEC’s eMMC 5.0.
 */
async function readCardWear(folder: string): Promise<CardWear | null> {
  const names = await readdir(/* turbopackIgnore: true */ folder).catch(() => []);
  for (const name of names.filter((one) => /^mmcblk\d+$/.test(one))) {
    const device = path.join(/* turbopackIgnore: true */ folder, name, 'device');
    const life = await readText(path.join(/* turbopackIgnore: true */ device, 'life_time'));
    const spare = Number(await readText(path.join(/* turbopackIgnore: true */ device, 'pre_eol_info')));
    const tenth = Math.max(0, ...life.split(/\s+/).map(Number).filter(Number.isFinite));
    if (tenth > 0 || spare > 0) return { tenth: tenth === 0 ? null : tenth, isSpareLow: spare >= 2 };
  }
  return null;
}

async function readText(file: string): Promise<string> {
  return (await readFile(file, 'utf8').catch(() => '')).trim();
}
