import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

const COMPOSE = path.resolve(import.meta.dirname, '../../../compose');
const FILE = 'vmagent/prometheus.yml';
const COMMAND =
  'me=up; here=$0; . "$0/lib/common.sh"; . "$0/lib/steps.sh"; . "$0/lib/settings.sh"; ' +
  'up_log=/dev/null; host=pi-cellar; panel_uid=$(id -u); panel_gid=$(id -g); ensure_config';

let here: string;
const at = (...parts: string[]) => path.join(here, ...parts);
const present = () => readFileSync(at('config', FILE), 'utf8');
const example = () => readFileSync(at('config.example', FILE), 'utf8');
const named = (text: string, name: string) => text.replace(/^( *cluster: ).*$/m, `$1${name}`);

/** What it prints. */
function ensureConfig(): string {
  const { status, stderr } = spawnSync('sh', ['-euc', COMMAND, here], { encoding: 'utf8' });
  expect(status, stderr).toBe(0);
  return stderr;
}

/** An older text of the file, which an earlier Weir has shipped. */
function shipOlder(): string {
  const older = example().replace('# What vmagent scrapes', '# As it was: what vmagent scrapes');
  const digest = createHash('sha256').update(older).digest('hex');
  const list = at('lib/shipped.sha256');
  writeFileSync(list, `${digest}  ${FILE}\n${readFileSync(list, 'utf8')}`);
  return older;
}

beforeEach(() => {
  here = mkdtempSync(path.join(tmpdir(), 'weir-shipped-'));
  for (const part of ['lib', 'config.example'])
    cpSync(path.join(COMPOSE, part), at(part), { recursive: true });
  for (const part of ['config/vmagent/targets', '.weir']) mkdirSync(at(part), { recursive: true });
});
afterEach(() => rmSync(here, { recursive: true, force: true }));

test('what is missing is put there, with the name of this machine', () => {
  expect(ensureConfig()).toBe('');
  expect(present()).toBe(named(example(), 'pi-cellar'));
});

describe('a file of an earlier Weir', () => {
  test('that nobody has changed is replaced, and keeps the name that it had', () => {
    writeFileSync(at('config', FILE), named(shipOlder(), 'pi-attic'));
    expect(ensureConfig()).toBe('');
    expect(present()).toBe(named(example(), 'pi-attic'));
    expect(ensureConfig()).toBe('');
  });

  test('that somebody has changed stays, with a word', () => {
    const mine = `${named(shipOlder(), 'pi-attic')}# mine\n`;
    writeFileSync(at('config', FILE), mine);
    expect(ensureConfig()).toMatch(/^Note: config\/vmagent\/prometheus\.yml was changed here and stays\./);
    expect(present()).toBe(mine);
  });

  test('stays without a word where there is no newer one', () => {
    const mine = `${example()}# mine\n`;
    writeFileSync(at('config', FILE), mine);
    expect(ensureConfig()).toBe('');
    expect(present()).toBe(mine);
  });

  test('stays while a change waits to be put back', () => {
    const older = shipOlder();
    writeFileSync(at('config', FILE), older);
    writeFileSync(at('.weir/apply.json'), '{}');
    ensureConfig();
    expect(present()).toBe(older);
  });

  test('with a name that would be a command is one that somebody has changed', () => {
    const hostile = named(shipOlder(), 'x/e touch ran #');
    writeFileSync(at('config', FILE), hostile);
    ensureConfig();
    expect(present()).toBe(hostile);
  });

  test('a list of targets stays: it says which sources are on', () => {
    const off = '[]\n';
    writeFileSync(at('config/vmagent/targets/node-exporter.yml'), off);
    ensureConfig();
    expect(readFileSync(at('config/vmagent/targets/node-exporter.yml'), 'utf8')).toBe(off);
  });
});
