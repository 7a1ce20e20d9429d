import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { defaultSettings } from '@/lib/server/notify/types';
import { forgetProcessState } from '../../support/panel/route-call';

const SCRIPT = path.resolve(import.meta.dirname, '../../../compose/lib/settings.sh');

let etc: string;
beforeEach(() => {
  etc = mkdtempSync(path.join(tmpdir(), 'weir-etc-'));
});
afterEach(() => rmSync(etc, { recursive: true, force: true }));

const found = () =>
  execFileSync('sh', ['-euc', `. "$0"; host_zone "$1"`, SCRIPT, etc], { encoding: 'utf8' }).trim();

describe('the time zone that compose/up finds', () => {
  test.each([
    ['where the clock’s link leads', '/usr/share/zoneinfo/Europe/Berlin', 'Asia/Tokyo\n', 'Europe/Berlin'],
    ['a name of one part', '../usr/share/zoneinfo/UTC', null, 'UTC'],
    ['one with an offset', '/usr/share/zoneinfo/posix/Etc/GMT+5', null, 'Etc/GMT+5'],
    [
      'Debian’s own file where there is no link',
      null,
      'America/Argentina/Buenos_Aires\n',
      'America/Argentina/Buenos_Aires',
    ],
    ['nothing where nothing says it', null, null, ''],
    ['nothing that is no name', '/elsewhere/clock', '$(reboot); Europe/Berlin\n', ''],
  ])('%s', (_, link, name, zone) => {
    if (link !== null) symlinkSync(link, path.join(etc, 'localtime'));
    if (name !== null) writeFileSync(path.join(etc, 'timezone'), name);
    expect(found()).toBe(zone);
  });
});

test.each([
  ['Asia/Tokyo', 'Asia/Tokyo'],
  ['', new Intl.DateTimeFormat().resolvedOptions().timeZone],
  ['Mars/Olympus', 'UTC'],
])('notifications begin with the zone %j as %s', (given, zone) => {
  process.env.WEIR_TIMEZONE = given;
  forgetProcessState();
  expect(defaultSettings().rules.timeZone).toBe(zone);
  delete process.env.WEIR_TIMEZONE;
  forgetProcessState();
});
