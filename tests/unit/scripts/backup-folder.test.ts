import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

const compose = path.resolve(import.meta.dirname, '../../../compose');
let folder: string;
let here: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'weir-backups-'));
  here = path.join(folder, 'compose');
  spawnSync('mkdir', [here]);
});
afterEach(() => rmSync(folder, { recursive: true }));

/** What `compose/up` makes of a folder of backups, where the panel that runs has `mounted`. */
function up(named: string, { mounted = '', given = '', yes = '', data = '' } = {}) {
  const script = `set -eu
    here=${compose} me=compose/up assume_yes=${yes} up_log=/dev/null log_is_named=yes
    for part in common steps settings folder data backups; do . "$here/lib/$part.sh"; done
    here=${here} panel_uid=$(id -u) panel_gid=$(id -g)
    own_containers() { echo one; }
    docker() {
      case "$1 $2" in
        'inspect '*) printf '%s\\n' "$MOUNTED" ;;
        'volume ls') [ -z "$DATA" ] || echo monitoring_vmagent-data ;;
        'volume inspect') printf '%s\\n' "$DATA" ;;
      esac
    }
    project=monitoring
    with_rights_of_panel() { "$@"; }
    for name in $ENV_NAMES; do eval "env_$name=''"; done
    env_WEIR_BACKUP_DIR=$NAMED
    ensure_backup_folder`;
  const { PATH } = process.env;
  const environment = {
    NODE_ENV: 'test' as const,
    PATH,
    NAMED: named,
    MOUNTED: mounted,
    DATA: data,
    WEIR_BACKUP_DIR: given,
  };
  const { status, stderr } = spawnSync('sh', ['-c', script], { encoding: 'utf8', env: environment });
  return { status, stderr };
}

test('the folder of a stack is made, for the panel alone', () => {
  expect(up('')).toEqual({ status: 0, stderr: '' });
  expect(statSync(path.join(here, 'backups')).mode & 0o777).toBe(0o700);
});

test('a folder elsewhere is made when the owner says so, and not before', () => {
  const usb = path.join(folder, 'usb');
  const asked = up(usb);
  expect(asked.status).toBe(1);
  expect(asked.stderr).toContain(`names ${usb} as the folder of the backups`);
  expect(asked.stderr).toContain(`Fix: WEIR_BACKUP_DIR=${usb} compose/up`);
  expect(existsSync(usb)).toBe(false);
  expect(up(usb, { mounted: `${usb}-older` }).status).toBe(1);
  expect(up(usb, { mounted: usb }).status).toBe(0);
  expect(up(usb, { given: usb }).status).toBe(0);
  expect(up(usb, { yes: 'yes' }).status).toBe(0);
  expect(existsSync(usb)).toBe(true);
});

test.each([
  ['relative', 'usb/weir', /no whole path/],
  ['with a colon', '/mnt/a:b', /no backups can lie/],
  ['that climbs', '/mnt/usb/../../etc', /no backups can lie/],
])('a path that is %s is refused', (_, named, words) => {
  const { status, stderr } = up(named, { given: named, yes: 'yes' });
  expect(status).toBe(1);
  expect(stderr).toMatch(words);
});

test('a folder that the panel itself may write into is none for backups, and neither is a link', () => {
  expect(up(path.join(here, 'config/backups'), { yes: 'yes' }).stderr).toMatch(/no backups can lie/);
  symlinkSync('/etc', path.join(here, 'backups'));
  expect(up('', { yes: 'yes' }).stderr).toMatch(/is a link/);
});

test.each([
  ['above', '/weir-data/vmagent-data'],
  ['below', ''],
])(
  'a folder %s that of the pipeline’s data is refused: the panel could put a link in their place',
  (_, below) => {
    const usb = path.join(folder, 'usb');
    const named = below === '' ? `${usb}/backups` : usb;
    const { status, stderr } = up(named, { given: named, yes: 'yes', data: usb + below });
    expect(status).toBe(1);
    expect(stderr).toContain('the data of the pipeline lie in');
    expect(up(named, { given: named, yes: 'yes', data: `${usb}2/weir-data/vmagent-data` }).status).toBe(0);
  },
);

test('a disk that is not mounted is no reason to stop', () => {
  const { status, stderr } = up('/nowhere/at/all', { yes: 'yes' });
  expect(status).toBe(0);
  expect(stderr).toMatch(/may not write backups into \/nowhere\/at\/all/);
});
