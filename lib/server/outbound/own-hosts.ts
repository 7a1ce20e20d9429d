import 'server-only';
import { lookup } from 'node:dns/promises';
import { networkInterfaces } from 'node:os';
import { serviceNames } from '@/lib/pipeline/components';
import { env, machineNames } from '../env';
import { singleton } from '../singleton';
import { isInNetworks, isLoopbackAddress } from './address-guard';
import type { Address } from './pinned-request';

/**
 * Where the panel sends nothing that its owner enters: into the stack itself. Its services answer without a password
 * there, because nobody else reaches them: a destination or a webhook would be a way to reload, to delete, to send
 * samples in a circle. Refused are their names, this Pi by its names and as Docker calls it, loopback, and every address
 * of the networks on which this panel is known as `weir`, this Pi's own address there among them. The local
 * destination is chosen by name ("This Pi") and goes none of these ways.
 *
 * Other machines of the LAN are allowed: people have their own VictoriaMetrics on a NAS. So is this Pi by its address in
 * the LAN, which a container cannot see: what listens there answers everybody in the LAN as well, and may be a
 * VictoriaMetrics or an ntfy. Two ports are not, wherever they are: see `isOwnPort`.
 */
const NETWORK_NAME = 'weir';
const KEPT_MS = 5 * 60_000;
const DOCKER_NAMES = /(^|\.)docker\.internal$|^host\.containers\.internal$|(^|\.)localhost$|^ip6-/;

/** Is this a name, or an address as it stands, of the stack or of this Pi? */
export function isOwnName(host: string): boolean {
  const name = host.toLowerCase().replace(/\.$/, '');
  if (isLoopbackAddress(name) || DOCKER_NAMES.test(name)) return true;
  // Docker's name server knows a service alone and with its network; a container by project and number too.
  const [first = ''] = name.split('.');
  const isContainer = (one: string) =>
    ['-', '_'].some((mark) => first.startsWith([env().project, one, ''].join(mark)));
  const service = serviceNames.find((one) => first === one || isContainer(one));
  const isOfStack =
    service !== undefined && (first === name || name.startsWith(`${first}.${env().project}_`));
  return isOfStack || machineNames().includes(name);
}

/** Is this an address of the stack's networks, or loopback? */
export async function isOwnAddress(address: string): Promise<boolean> {
  return isLoopbackAddress(address) || isInNetworks(address, await stackNetworks());
}

/** Is this host, which has been looked up, of the stack or of this Pi? One own address among several is enough. */
export async function isOwnHost(host: string, addresses: readonly Address[]): Promise<boolean> {
  if (isOwnName(host)) return true;
  for (const { address } of addresses) if (await isOwnAddress(address)) return true;
  return false;
}

/** Of a Docker Engine, without and with TLS: the machine is behind it, and it takes neither samples nor messages. */
const ENGINE_PORTS = [2375, 2376];
const COMMON_PORTS = [80, 443];
const LAN = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', 'fc00::/7'];

/** Is this the port of a Docker Engine anywhere, or in the LAN the one that this panel has? */
export function isOwnPort(port: number, addresses: readonly Address[]): boolean {
  if (ENGINE_PORTS.includes(port)) return true;
  // Other servers have these too.
  if (port !== env().port || COMMON_PORTS.includes(port)) return false;
  return addresses.some(({ address }) => isInNetworks(address, LAN));
}

/** For examples (RFC 5737): used within networks, never between them. */
const EXAMPLES = ['192.0.2.0/24', '198.51.100.0/24', '203.0.113.0/24'];

/** Are all of these in a network of one's own: addresses to which no way of the internet leads? */
export const areLocal = (addresses: readonly Address[]): boolean =>
  addresses.every(({ address }) => isInNetworks(address, [...LAN, ...EXAMPLES]));

/** Networks in which Docker calls one of this process's own addresses `weir`, as `address/prefix`. */
async function stackNetworks(): Promise<string[]> {
  const kept = singleton('stack-networks', () => ({
    atMs: Number.NEGATIVE_INFINITY,
    networks: [] as string[],
  }));
  if (performance.now() - kept.atMs < KEPT_MS) return kept.networks;
  const named = await lookup(NETWORK_NAME, { all: true }).catch(() => []);
  const own = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
  kept.networks = own.flatMap(({ address, cidr }) =>
    cidr !== null && named.some((one) => one.address === address) ? [cidr] : [],
  );
  kept.atMs = performance.now();
  return kept.networks;
}
