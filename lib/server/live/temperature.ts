import 'server-only';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

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

async function readText(file: string): Promise<string> {
  return readFile(file, 'utf8').catch(() => '');
}
