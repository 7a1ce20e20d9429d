import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

const SCRIPT = path.resolve(import.meta.dirname, '../../../compose/lib/engine.sh');

/** What the script makes of the lines that `docker network inspect` prints of the default bridge. */
const found = (lines: string) => {
  const script = `docker() { printf '%s' "$LINES_OF_DOCKER"; }; . "$0"; bridge_address`;
  const env = { ...process.env, LINES_OF_DOCKER: lines };
  return execFileSync('sh', ['-euc', script, SCRIPT], { encoding: 'utf8', env }).trim();
};

describe('the address of the host that compose/up finds', () => {
  test.each([
    ['the gateway', '172.17.0.1\n\n', '172.17.0.1'],
    ['one that the owner chose', '192.168.9.5\n\n', '192.168.9.5'],
    ['the first of the network, of an engine that never started before', '172.23.0.0/16\n\n', '172.23.0.1'],
    ['the first of a small network', '10.200.0.0/24\n', '10.200.0.1'],
    ['no address of IPv6', 'fd00::1\n172.17.0.1\n\n', '172.17.0.1'],
    ['no network of IPv6', 'fd00::/64\n172.18.0.0/16\n', '172.18.0.1'],
    ['the first of two', '172.17.0.1\n10.0.0.1\n', '172.17.0.1'],
    ['nothing where there is no bridge', '', ''],
    ['nothing in what is no address', 'Error: no such network\n', ''],
  ])('%s', (_, lines, address) => {
    expect(found(lines)).toBe(address);
  });
});
