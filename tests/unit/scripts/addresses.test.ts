import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { expect, test } from 'vitest';
import { isAllowedHost } from '@/lib/server/http/host-rules';

const COMPOSE = path.resolve(import.meta.dirname, '../../../compose');

/** What `compose/up` prints on a machine with these addresses. */
function printed(addresses: readonly string[], allowed: string): string[] {
  const script = `here=$1 me=up
    . "$here/lib/common.sh"
    lan_addresses() { printf '%s\\n' ${addresses.join(' ')}; }
    allowed=$2
    env_value() { case $1 in WEIR_PORT) echo 8430 ;; WEIR_ALLOWED_HOSTS) echo "$allowed" ;; esac; }
    panel_addresses`;
  const lines = execFileSync('sh', ['-euc', script, 'sh', COMPOSE, allowed], { encoding: 'utf8' });
  return lines.trimEnd().split('\n');
}

/** First and last of each range, and their neighbours. */
const EDGES = [
  ...['9.255.255.255', '10.0.0.0', '10.255.255.255', '11.0.0.0'],
  ...['100.63.255.255', '100.64.0.0', '100.69.1.1', '100.70.1.1', '100.99.1.1', '100.100.1.1', '100.119.1.1'],
  ...['100.120.1.1', '100.127.255.255', '100.128.0.0', '126.1.1.1', '127.0.0.1', '128.0.0.1'],
  ...['169.253.1.1', '169.254.1.1', '172.15.1.1', '172.16.0.0', '172.20.1.1', '172.29.1.1', '172.30.1.1'],
  ...['172.31.255.255', '172.32.0.0', '192.167.1.1', '192.168.0.0', '192.169.0.0', '8.8.8.8', '203.0.113.9'],
];

test('the addresses that are printed to be opened are those that the panel answers under', () => {
  const open = printed(EDGES, '').filter((line) => line.startsWith('  http://'));
  const answered = EDGES.filter((address) => isAllowedHost(address, []));
  expect(open).toEqual(answered.map((address) => `  http://${address}:8430`));
  expect(answered.length).toBeGreaterThan(10);
  expect(answered.length).toBeLessThan(EDGES.length - 8);
});

test('one that the internet knows is named with what it takes, and printed as the others once it is allowed', () => {
  const [one = ''] = printed(['203.0.113.9'], 'pond.example');
  expect(one).toMatch(
    /not under http:\/\/203\.0\.113\.9:8430: .*WEIR_ALLOWED_HOSTS=203\.0\.113\.9 in \/.*\/\.env/,
  );
  expect(printed(['203.0.113.9'], 'pond.example, 203.0.113.9')).toEqual(['  http://203.0.113.9:8430']);
});
