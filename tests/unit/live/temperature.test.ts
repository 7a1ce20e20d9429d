import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readTemperature } from '@/lib/server/live/host';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(path.join(tmpdir(), 'weir-thermal-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

function zone(index: number, type: string, temp: string): void {
  mkdirSync(path.join(dir, `thermal_zone${index}`));
  writeFileSync(path.join(dir, `thermal_zone${index}`, 'type'), `${type}\n`);
  writeFileSync(path.join(dir, `thermal_zone${index}`, 'temp'), `${temp}\n`);
}

test('the processor’s zone, as a Pi names it', async () => {
  zone(0, 'acpitz', '27800');
  zone(1, 'cpu-thermal', '51540');
  expect(await readTemperature(dir)).toBe(51.54);
});

test('else the first one', async () => {
  zone(0, 'acpitz', '27800');
  expect(await readTemperature(dir)).toBe(27.8);
});

test.each([['-274000'], ['4294967295'], ['?']])('a zone that reads %s is no temperature', async (text) => {
  zone(0, 'cpu-thermal', text);
  expect(await readTemperature(dir)).toBeNull();
});

test('no sensor at all is null', async () => {
  expect(await readTemperature(dir)).toBeNull();
  expect(await readTemperature(path.join(dir, 'none'))).toBeNull();
});
